import { expect, test } from "vitest";
import { asked, sent, Table } from "../../../test/support/table.ts";
import {
  epoch,
  first,
  idOf,
  laneOf,
  list,
  lists,
  newHeads,
  second,
  started,
  stores,
  third,
  wijk,
} from "../../../test/support/wooden-peer.ts";
import { LIMIT } from "./limits.ts";
import { loadComparison } from "./load-comparison.ts";

await loadComparison();

test("[SS2] unknown frame types, and RECON of an unknown mode, are skipped", () => {
  const table = started();
  expect(table.step({ type: "frame", bytes: Uint8Array.of(77, 1, 2) })).toEqual([]);
  expect(table.receive({ type: "recon", mode: 77, body: Uint8Array.of(1) })).toEqual([]);
  expect(table.session.state.phase).toBe("catching-up");
});

test("[SS21] at most two WANTs of 64 lanes are out, and the next goes when one is stored", () => {
  const table = started();
  const wants = sent(lists(table, newHeads(200)), "want");
  expect(wants.map(({ ask, places }) => [ask, places.length])).toEqual([
    [1, 64],
    [2, 64],
  ]);
  const give = { type: "give", ask: 1, more: false, envelopes: [first.bytes] } as const;
  expect(asked(table.receive(give), "accept")).toEqual([{ type: "accept", batch: 1, envelopes: [first.bytes] }]);
  expect(sent(table.asked, "want")).toHaveLength(2);
  expect(table.receive(give)).toEqual([]);
  expect(sent(stores(table, [first], 1), "want").map(({ ask }) => ask)).toEqual([3]);
});

test("[SS21] what is being fetched is not asked for twice, unless there is more of it by now", () => {
  const table = started();
  const head = { lane: first.lane, seq: 1, id: second.id };
  lists(table, [head]);
  expect(sent(lists(table, [head]), "want")).toEqual([]);
  expect(sent(lists(table, [{ ...head, seq: 2, id: third.id }]), "want")).toHaveLength(1);
});

test("[SS21] a WANT is answered with exactly one GIVE", () => {
  const table = started();
  table.hold(first);
  const places = [{ lane: first.lane, seq: 0 }];
  expect(asked(table.receive({ type: "want", ask: 5, places }), "read")).toEqual([{ type: "read", ask: 5, places }]);
  expect(table.receive({ type: "want", ask: 5, places })).toEqual([]);
  const actions = table.step({ type: "read", ask: 5, more: true, envelopes: [first.bytes] });
  expect(sent(actions, "give")).toEqual([{ type: "give", ask: 5, more: true, envelopes: [first.bytes] }]);
  expect(sent(table.receive({ type: "want", ask: 6, places: [{ lane: laneOf(9), seq: 0 }] }), "give")).toEqual([]);
  expect(asked(table.asked, "read").at(-1)?.places).toEqual([]);
});

test("[SS21] a peer that asks without waiting is denied", () => {
  const table = started();
  for (let ask = 1; ask <= LIMIT.answers + 1; ask++)
    table.receive({ type: "want", ask, places: [{ lane: laneOf(1), seq: 0 }] });
  expect(table.session.state).toMatchObject({ phase: "closed", code: "flood", by: "here" });
});

test("[SS22] a lane is asked on where its last GIVE ended", () => {
  const table = started();
  const [want] = sent(lists(table, [{ lane: first.lane, seq: 2, id: third.id }]), "want");
  expect(want?.places).toEqual([{ lane: first.lane, seq: 0 }]);
  table.receive({ type: "give", ask: 1, more: true, envelopes: [first.bytes, second.bytes] });
  const [next] = sent(stores(table, [first, second], 1), "want");
  expect(next?.places).toEqual([{ lane: first.lane, seq: 2 }]);
  table.receive({ type: "give", ask: 2, more: false, envelopes: [third.bytes] });
  expect(sent(stores(table, [third], 2), "want")).toEqual([]);
  expect(table.session.state).toEqual({ phase: "in-sync", progress: 1 });
});

