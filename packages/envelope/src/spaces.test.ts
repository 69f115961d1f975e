import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EPOCH, GATE, keysOf, ROOT, record, SPACE } from "../../../test/support/lane.ts";
import { chooseVerify, epochId, hex, KnownSpaces, type LaneKey, LIMIT, layOutRecord, type Verify } from "./index.ts";

const verify = await chooseVerify();
const accepted = { verdict: "accepted" };
const known = { verdict: "accepted", known: true };
const parked = { verdict: "parked", waiting: "operator" };
const full = { verdict: "refused", reason: "full" };

const [noor, samir, mallory] = [keysOf("Noor"), keysOf("Samir"), keysOf("Mallory")];
const laneKey = (name: string) => hex(keysOf(name).public) as LaneKey;
const secondGate = keysOf("second gate");
const SECOND = epochId(secondGate.public);

const founding = record({ operators: [noor.public] });
const rotation = record(
  {
    ...{ revision: 2, gates: [secondGate.public], operators: [samir.public], kiosks: [keysOf("kiosk").public] },
    closings: [{ epoch: EPOCH, lanes: [laneKey("kept")] }],
  },
  noor,
);
const purge = record({ revision: 3, gates: [], operators: [samir.public], purges: [laneKey("gone")] }, samir);

/** What a replica may ask of the tests' wijk. */
function view(spaces: KnownSpaces) {
  return {
    gates: [EPOCH, SECOND].map((epoch) => hex(spaces.gateOf(SPACE, epoch) ?? new Uint8Array())),
    closed: [EPOCH, SECOND].map((epoch) => [...(spaces.closed(SPACE, epoch) ?? ["open"])]),
    purged: ["gone", "kept"].map((name) => spaces.purged(SPACE, laneKey(name))),
    kiosks: spaces.kiosks(SPACE).map(hex),
    records: spaces.records(SPACE).map(hex).toSorted(),
  };
}

async function taking(...records: Uint8Array[]): Promise<KnownSpaces> {
  const spaces = new KnownSpaces();
  for (const bytes of records) await spaces.accept(bytes, verify);
  return spaces;
}

