import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect as dial } from "node:net";
import { afterEach, expect, test } from "vitest";
import { WebSocket } from "ws";
import { addressOf } from "./address.ts";
import { LIMIT } from "./limits.ts";
import { signalling } from "./signalling.ts";
import { Sockets } from "./sockets.ts";

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

async function serve(most?: number): Promise<number> {
  const sockets = new Sockets({ "/signal": signalling(), "/other": { maxPayload: 10, open: () => {} } }, most);
  const server = createServer().listen(0, "127.0.0.1");
  server.on("upgrade", (request, socket, head) => sockets.upgrade(request, socket, head));
  await once(server, "listening");
  ends.push(async () => {
    await sockets.close();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** A socket that is open, or the error that refused it. */
async function open(port: number, path = "/signal", from?: string): Promise<WebSocket | Error> {
  const headers = from === undefined ? {} : { "x-forwarded-for": from };
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers });
  socket.on("error", () => {});
  return Promise.race([
    once(socket, "open").then(() => socket),
    once(socket, "error").then(([error]) => error as Error),
  ]).catch((error: Error) => error);
}

async function opened(port: number, path?: string, from?: string): Promise<WebSocket> {
  const socket = await open(port, path, from);
  if (socket instanceof Error) throw socket;
  return socket;
}

test("[RE22] a newcomer gets the place of who is in no room, and nobody loses one in a room with others", async () => {
  const port = await serve(3);
  const [anna, bert, silent] = [await opened(port), await opened(port), await opened(port)];
  for (const one of [anna, bert]) {
    one.send('{"type":"subscribe","topics":["r"]}');
    one.send('{"type":"ping"}');
    await once(one, "message");
  }
  const gone = once(silent, "close");
  const carla = await opened(port);
  await gone;
  carla.send('{"type":"subscribe","topics":["r"]}');
  carla.send('{"type":"ping"}');
  await once(carla, "message");
  expect(String(await open(port))).toContain("503");
  expect([anna, bert, carla].map(({ readyState }) => readyState)).toEqual([1, 1, 1]);
});

test("[RE23] one address has so many sockets on all paths, a street has room, and a place is given back", async () => {
  const port = await serve();
  const sockets: WebSocket[] = [];
  for (let n = 0; n < LIMIT.perAddress; n++) {
    sockets.push(await opened(port, n % 2 ? "/signal" : "/other", "198.51.100.7"));
  }
  expect(String(await open(port, "/signal", "203.0.113.9, 198.51.100.7"))).toContain("503");
  await opened(port, "/signal", "198.51.100.7, 203.0.113.9");
  sockets[0]?.close();
  if (sockets[0]) await once(sockets[0], "close");
  await opened(port, "/signal", "198.51.100.7");
});

test("[RE23] an address is that of the subscriber, and only a proxy nearby is believed about another", () => {
  const from = (remoteAddress: string | undefined, named?: string) =>
    addressOf({ socket: { remoteAddress }, headers: named === undefined ? {} : { "x-forwarded-for": named } });
  expect([from("127.0.0.1"), from("::1"), from("::ffff:127.0.0.1"), from(undefined)]).toEqual(Array(4).fill(undefined));
  expect(from("198.51.100.7", "203.0.113.9")).toBe("198.51.100.7");
  expect(from("::ffff:198.51.100.7")).toBe("198.51.100.7");
  expect(from("172.18.0.2", "1.1.1.1, 203.0.113.9")).toBe("203.0.113.9");
  expect(from("192.168.1.5")).toBe("192.168.1.5");
  expect(from("10.0.0.1", "no address")).toBe("10.0.0.1");
  expect(from("fe80::1%eth0")).toBe("fe80:0:0:0");
  expect(from("2001:db8:1:2:3:4:5:6")).toBe(from("2001:db8:1:2::9"));
  expect(from("2001:db8:1:3::9")).not.toBe(from("2001:db8:1:2::9"));
  expect(from("2001:db8::9")).toBe("2001:db8:0:0");
});

test("[RE23] who is refused is hung up on, also when it keeps its own half open", async () => {
  const port = await serve();
  const raw = dial({ port, host: "127.0.0.1", allowHalfOpen: true });
  ends.push(() => raw.destroy());
  raw.write("GET /nope HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n");
  const [answer] = await once(raw, "data");
  expect(String(answer)).toContain("404");
  // What is written to a connection that is gone is reset; one that waits for the other half would take it.
  const reset = once(raw, "close").catch(() => undefined);
  const writing = setInterval(() => raw.write("x"), 20);
  raw.on("error", () => {});
  await reset;
  clearInterval(writing);
});

test("[RE24] a message in more than 64 pieces closes its socket", async () => {
  const socket = await opened(await serve(), "/other");
  const closed = once(socket, "close");
  for (let n = 0; n <= LIMIT.fragments; n++) socket.send("", { fin: false });
  expect((await closed)[0]).toBe(1008);
});
