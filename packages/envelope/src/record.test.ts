import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { GATE, keysOf, ROOT, record } from "../../../test/support/lane.ts";
import {
  type EpochId,
  hex,
  type LaneKey,
  LIMIT,
  layOutRecord,
  parseRecord,
  type RecordFields,
  recordMessage,
} from "./index.ts";

const key = fc.uint8Array({ minLength: 32, maxLength: 32 });
const lane = key.map((bytes) => hex(bytes) as LaneKey);
const fields: fc.Arbitrary<RecordFields> = fc.record({
  ...{ root: key, signer: key, revision: fc.integer({ min: 0, max: 2 ** 32 - 1 }) },
  ...{ gates: fc.array(key), kiosks: fc.array(key), operators: fc.array(key), purges: fc.array(lane) },
  closings: fc.array(
    fc.record({
      epoch: fc.uint8Array({ minLength: 8, maxLength: 8 }).map((bytes) => hex(bytes) as EpochId),
      lanes: fc.array(lane),
    }),
  ),
});

const EMPTY: RecordFields = {
  ...{ root: ROOT.public, revision: 1, gates: [GATE.public], closings: [], kiosks: [], operators: [], purges: [] },
  signer: ROOT.public,
};

function reason(bytes: Uint8Array): string | undefined {
  const result = parseRecord(bytes);
  return "reason" in result ? result.reason : undefined;
}

describe("a space record's form", () => {
  test("[SR1] whatever is laid out parses to the same fields, and those lay out to the same bytes", () => {
    fc.assert(
      fc.property(fields, (given) => {
        const before = layOutRecord(given);
        const result = parseRecord(Buffer.concat([before, new Uint8Array(64).fill(5)]));
        if ("reason" in result) throw new Error(result.reason);
        const { signature, bytes, ...read } = result.record;
        const plain = (record: RecordFields) => ({
          ...record,
          ...{ root: hex(record.root), signer: hex(record.signer), gates: record.gates.map(hex) },
          ...{ kiosks: record.kiosks.map(hex), operators: record.operators.map(hex) },
        });
        expect(plain(read)).toEqual(plain(given));
        expect(hex(signature)).toBe("05".repeat(64));
        expect(hex(layOutRecord(result.record))).toBe(hex(bytes.subarray(0, -64)));
      }),
    );
  });

  test("[SR1] what is signed is the label and every byte before the signature", () => {
    expect(Buffer.from(recordMessage(Uint8Array.of(1, 2))).toString("latin1")).toBe("wijkkit/1 space\x01\x02");
  });

  test("[SR2] too long, cut, prolonged, of another version: each is refused by name", () => {
    const bytes = record({
      operators: [keysOf("operator").public],
      closings: [{ epoch: "ab".repeat(8) as EpochId, lanes: [] }],
    });
    for (let length = 0; length < bytes.length; length++) {
      expect(reason(bytes.subarray(0, length))).toBe("truncated");
    }
    expect(reason(bytes)).toBeUndefined();
    expect(reason(Buffer.concat([bytes, Buffer.of(0)]))).toBe("trailing");
    expect(reason(new Uint8Array(LIMIT.record + 1))).toBe("oversized");
    for (const version of [0, 2, 255]) {
      expect(reason(Buffer.concat([Buffer.of(version), bytes.subarray(1)]))).toBe("version");
    }
  });

  test("[SR2] a count that promises more than there is, is refused, not believed", () => {
    const bytes = Uint8Array.from(record());
    bytes.fill(255, 37, 39);
    expect(reason(bytes)).toBe("truncated");
  });

  test("[SR3] arbitrary and damaged bytes give a value", () => {
    const start = record({ closings: [{ epoch: "ab".repeat(8) as EpochId, lanes: ["cd".repeat(32) as LaneKey] }] });
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), fc.nat(), fc.nat(255), (noise, at, byte) => {
        const damaged = Uint8Array.from(start);
        damaged[at % damaged.length] = byte;
        for (const bytes of [noise, damaged, Buffer.concat([Buffer.of(1), noise])]) {
          const result = parseRecord(bytes);
          expect("record" in result || typeof result.reason === "string").toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  test("[SR3] laying out what is no record throws", () => {
    const short = ROOT.public.subarray(1);
    const mistakes: Partial<RecordFields>[] = [
      ...[{ root: short }, { signer: short }, { gates: [short] }, { kiosks: [short] }, { operators: [short] }],
      ...[{ revision: -1 }, { revision: 2 ** 32 }, { purges: ["ab" as LaneKey] }, { purges: ["zz" as LaneKey] }],
      ...[{ closings: [{ epoch: "ab" as EpochId, lanes: [] }] }, { gates: Array(70_000).fill(ROOT.public) }],
      ...[{ root: Buffer.concat([ROOT.public, Buffer.of(0)]), signer: short }],
      ...[{ gates: Array(2100).fill(ROOT.public) }],
    ];
    for (const mistake of mistakes) expect(() => layOutRecord({ ...EMPTY, ...mistake })).toThrow();
    expect(() => layOutRecord(EMPTY)).not.toThrow();
  });
});