describe("what a replica knows of spaces", () => {
  test("[SR5] the founder's record, by the root key, makes a space known", async () => {
    const spaces = new KnownSpaces();
    expect(spaces.has(SPACE)).toBe(false);
    expect(spaces.gateOf(SPACE, EPOCH)).toBeUndefined();
    expect(spaces.records(SPACE)).toEqual([]);
    expect(await spaces.accept(founding, verify)).toEqual(accepted);
    expect(spaces.has(SPACE)).toBe(true);
    expect(spaces.ids()).toEqual([SPACE]);
    expect(spaces.epochs(SPACE)).toEqual([EPOCH]);
    expect(spaces.gateOf(SPACE, EPOCH)).toEqual(GATE.public);
    expect(spaces.closed(SPACE, EPOCH)).toBeUndefined();
    expect(spaces.purged(SPACE, laneKey("gone"))).toBe(false);
  });

  test("[SR4] a forged or damaged record is refused", async () => {
    const spaces = new KnownSpaces();
    const forged = Uint8Array.from(founding);
    forged[40] = (forged[40] ?? 0) ^ 1;
    expect(await spaces.accept(forged, verify)).toEqual({ verdict: "refused", reason: "signature" });
    const cut = founding.subarray(0, -1);
    expect(await spaces.accept(cut, verify)).toEqual({ verdict: "refused", reason: "truncated" });
    expect(spaces.has(SPACE)).toBe(false);
  });

  test("[SR6] an operator's record waits for the record that names the operator", async () => {
    const spaces = new KnownSpaces();
    expect(await spaces.accept(rotation, verify)).toEqual(parked);
    expect(await spaces.accept(founding, verify)).toEqual(accepted);
    expect(await spaces.accept(purge, verify)).toEqual(parked);
    expect(await spaces.accept(rotation, verify)).toEqual(accepted);
    expect(await spaces.accept(purge, verify)).toEqual(accepted);
  });

  test("[SR6] a stranger names nobody, not even themselves, and nobody speaks for an earlier revision", async () => {
    const spaces = await taking(founding);
    const own = record({ revision: 9, operators: [mallory.public] }, mallory);
    expect(await spaces.accept(own, verify)).toEqual(parked);
    expect(await spaces.accept(record({ revision: 10 }, mallory), verify)).toEqual(parked);
    expect(await spaces.accept(record({ revision: 1, kiosks: [noor.public] }, noor), verify)).toEqual(parked);
    expect(spaces.records(SPACE)).toHaveLength(1);
  });

  test("[SR6] an operator of one space is none of another", async () => {
    const elsewhere = record({ root: keysOf("another root").public, revision: 2 }, noor);
    expect(await (await taking(founding)).accept(elsewhere, verify)).toEqual(parked);
  });

  test("[SR7] a record that is held is known, without asking its signature", async () => {
    const never: Verify = async () => {
      throw new Error("no signature is to be asked here");
    };
    const spaces = await taking(founding);
    expect(await spaces.accept(founding, never)).toEqual(known);
    expect(spaces.records(SPACE)).toHaveLength(1);
  });

  test("[SR7] the same record twice at once is held once", async () => {
    const spaces = new KnownSpaces();
    const verdicts = await Promise.all([spaces.accept(founding, verify), spaces.accept(founding, verify)]);
    // Signatures are verified side by side: whichever is done first is the new one.
    expect(verdicts).toHaveLength(2);
    expect(verdicts).toEqual(expect.arrayContaining([accepted, known]));
    expect(spaces.records(SPACE)).toHaveLength(1);
  });

  test("[SR8] records add up to the same, whatever the order and however often they come", async () => {
    const other = record({ gates: [], closings: [{ epoch: EPOCH, lanes: [laneKey("also kept")] }] });
    const all = [founding, rotation, purge, other];
    const expected = view(await taking(...all));
    expect(expected.gates).toEqual([hex(GATE.public), hex(secondGate.public)]);
    expect(expected.purged).toEqual([true, false]);
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([...all, ...all], { minLength: 8 }), async (order) => {
        // three rounds let what waited for its operator in
        const seen = view(await taking(...order, ...order, ...order));
        const sorted = (closed: string[][]) => closed.map((lanes) => lanes.toSorted());
        expect({ ...seen, closed: sorted(seen.closed) }).toEqual({ ...expected, closed: sorted(expected.closed) });
      }),
      { numRuns: 30 },
    );
  });

  test("[SR8] what is handed in may be overwritten afterwards", async () => {
    const bytes = Uint8Array.from(founding);
    const spaces = await taking(bytes);
    bytes.fill(0);
    expect(spaces.gateOf(SPACE, EPOCH)).toEqual(GATE.public);
    expect(spaces.records(SPACE).map(hex)).toEqual([hex(founding)]);
  });

  test("[SR9] kiosks are those of the highest revision, of equals the first", async () => {
    const [a, b] = [keysOf("kiosk a").public, keysOf("kiosk b").public];
    const older = record({ revision: 4, kiosks: [a] });
    const equal = record({ revision: 4, kiosks: [b] });
    expect((await taking(founding, older, equal)).kiosks(SPACE)).toEqual([a]);
    expect((await taking(founding, equal, older, rotation)).kiosks(SPACE)).toEqual([b]);
    expect(new KnownSpaces().kiosks(SPACE)).toEqual([]);
  });

  test("[SR10] a space takes so many records, and a replica so many spaces", async () => {
    const yes: Verify = async () => true; // thousands of signatures would only make this slow
    const records = new KnownSpaces();
    for (let revision = 1; revision <= LIMIT.recordsPerSpace; revision++) {
      expect(await records.accept(unsigned(ROOT.public, revision), yes)).toEqual(accepted);
    }
    expect(await records.accept(unsigned(ROOT.public, 5000), yes)).toEqual(full);
    const spaces = new KnownSpaces();
    for (let n = 0; n < LIMIT.spaces; n++) {
      const root = new Uint8Array(32);
      new DataView(root.buffer).setUint32(0, n);
      expect((await spaces.accept(unsigned(root, 1), yes)).verdict).toBe("accepted");
    }
    expect(await spaces.accept(founding, verify)).toEqual(full);
  });
});

