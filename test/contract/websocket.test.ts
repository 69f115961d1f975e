import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { type Channel, LIMIT, type Socket, webSocketChannel } from "@wijkkit/sync";
import { afterAll, expect, test } from "vitest";
import { WebSocketServer } from "ws";
import { transportContract } from "./transport.ts";

const server = new WebSocketServer({ port: 0, host: "127.0.0.1", maxPayload: 2 * LIMIT.frame });
await once(server, "listening");
const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;

async function line(): Promise<[Channel, Channel]> {
  const accepted = once(server, "connection");
  const client = new WebSocket(url);
  await once(client, "open");
  const [socket] = (await accepted) as [Socket];
  return [webSocketChannel(client as Socket), webSocketChannel(socket)];
}

afterAll(() => {
  for (const client of server.clients) client.terminate();
  server.close();
});

transportContract(test, line);

test("[SS30] a text message reaches a session as a bad frame", async () => {
  const accepted = once(server, "connection");
  const client = new WebSocket(url);
  await once(client, "open");
  const [socket] = (await accepted) as [Socket];
  const channel = webSocketChannel(socket);
  const came = new Promise((resolve) => {
    channel.onMessage = resolve;
  });
  client.send("hello");
  expect(await came).toEqual(new Uint8Array(0));
  const closed = new Promise<void>((resolve) => {
    channel.onClose = resolve;
  });
  channel.close();
  await closed;
  channel.send(Uint8Array.of(1));
});