test("[SS22] a full GIVE leaves lanes for the next; one that brings nothing ends them all", () => {
  const table = started();
  lists(table, [{ lane: first.lane, seq: 0, id: first.id }, ...newHeads(3)]);
  table.receive({ type: "give", ask: 1, more: true, envelopes: [first.bytes] });
  const [next] = sent(stores(table, [first], 1), "want");
  expect(next?.places.map(({ lane }) => lane)).toEqual([0, 1, 2].map(laneOf));
  expect(sent(table.receive({ type: "give", ask: 2, more: true, envelopes: [] }), "want")).toEqual([]);
  expect(table.session.state.phase).toBe("in-sync");
});

test("[SS22] an unanswered WANT is given up after a minute, and its late GIVE is nothing", () => {
  const table = started();
  table.step({ type: "tick", now: 0 });
  lists(table, newHeads(1));
  table.step({ type: "tick", now: LIMIT.answer });
  expect(table.session.state.phase).toBe("catching-up");
  table.step({ type: "tick", now: LIMIT.answer + 1_000 });
  expect(table.session.state.phase).toBe("in-sync");
  expect(table.receive({ type: "give", ask: 1, more: false, envelopes: [first.bytes] })).toEqual([]);
});

test("[SS24] a NEW that misses its predecessor has the lane asked for from the head on", () => {
  const table = started();
  table.hold(first);
  const [accept] = asked(table.receive({ type: "new", envelopes: [third.bytes] }), "accept");
  const outcomes = [{ verdict: "parked", waiting: "prev", envelope: third } as const];
  const [want] = sent(table.step({ type: "stored", batch: accept?.batch ?? 0, outcomes }), "want");
  expect(want?.places).toEqual([{ lane: first.lane, seq: 1 }]);
});

test("[SS25] what is newly held goes to a peer that is not known to have it", () => {
  const table = started();
  table.hold(first);
  expect(sent(table.step({ type: "held", fromPeer: false, envelopes: [first] }), "new")).toEqual([
    { type: "new", envelopes: [first.bytes] },
  ]);
  table.receive({ type: "have", places: [{ lane: first.lane, seq: 0 }] });
  expect(table.step({ type: "held", fromPeer: false, envelopes: [first] })).toEqual([]);
  table.hold(second);
  const actions = table.step({ type: "held", fromPeer: true, envelopes: [second] });
  expect(sent(actions, "new")).toEqual([]);
  expect(sent(actions, "have")).toEqual([{ type: "have", places: [{ lane: first.lane, seq: 1 }] }]);
});

test("[SS25] more than 64 KiB at once, or anything while the channel is full, is named in a list", () => {
  const big = wijk.lane("big").some(3, { size: 30_000 });
  const table = started();
  table.hold(...big);
  const actions = table.step({ type: "held", fromPeer: false, envelopes: big });
  expect([sent(actions, "new"), sent(actions, "recon")].map(({ length }) => length)).toEqual([0, 1]);
  const full = started();
  full.hold(first);
  full.step({ type: "writable", writable: false });
  expect(full.step({ type: "held", fromPeer: false, envelopes: [first] })).toEqual([]);
  expect(sent(full.step({ type: "writable", writable: true }), "recon")).toHaveLength(1);
});

test("[SS26] the list goes out again every minute, and more rarely the longer it is", () => {
  const table = started();
  const sentAt = (now: number) => sent(table.step({ type: "tick", now }), "recon").length;
  expect([1_000, 59_999, 60_000, 61_000, 120_000].map(sentAt)).toEqual([0, 0, 1, 0, 1]);
  const long = new Table(wijk, { challenge: new Uint8Array(32) });
  const heads = newHeads(3_000).map((head) => ({ ...head, epoch, hour: 0, expires: 0 }));
  for (const head of heads) long.heads.set(head.lane, head);
  long.greet(epoch);
  while (asked(long.step({ type: "writable", writable: true }), "again").length > 0);
  expect(sent(long.step({ type: "tick", now: 60_000 }), "recon")).toEqual([]);
  long.receive({ type: "alive" });
  expect(sent(long.step({ type: "tick", now: 3_000 * LIMIT.relistPerHead }), "recon")).toHaveLength(1);
});

