import fc from "fast-check";
import { expect, test } from "vitest";
import { seeded, Wijk } from "../../../test/support/envelopes.ts";
import { asked, sent, Table } from "../../../test/support/table.ts";
import {
  epoch,
  first,
  idOf,
  laneOf,
  list,
  lists,
  newHeads,
  started,
  stores,
  wijk,
} from "../../../test/support/wooden-peer.ts";
import { encode } from "./frames.ts";
import { LIMIT } from "./limits.ts";

test("[SS32] a peer that sends more than its rate is denied; what it was asked for costs it nothing", () => {
  const table = started();
  const have = encode({ type: "have", places: [{ lane: laneOf(1), seq: 0 }] });
  table.step({ type: "tick", now: 0 });
  let steps = 0;
  while (table.session.state.phase !== "closed" && steps < 10_000) {
    table.step({ type: "frame", bytes: have });
    steps += 1;
  }
  expect(steps).toBeGreaterThan(LIMIT.unitsBurst - 10);
  expect(steps).toBeLessThanOrEqual(LIMIT.unitsBurst + 1);
  expect(table.session.state.code).toBe("flood");
  const fetching = started();
  lists(fetching, [{ lane: first.lane, seq: 2 * LIMIT.unitsBurst, id: idOf(1) }]);
  for (let n = 0; n < 2 * LIMIT.unitsBurst; n++) {
    fetching.receive({ type: "give", ask: n + 1, more: true, envelopes: [first.bytes] });
    stores(fetching, [{ ...first, seq: n }], n + 1);
  }
  expect(fetching.session.state.phase).toBe("catching-up");
  const calm = started();
  for (let second = 0; second < 100; second++) {
    calm.step({ type: "tick", now: second * 1_000 });
    for (let n = 0; n < LIMIT.unitsPerSecond; n++) calm.step({ type: "frame", bytes: have });
  }
  expect(calm.session.state.phase).not.toBe("closed");
});

test("[SS33] envelopes that could never be valid are counted, and 33 of them end the session", () => {
  const table = started();
  for (let n = 1; n <= LIMIT.strikes + 1; n++) {
    expect(table.session.state.phase).toBe("catching-up");
    const [accept] = asked(table.receive({ type: "new", envelopes: [first.bytes] }), "accept");
    const reason = (["signature", "gate", "truncated"] as const)[n % 3] ?? "gate";
    table.step({ type: "stored", batch: accept?.batch ?? 0, outcomes: [{ verdict: "refused", reason }] });
  }
  expect(table.session.state).toMatchObject({ phase: "closed", code: "garbage" });
});

test("[SS33] refusals that an honest peer earns too are not counted", () => {
  const table = started();
  for (let n = 0; n < 100; n++) {
    const [accept] = asked(table.receive({ type: "new", envelopes: [first.bytes] }), "accept");
    const reason = (["fork", "superseded", "erased", "expired", "chain"] as const)[n % 5] ?? "fork";
    table.step({
      type: "stored",
      batch: accept?.batch ?? 0,
      outcomes: [{ verdict: "refused", reason, envelope: first }],
    });
  }
  expect(table.session.state.phase).toBe("catching-up");
});

test("[SS33] a record that could never be valid is counted too; one set aside, without room or not kept is not", () => {
  const table = started();
  for (let n = 0; n <= LIMIT.strikes; n++) {
    table.step({ type: "recorded", verdict: { verdict: "parked", waiting: "operator" } });
    table.step({ type: "recorded", verdict: { verdict: "refused", reason: "full" } });
    table.step({ type: "recorded", verdict: undefined });
  }
  expect(table.session.state.phase).toBe("catching-up");
  for (let n = 0; n <= LIMIT.strikes; n++) {
    table.step({ type: "recorded", verdict: { verdict: "refused", reason: "signature" } });
  }
  expect(table.session.state.code).toBe("garbage");
});

test("[SS34] of what is pushed at most 1 MiB waits to be judged; the rest is asked for instead", () => {
  const table = started();
  const lane = wijk.lane("pushed");
  const big = lane.some(20, { size: 60_000 });
  const accepts = big.flatMap(({ bytes }) => asked(table.receive({ type: "new", envelopes: [bytes] }), "accept"));
  const waiting = accepts.flatMap(({ envelopes }) => envelopes).reduce((sum, { length }) => sum + length, 0);
  expect(waiting).toBeLessThanOrEqual(LIMIT.unjudged);
  expect(waiting).toBeGreaterThan(LIMIT.unjudged - 70_000);
  expect(sent(table.asked, "want")[0]?.places).toEqual([{ lane: lane.key, seq: 0 }]);
});

