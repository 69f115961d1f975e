import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { Wijk } from "../../../test/support/envelopes.ts";
import { cutAfter, wrapped } from "../../../test/support/faults.ts";
import { agree, type Meeting, Party, soon } from "../../../test/support/party.ts";
import { sent, Table } from "../../../test/support/table.ts";
import { epoch, lists, newHeads } from "../../../test/support/wooden-peer.ts";
import { decode } from "./frames.ts";
import { LIMIT } from "./limits.ts";
import { loadComparison } from "./load-comparison.ts";
import { loopback } from "./loopback.ts";
import { ANSWERS, ASKS, NAMES } from "./modes.ts";
import type { RunningSession } from "./run.ts";

const wijk = new Wijk("many lanes");
const RELAY: Meeting = { proves: false, requireProof: true, host: "wijk.test" };
const CLIENT: Meeting = { proves: true, requireProof: false, host: "wijk.test" };
const lanes = Array.from({ length: LIMIT.plainHeads + 60 }, (_, n) => wijk.lane(`lane ${n}`).some(1));

await loadComparison();

const open: RunningSession[] = [];
afterEach(() => {
  for (const session of open.splice(0)) session.close();
});

/** Modes of the RECON frames that cross a channel. */
function watched(modes: number[]) {
  const [near, far] = loopback();
  const watch = (channel: typeof near) =>
    wrapped(channel, (bytes) => {
      const frame = decode(bytes);
      if (typeof frame === "object" && frame.type === "recon") modes.push(frame.mode);
      channel.send(bytes);
    });
  return [watch(near), watch(far)] as const;
}

const inSync = (sessions: readonly RunningSession[]) =>
  soon("in sync", () => sessions.every(({ state }) => state.phase === "in-sync"));

for (const [what, as] of [
  ["two neighbours", [{}, {}]],
  ["a relay and its client", [RELAY, CLIENT]],
] as const) {
  test(`[SS52] ${what} with many lanes each, of which few differ, name only those, and end with the same`, async () => {
    const [one, other] = [await Party.of(wijk), await Party.of(wijk)];
    await one.write(lanes.slice(0, -3).flat());
    await other.write(lanes.slice(2).flat());
    const modes: number[] = [];
    const [near, far] = watched(modes);
    const sessions = [one.meet(near, as[0]), other.meet(far, as[1])];
    open.push(...sessions);
    await agree(one, other);
    await inSync(sessions);
    expect(modes.filter((mode) => mode === ASKS).length).toBeGreaterThan(0);
    expect(modes.filter((mode) => mode === NAMES).length).toBe(1);
    expect(modes.filter((mode) => mode === 0).length).toBe(2);
    // Of each lane that both have both know it.
    await soon("receipts", () => one.receipts.size === lanes.length && other.receipts.size === lanes.length);
  });
}

test("[SS52] who comes with nothing gets all of many lanes, and who has many gets what is new from who has few", async () => {
  const [many, none] = [await Party.of(wijk), await Party.of(wijk)];
  await many.write(lanes.slice(1).flat());
  const [near, far] = loopback();
  open.push(many.meet(near), none.meet(far));
  await agree(many, none);
  const few = await Party.of(wijk);
  await few.write(lanes[0] ?? []);
  const ends = loopback();
  open.push(few.meet(ends[0], RELAY), many.meet(ends[1], CLIENT));
  await agree(few, many);
  await agree(few, none);
});

test("[SS52] a comparison that is cut anywhere goes on in the next session", async () => {
  for (const messages of [3, 5, 7, 9, 12]) {
    const [one, other] = [await Party.of(wijk), await Party.of(wijk)];
    await one.write(lanes.slice(0, -20).flat());
    await other.write(lanes.slice(20).flat());
    const [near, far] = loopback();
    const cut = [one.meet(cutAfter(near, messages)), other.meet(far)];
    await soon("cut", () => cut.every(({ state }) => state.phase === "closed" || state.phase === "in-sync"));
    const ends = loopback();
    open.push(one.meet(ends[0]), other.meet(ends[1]));
    await agree(one, other);
  }
});

function many(challenge: Uint8Array): Table {
  const table = new Table(wijk, { challenge });
  for (const head of newHeads(LIMIT.plainHeads)) table.heads.set(head.lane, { ...head, epoch, hour: 0, expires: 0 });
  return table.greet(epoch);
}
const low = new Uint8Array(32);
const high = new Uint8Array(32).fill(255);

test("[SS53] who is asked of ranges and says nothing is sent the list a while later", () => {
  const table = new Table(wijk, { challenge: low });
  for (const head of newHeads(LIMIT.plainHeads)) table.heads.set(head.lane, { ...head, epoch, hour: 0, expires: 0 });
  table.greet(epoch);
  table.receive({ type: "alive" });
  table.step({ type: "tick", now: 1_000 });
  expect(sent(table.step({ type: "tick", now: LIMIT.relist + 1_000 }), "recon").map(({ mode }) => mode)).toEqual([0]);
});

test("[SS53] who holds its list back sends it when the peer names its heads", () => {
  const table = many(high);
  expect(sent(table.asked, "recon")).toEqual([]);
  expect(sent(lists(table, []), "recon").map(({ mode }) => mode)).toEqual([0]);
});

test("[SS54] questions of ranges have their price, and none of them throws", () => {
  const table = many(high);
  fc.assert(
    fc.property(fc.constantFrom(ASKS, ANSWERS, NAMES), fc.uint8Array({ maxLength: 60 }), (mode, body) => {
      const fresh = many(high);
      fresh.receive({ type: "recon", mode, body });
      expect(["catching-up", "in-sync", "closed"]).toContain(fresh.session.state.phase);
    }),
    { numRuns: 200 },
  );
  table.step({ type: "tick", now: 0 });
  const question = Uint8Array.of(0, 0, 0, 1, 0, 0, 0x61);
  for (let n = 0; n < LIMIT.unitsBurst && table.session.state.phase !== "closed"; n++) {
    table.receive({ type: "recon", mode: ASKS, body: question });
  }
  expect(table.session.state).toMatchObject({ phase: "closed", code: "flood", by: "here" });
});