test("[SS28] a list goes out a frame at a time, and waits while the channel is full", () => {
  const table = new Table(wijk);
  for (const head of newHeads(2_500)) table.heads.set(head.lane, { ...head, epoch, hour: 0, expires: 0 });
  table.step({ type: "open" });
  table.hello();
  table.receive({ type: "prove", proofs: [{ epoch, signature: new Uint8Array(64) }] });
  // Many heads wait with their names until the peer says that it has few.
  expect(sent(table.step({ type: "verified", right: [epoch], wrong: [] }), "recon")).toEqual([]);
  const begin = lists(table, []);
  expect([sent(begin, "recon").length, asked(begin, "again").length]).toEqual([1, 1]);
  expect(sent(table.step({ type: "writable", writable: false }), "recon")).toEqual([]);
  expect(sent(table.step({ type: "writable", writable: true }), "recon")).toHaveLength(1);
  const end = table.step({ type: "writable", writable: true });
  expect([sent(end, "recon").length, asked(end, "again").length]).toEqual([1, 0]);
});

test("[SS36] progress goes from 0 to 1 and never back while catching up", () => {
  const table = started();
  const lane = wijk.lane("progress");
  const all = lane.some(100);
  expect(table.session.state).toEqual({ phase: "catching-up", progress: 0 });
  lists(table, [{ lane: lane.key, seq: 99, id: lane.prev }, ...newHeads(10)]);
  const seen: number[] = [];
  for (let n = 0; n < 10; n++) {
    const some = all.slice(n * 10, n * 10 + 10);
    table.receive({ type: "give", ask: n + 1, more: n < 9, envelopes: some.map(({ bytes }) => bytes) });
    stores(table, some, n + 1);
    seen.push(table.session.state.progress);
  }
  expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  expect(seen[4]).toBeGreaterThan(0.3);
  expect(seen[4]).toBeLessThan(0.7);
  expect(table.session.state).toEqual({ phase: "in-sync", progress: 1 });
});

test("[SS36] in sync is said only when the peer's whole list is in", () => {
  const table = started();
  const frames = list(newHeads(1_500).map((head) => ({ ...head, lane: first.lane })));
  table.hold(first);
  const [part, rest] = frames;
  if (part) table.receive(part);
  expect(table.session.state.phase).toBe("catching-up");
  if (rest) table.receive(rest);
  expect(table.session.state.phase).toBe("in-sync");
});

test("[SS38] receipts come from lists, HAVE and the peer's own envelopes, once each and never of more than is held", () => {
  const table = started();
  table.hold(first, second);
  const { lane } = first;
  const receipts = () => asked(table.asked.splice(0), "receipt").map(({ seq }) => seq);
  lists(table, [{ lane, seq: 0, id: first.id }]);
  expect(receipts()).toEqual([0]);
  table.receive({ type: "have", places: [{ lane, seq: 9 }] });
  expect(receipts()).toEqual([1]);
  table.receive({ type: "have", places: [{ lane, seq: 1 }] });
  table.receive({ type: "have", places: [{ lane: laneOf(3), seq: 1 }] });
  expect(receipts()).toEqual([]);
  table.hold(third);
  table.step({ type: "held", fromPeer: true, envelopes: [third] });
  expect(receipts()).toEqual([2]);
});

test("[SS38] another envelope at the same place is no receipt", () => {
  const table = started();
  table.hold(first);
  const actions = lists(table, [{ lane: first.lane, seq: 0, id: idOf(1) }]);
  expect(asked(actions, "receipt")).toEqual([]);
  expect(sent(actions, "want")).toEqual([]);
});

test("[SS29] the peer's DENY closes the session and tells its code; after that nothing is asked for", () => {
  const table = started();
  const actions = table.receive({ type: "deny", code: "slow" });
  expect(actions.map(({ type }) => type)).toEqual(["state", "close"]);
  expect(table.session.state).toMatchObject({ phase: "closed", code: "slow", by: "there" });
  expect(table.hello()).toEqual([]);
  expect(table.step({ type: "tick", now: 1 })).toEqual([]);
});