test("[SS35] where the store fails, the lanes asked for are given up and the session goes on", () => {
  const table = started();
  lists(table, [{ lane: first.lane, seq: 0, id: first.id }]);
  table.receive({ type: "give", ask: 1, more: false, envelopes: [first.bytes] });
  expect(sent(table.step({ type: "stored", batch: 1, outcomes: undefined }), "want")).toEqual([]);
  expect(table.session.state.phase).toBe("in-sync");
  table.step({ type: "tick", now: 60_000 });
  expect(sent(lists(table, [{ lane: first.lane, seq: 0, id: first.id }]), "want")).toHaveLength(1);
});

test("[SS39] an envelope of another space is counted and not taken", () => {
  const table = started();
  const stray = new Wijk("elsewhere").lane("stray").base();
  const [accept] = asked(table.receive({ type: "new", envelopes: [stray.bytes, first.bytes] }), "accept");
  expect(accept?.envelopes).toEqual([first.bytes]);
  for (let n = 0; n < LIMIT.strikes; n++) table.receive({ type: "new", envelopes: [stray.bytes] });
  expect(table.session.state.code).toBe("garbage");
});

test("[SS39] a record of another space is not taken, and counted as garbage", () => {
  const table = started();
  const { record } = new Wijk("elsewhere");
  for (let n = 0; n < LIMIT.strikes; n++) expect(table.receive({ type: "record", bytes: record })).toEqual([]);
  expect(asked(table.receive({ type: "record", bytes: wijk.record }), "record")).toHaveLength(1);
  table.receive({ type: "record", bytes: record });
  expect(table.session.state).toMatchObject({ phase: "closed", code: "garbage" });
});

test("[SS41] who has nothing to say says so every 30 s; of whom nothing is heard for 2 minutes, the line is dead", () => {
  const table = started();
  const said: number[] = [];
  let now = 0;
  for (; table.session.state.phase !== "closed" && now < 900_000; now += 1_000) {
    if (now < 300_000 && now % 100_000 === 0) table.receive({ type: "alive" });
    if (sent(table.step({ type: "tick", now }), "alive").length > 0) said.push(now / 1_000);
  }
  expect(table.session.state).toMatchObject({ phase: "closed", code: "timeout", by: "here" });
  expect(now).toBe(200_000 + LIMIT.silence + 1_000);
  // Lists go out every minute; between them nothing else does.
  expect(said).toEqual([30, 90, 150, 210, 270]);
});

test("[SS41] what a device slept through is no silence", () => {
  const table = started();
  table.step({ type: "tick", now: 0 });
  table.step({ type: "tick", now: 8 * 3_600_000 });
  expect(table.session.state.phase).toBe("catching-up");
});

const hostile = fc.oneof(
  fc.tuple(fc.nat(12), fc.uint8Array({ maxLength: 200 })).map(([type, rest]) => Uint8Array.of(type, ...rest)),
  fc.constantFrom(...list(newHeads(3, 2))).map(encode),
  fc
    .record({ ask: fc.nat(4), more: fc.boolean() })
    .map(({ ask, more }) => encode({ type: "give", ask, more, envelopes: [first.bytes, seeded("noise", 300)] })),
);

test("[SS40] the same events have the same outcome, whatever a peer sends, and nothing throws", () => {
  fc.assert(
    fc.property(fc.array(hostile, { maxLength: 30 }), fc.boolean(), (frames, isProven) => {
      const [one, two] = [new Table(wijk), new Table(wijk)];
      for (const table of [one, two]) {
        if (isProven) table.greet(epoch);
        for (const [n, bytes] of frames.entries()) {
          table.step({ type: "frame", bytes });
          if (n % 3 === 0) table.step({ type: "stored", batch: n / 3, outcomes: [] });
          table.step({ type: "tick", now: n * 700 });
        }
      }
      expect(one.asked).toEqual(two.asked);
    }),
  );
});
