import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import type { LaneKey } from "@wijkkit/envelope";
import { encode } from "@wijkkit/sync";
import { describe, expect, test } from "vitest";
import { Device } from "../../../test/support/device.ts";
import { Wijk } from "../../../test/support/envelopes.ts";
import { ownRelay } from "../../../test/support/own-relay.ts";
import { until } from "../../../test/support/until.ts";

const ALL = Number.MAX_SAFE_INTEGER;
const own = ownRelay();
const { closing, health, socket } = own;

const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));

const total = (receipts: ReadonlyMap<LaneKey, number>) => [...receipts.values()].reduce((sum, seq) => sum + seq + 1, 0);

describe("the blind store", () => {
  test("[RE12, RE13] what one device writes another of that wijk gets, also when it comes later", async () => {
    const wijk = new Wijk("story");
    const [anna, bert] = [
      await new Device(own.relay.port, wijk).start(),
      await new Device(own.relay.port, wijk).start(),
    ];
    const lane = wijk.lane("anna");
    await anna.write(lane.some(3));
    await until("the relay has it", () => anna.receipts.get(lane.key) === 2);
    await until("bert has it", async () => (await bert.store.read(wijk.space, lane.key, 0, ALL)).length === 3);
    anna.stop();
    const carla = await new Device(own.relay.port, wijk).start();
    await until("carla has it", async () => (await carla.store.read(wijk.space, lane.key, 0, ALL)).length === 3);
    for (const device of [bert, carla]) device.stop();
  });

  test("[RE13] who cannot prove to be in the wijk gets no envelope and leaves none", async () => {
    const wijk = new Wijk("closed");
    const anna = await new Device(own.relay.port, wijk).start();
    const lane = wijk.lane("anna");
    await anna.write(lane.some(2));
    await until("the relay has it", () => anna.receipts.get(lane.key) === 1);
    for (const gate of [null, new Wijk("another gate")]) {
      const stranger = await new Device(own.relay.port, wijk, gate).start();
      await stranger.write(wijk.lane(`stranger ${gate?.epoch}`).some(2));
      await until("it is connected", () => stranger.state !== undefined);
      await wait(1_000);
      expect(await stranger.store.read(wijk.space, lane.key, 0, ALL)).toEqual([]);
      expect(stranger.receipts.size).toBe(0);
      stranger.stop();
    }
    anna.stop();
  });

  test("[RE15] of one space 64 records are kept, whoever founded it, and given to who greets", async () => {
    const wijk = new Wijk("many records");
    const hello = () => encode({ type: "hello", version: 1, space: wijk.space, challenge: random(32) });
    const founder = await socket("/sync");
    founder.send(hello());
    for (let revision = 1; revision <= 70; revision++) {
      founder.send(encode({ type: "record", bytes: wijk.recordOf(revision, [wijk.gate]) }));
    }
    const counted = async () => {
      let records = 0;
      const stranger = await socket("/sync");
      stranger.on("message", (bytes: Buffer) => {
        records += bytes[0] === 9 ? 1 : 0;
      });
      stranger.send(hello());
      await wait(300);
      stranger.close();
      return records;
    };
    await until("the relay has what it keeps", async () => (await counted()) === 64);
    await wait(500);
    expect(await counted()).toBe(64);
    founder.close();
  });

  test("[RE14] killed in the middle of writes, it has everything it acknowledged, and goes on", async () => {
    const wijk = new Wijk("killed");
    const anna = await new Device(own.relay.port, wijk).start();
    const lanes = Array.from({ length: 8 }, (_, n) => wijk.lane(`lane ${n}`));
    await until("they are in sync", () => anna.state?.phase === "in-sync");
    for (let round = 0; round < 3; round++) {
      const before = total(anna.receipts);
      let writing = true;
      const written = (async () => {
        while (writing) {
          await anna.write(lanes.flatMap((lane) => (lane.seq === 0 ? lane.some(2) : [lane.next({ size: 2_000 })])));
          await wait(5);
        }
      })();
      await until("some is acknowledged", () => total(anna.receipts) > before + 20);
      await own.relay.kill();
      writing = false;
      await written;
      const acknowledged = new Map(anna.receipts);
      await own.relay.start();
      const bert = await new Device(own.relay.port, wijk).start();
      for (const [lane, seq] of acknowledged) {
        const head = async () => (await bert.replica.open(wijk.space)).head(lane)?.seq ?? -1;
        // Anna's device is not connected again yet: all that Bert gets, the relay kept.
        await until(`what was acknowledged of a lane is there (${seq})`, async () => (await head()) >= seq);
      }
      bert.stop();
      anna.retry();
      await until("the rest follows", () => lanes.every((lane) => anna.receipts.get(lane.key) === lane.seq - 1));
    }
    anna.stop();
  }, 90_000);

  test("[RE12] garbage, and what is no greeting of our time, closes that socket with a reason", async () => {
    const text = await closing("/sync", "text");
    expect(text.code).toBe(1005);
    for (const garbage of [new Uint8Array(0), Uint8Array.of(9, 9, 9), Uint8Array.of(1), random(1_000)]) {
      const opened = await socket("/sync");
      opened.binaryType = "arraybuffer";
      const denied = once(opened, "message");
      opened.send(garbage);
      expect([...new Uint8Array((await denied)[0] as ArrayBuffer)]).toEqual([
        ...encode({ type: "deny", code: "frame" }),
      ]);
      await once(opened, "close");
    }
    const later = Uint8Array.of(1, 99, ...random(52));
    const opened = await socket("/sync");
    const denied = once(opened, "message");
    opened.send(later);
    expect([...((await denied)[0] as Buffer)]).toEqual([...encode({ type: "deny", code: "version" })]);
    expect(await health()).toBe(200);
  });

  test("[RE12] who does not greet within 10 s is closed", async () => {
    const silent = await socket("/sync");
    const started = performance.now();
    await once(silent, "close");
    expect(performance.now() - started).toBeGreaterThan(9_000);
  });

  test("[RE12] a frame over 256 KiB closes its socket with 1009", async () => {
    expect((await closing("/sync", new Uint8Array(262_145))).code).toBe(1009);
    expect((await closing("/signal", " ".repeat(65_537))).code).toBe(1009);
    expect(await health()).toBe(200);
  });

  test("[RE12] random frames after a greeting end that session alone", async () => {
    const wijk = new Wijk("fuzzed");
    const anna = await new Device(own.relay.port, wijk).start();
    const fuzzers = Array.from({ length: 20 }, async () => {
      const opened = await socket("/sync");
      opened.on("error", () => {});
      opened.send(encode({ type: "hello", version: 1, space: wijk.space, challenge: random(32) }));
      for (let n = 0; n < 50; n++) opened.send(Uint8Array.of(n % 11, ...random(n * 20)));
      await once(opened, "close");
    });
    await Promise.all(fuzzers);
    const lane = wijk.lane("anna");
    await anna.write(lane.some(2));
    await until("the relay still serves", () => anna.receipts.get(lane.key) === 1);
    anna.stop();
  });
});
