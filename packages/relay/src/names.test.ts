import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { Device } from "../../../test/support/device.ts";
import { Wijk } from "../../../test/support/envelopes.ts";
import { until } from "../../../test/support/until.ts";
import { type Relay, startRelay } from "./index.ts";

const folder = mkdtempSync(join(tmpdir(), "wijkkit-names-"));
const dist = join(folder, "dist");
const ends: (() => unknown)[] = [];

beforeAll(() => {
  mkdirSync(dist);
  writeFileSync(join(dist, "index.html"), "<h1>home</h1>");
});
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});
afterAll(() => rmSync(folder, { recursive: true }));

let count = 0;

async function relayOf(names?: readonly string[]): Promise<Relay> {
  count += 1;
  const dataDir = join(folder, `data ${count}`);
  const relay = await startRelay({ port: 0, host: "localhost", dataDir, dist, ...(names ? { names } : {}) });
  ends.push(() => relay.close());
  return relay;
}

/** A reverse proxy that gives each request a Host header of its own; `to` is asked at every one. */
async function proxy(to: () => number, host: string): Promise<number> {
  const server: Server = createServer();
  server.on("upgrade", (asked, socket) => {
    const { method, url: path, headers } = asked;
    const inner = request({ host: "localhost", port: to(), method, path, headers: { ...headers, host } });
    inner.on("error", () => socket.destroy());
    socket.on("error", () => inner.destroy());
    inner.on("upgrade", (answer, behind) => {
      const lines = Object.entries(answer.headers).map(([name, value]) => `${name}: ${value}\r\n`);
      socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join("")}\r\n`);
      behind.on("error", () => socket.destroy());
      socket.pipe(behind).pipe(socket);
    });
    inner.end();
  });
  server.listen(0, "localhost");
  await once(server, "listening");
  ends.push(() => server.close());
  return (server.address() as AddressInfo).port;
}

async function deviceAt(port: number, wijk: Wijk): Promise<Device> {
  const device = await new Device(port, wijk).start();
  ends.push(() => device.stop());
  return device;
}

const inSync = (device: Device) => until("it is in sync", () => device.state?.phase === "in-sync");
const denied = async (device: Device) => {
  await until("it is denied", () => device.state?.phase === "closed");
  expect(device.state).toMatchObject({ code: "proof", by: "there" });
};

test("[RE21] behind a proxy that rewrites Host a relay with a name works, and one without does not", async () => {
  const wijk = new Wijk("behind a proxy");
  let inner = await relayOf();
  const port = await proxy(() => inner.port, "inside.test:9");
  await denied(await deviceAt(port, wijk));
  inner = await relayOf(["elsewhere.test", `localhost:${port}`]);
  await inSync(await deviceAt(port, wijk));
});

test("[RE21] a relay with names takes a proof for no other host, whatever the Host header says", async () => {
  const wijk = new Wijk("by another name");
  const relay = await relayOf(["wijk.test"]);
  await denied(await deviceAt(relay.port, wijk));
  // A server in between that shows the relay the name it wants to see.
  await denied(await deviceAt(await proxy(() => relay.port, "wijk.test"), wijk));
});

test("[RE21] without a name a proof is for what the Host header says, and more than 8 names are misuse", async () => {
  const wijk = new Wijk("no name");
  const relay = await relayOf();
  await inSync(await deviceAt(relay.port, wijk));
  const names = Array.from({ length: 9 }, (_, n) => `${n}.test`);
  await expect(startRelay({ port: 0, dataDir: join(folder, "none"), dist, names })).rejects.toThrow(RangeError);
});
