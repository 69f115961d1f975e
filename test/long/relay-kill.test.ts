import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { type LaneKey, parse } from "@wijkkit/envelope";
import { sqliteStore } from "@wijkkit/relay";
import { expect, onTestFinished, test } from "vitest";
import { Device } from "../support/device.ts";
import { Wijk } from "../support/envelopes.ts";
import { Relay } from "../support/relay.ts";
import { ROOT } from "../support/repository.ts";
import { until } from "../support/until.ts";

const run = promisify(execFile);
const KILLS = 100;
const WRITERS = 4;

/** A relay that serves a site of one page. */
async function relayOf(): Promise<Relay> {
  const dist = mkdtempSync(join(tmpdir(), "wijkkit-dist-"));
  writeFileSync(join(dist, "index.html"), "<h1>home</h1>");
  const relay = await Relay.start({ dist });
  onTestFinished(async () => {
    await relay.remove();
    rmSync(dist, { recursive: true });
  });
  return relay;
}

test("[RE14] killed 100 times under load, the relay loses nothing that it acknowledged, and holds nothing half", async () => {
  const relay = await relayOf();
  const wijk = new Wijk("killed");
  const devices = await Promise.all(Array.from({ length: WRITERS }, () => new Device(relay.port, wijk).start()));
  const lanes = devices.map((_, n) => wijk.lane(`writer ${n}`));
  let isWriting = true;
  const writing = devices.map(async (device, n) => {
    const lane = lanes[n] ?? wijk.lane("none");
    for (let count = 0; isWriting; count++) {
      await device.write(count % 40 === 39 ? [lane.base({ size: 2_000 })] : lane.some(2, { size: 1_500 }));
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  });
  let acknowledged = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    const before = new Map(devices.flatMap(({ receipts }) => [...receipts]));
    for (const device of devices) device.retry();
    await until("something is acknowledged", () =>
      devices.some(({ receipts }) => [...receipts].some(([lane, seq]) => seq > (before.get(lane) ?? -1))),
    );
    await new Promise((resolve) => setTimeout(resolve, (kill * 37) % 120));
    await relay.kill();
    const store = sqliteStore(join(relay.dataDir, "relay.sqlite"));
    const heads = new Map((await store.heads(wijk.space)).map(({ lane, seq }) => [lane, seq]));
    for (const { receipts } of devices) {
      for (const [lane, seq] of receipts) {
        acknowledged = Math.max(acknowledged, seq);
        expect(heads.get(lane) ?? -1, `kill ${kill}`).toBeGreaterThanOrEqual(seq);
      }
    }
    for (const [lane, seq] of heads) expect(await isWhole(store, wijk, lane, seq)).toBe(true);
    await store.close();
    await relay.start();
  }
  isWriting = false;
  await Promise.all(writing);
  for (const device of devices) device.stop();
  console.log(`${KILLS} kills, ${acknowledged} envelopes acknowledged in one lane`);
  expect(acknowledged).toBeGreaterThan(KILLS);
});

/** Whether a lane is there from its base to its head, each envelope whole and in its place. */
async function isWhole(store: ReturnType<typeof sqliteStore>, wijk: Wijk, lane: LaneKey, seq: number) {
  let last = -1;
  for (let from = 0; from <= seq; from = last + 1) {
    const read = await store.read(wijk.space, lane, from, 1_000_000);
    if (read.length === 0) return false;
    for (const bytes of read) {
      const parsed = parse(bytes);
      if (!("envelope" in parsed) || parsed.envelope.lane !== lane) return false;
      if (last >= 0 && parsed.envelope.seq !== last + 1) return false;
      last = parsed.envelope.seq;
    }
  }
  return last === seq;
}

test("[CL20] a copy made while the relay serves brings everything back to an empty folder", async () => {
  const [relay, other] = [await relayOf(), await relayOf()];
  const wijk = new Wijk("copied");
  const writer = await new Device(relay.port, wijk).start();
  const lanes = Array.from({ length: 30 }, (_, n) => wijk.lane(`lane ${n}`));
  for (const lane of lanes) await writer.write(lane.some(3));
  await until("the relay has all", () => writer.receipts.size === lanes.length);
  const cli = (...args: string[]) => run(process.execPath, [join(ROOT, "packages/cli/src/wijk.ts"), "bundle", ...args]);
  const file = join(other.dataDir, "copy.wijk");
  await cli("export", file, "--data", relay.dataDir);
  await relay.kill();
  rmSync(relay.dataDir, { recursive: true });

  await other.stop();
  await cli("import", file, "--data", other.dataDir);
  await other.start();
  const reader = await new Device(other.port, wijk).start();
  await until("all is back", async () => (await reader.store.heads(wijk.space)).length === lanes.length);
  for (const { seq } of await reader.store.heads(wijk.space)) expect(seq).toBe(2);
  for (const device of [writer, reader]) device.stop();
});
