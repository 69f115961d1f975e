import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { WebSocket } from "ws";
import { Wijk } from "../../../test/support/envelopes.ts";
import { until } from "../../../test/support/until.ts";
import { sqliteStore, startRelay } from "./index.ts";

const folder = mkdtempSync(join(tmpdir(), "wijkkit-metrics-"));
writeFileSync(join(folder, "index.html"), "<h1>home</h1>");
afterAll(() => rmSync(folder, { recursive: true }));

const start = (dataDir: string, metrics = true) =>
  startRelay({ port: 0, host: "127.0.0.1", dataDir, dist: folder, metrics });

/** Names of the numbers, and what they are now. */
function read(text: string): Map<string, number> {
  const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return new Map(lines.map((line) => [line.split(" ")[0] ?? "", Number(line.split(" ")[1])]));
}

test("[RE30] numbers are there for this machine alone, and name nobody", async () => {
  const relay = await start(join(folder, "data"));
  const url = `http://127.0.0.1:${relay.port}/metrics`;
  const first = await fetch(url);
  expect(first.headers.get("content-type")).toContain("version=0.0.4");
  const before = await first.text();
  expect(before).toMatch(/^# HELP wijk_spaces .+\n# TYPE wijk_spaces gauge\nwijk_spaces 0$/m);
  const socket = new WebSocket(`ws://127.0.0.1:${relay.port}/signal`);
  await until("it is counted", async () => read(await (await fetch(url)).text()).get("wijk_signal_sockets") === 1);
  socket.close();
  const names = [...read(before).keys()];
  expect(names.length).toBeGreaterThan(6);
  for (const name of names) expect(name).toMatch(/^wijk_[a-z_]+$/);
  expect((await fetch(url, { headers: { "X-Forwarded-For": "203.0.113.9" } })).status).toBe(404);
  expect((await fetch(url, { method: "POST" })).status).toBe(405);
  await relay.close();

  const silent = await start(join(folder, "silent"), false);
  expect((await fetch(`http://127.0.0.1:${silent.port}/metrics`)).status).toBe(404);
  await silent.close();
});

test("[RE31] what is over leaves the disk when the relay starts", async () => {
  const data = mkdtempSync(join(folder, "terms-"));
  const wijk = new Wijk("over");
  const store = sqliteStore(join(data, "relay.sqlite"));
  await store.putRecord(wijk.space, wijk.record);
  const over = wijk.lane("over").base({ hour: 490_000, expires: 490_010, size: 2_000 });
  const lasting = wijk.lane("lasting").base({ hour: 490_000 });
  await store.append(wijk.space, [over, lasting]);
  await store.close();
  const relay = await start(data);
  await relay.close();
  const files = readdirSync(data).map((name) => readFileSync(join(data, name)));
  const isThere = (bytes: Uint8Array) => files.some((file) => file.includes(Buffer.from(bytes.subarray(-500))));
  expect([isThere(over.bytes), isThere(lasting.bytes)]).toEqual([false, true]);
});