test("[SR10] the records of a space are 1 MiB together at most; a smaller one still finds room", async () => {
  const yes: Verify = async () => true;
  const spaces = new KnownSpaces();
  const purges = Array.from({ length: 2_000 }, (_, n) => n.toString(16).padStart(64, "0") as LaneKey);
  const big = unsigned(ROOT.public, 1, purges).length;
  const most = Math.floor(LIMIT.recordBytesPerSpace / big);
  for (let revision = 1; revision <= most; revision++) {
    expect(await spaces.accept(unsigned(ROOT.public, revision, purges), yes)).toEqual(accepted);
  }
  expect(await spaces.accept(unsigned(ROOT.public, most + 1, purges), yes)).toEqual(full);
  expect(await spaces.accept(unsigned(ROOT.public, most + 1), yes)).toEqual(accepted);
  const other = keysOf("another root").public;
  expect(await spaces.accept(unsigned(other, 1, purges), yes)).toEqual(accepted);
});

test("[SR10] bounds that are given hold, on the number of records and on their bytes together", async () => {
  const yes: Verify = async () => true;
  const few = new KnownSpaces({ records: 2, bytes: 1_000 });
  const verdicts = [];
  for (const revision of [1, 2, 3]) verdicts.push(await few.accept(unsigned(ROOT.public, revision), yes));
  expect(verdicts).toEqual([accepted, accepted, full]);
  const size = unsigned(ROOT.public, 1).length;
  const small = new KnownSpaces({ records: 9, bytes: 2 * size });
  const sizes = [];
  for (const revision of [1, 2, 3]) sizes.push(await small.accept(unsigned(ROOT.public, revision), yes));
  expect(sizes).toEqual([accepted, accepted, full]);
  expect(await small.accept(unsigned(ROOT.public, 1), yes)).toEqual(known);
  expect(await new KnownSpaces({ records: 9, bytes: size - 1 }).accept(unsigned(ROOT.public, 1), yes)).toEqual(full);
});

test("[SR10] the last of many records is taken in as fast as the first", async () => {
  const yes: Verify = async () => true;
  const spaces = new KnownSpaces({ records: 60, bytes: 10_000_000 });
  const times: number[] = [];
  for (let revision = 1; revision <= 60; revision++) {
    const lane = (n: number) => (revision * 10_000 + n).toString(16).padStart(64, "0") as LaneKey;
    const bytes = unsigned(
      ROOT.public,
      revision,
      Array.from({ length: 2_000 }, (_, n) => lane(n)),
    );
    const start = performance.now();
    expect(await spaces.accept(bytes, yes)).toEqual(accepted);
    times.push(performance.now() - start);
  }
  const median = (some: number[]) => some.toSorted((a, b) => a - b)[some.length >> 1] ?? 0;
  expect(median(times.slice(-15))).toBeLessThan(3 * median(times.slice(0, 15)) + 5);
});

/** A record signed by its root, as far as a `Verify` goes that says yes to all. */
function unsigned(root: Uint8Array, revision: number, purges: LaneKey[] = []): Uint8Array {
  const lists = { gates: [], closings: [], kiosks: [], operators: [], purges };
  return Buffer.concat([layOutRecord({ ...lists, root, revision, signer: root }), new Uint8Array(64)]);
}
