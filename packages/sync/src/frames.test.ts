import type { EnvelopeId, EpochId, LaneKey, SpaceId } from "@wijkkit/envelope";
import { hex } from "@wijkkit/envelope";
import fc from "fast-check";
import { expect, test } from "vitest";
import { DENY_CODES } from "./deny.ts";
import { decode, encode, type Frame } from "./frames.ts";
import { LIMIT } from "./limits.ts";
import { ListReader, ListWriter } from "./reconcile.ts";

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const hexOf = <Id extends string>(length: number) => bytes(length).map((one) => hex(one) as Id);
const u32 = fc.integer({ min: 0, max: 0xffff_ffff });
const place = fc.record({ lane: hexOf<LaneKey>(32), seq: u32 });
const places = fc.array(place, { minLength: 1, maxLength: LIMIT.wants });
const envelopes = fc.array(fc.uint8Array({ minLength: 1, maxLength: 900 }), { minLength: 1, maxLength: 20 });
const proof = fc.record({ epoch: hexOf<EpochId>(8), signature: bytes(64) });

const frame: fc.Arbitrary<Frame> = fc.oneof(
  fc.record({
    type: fc.constant("hello" as const),
    version: fc.constant(1),
    space: hexOf<SpaceId>(20),
    challenge: bytes(32),
  }),
  fc.record({ type: fc.constant("prove" as const), proofs: fc.array(proof, { maxLength: LIMIT.proofs }) }),
  fc.record({ type: fc.constant("recon" as const), mode: fc.nat(255), body: fc.uint8Array({ maxLength: 500 }) }),
  fc.record({ type: fc.constant("want" as const), ask: u32, places }),
  fc.record({ type: fc.constant("give" as const), ask: u32, more: fc.boolean(), envelopes }),
  fc.record({ type: fc.constant("new" as const), envelopes }),
  fc.record({ type: fc.constant("have" as const), places }),
  fc.record({ type: fc.constant("deny" as const), code: fc.constantFrom(...DENY_CODES) }),
  fc.record({ type: fc.constant("alive" as const) }),
  fc.record({ type: fc.constant("record" as const), bytes: fc.uint8Array({ maxLength: 500 }) }),
);

test("[SS1] what is encoded decodes to the same", () => {
  fc.assert(
    fc.property(frame, (one) => {
      expect(decode(encode(one))).toEqual(one);
    }),
  );
});

test("[SS1] the bytes are those of the grammar", () => {
  const lane = "ab".repeat(32) as LaneKey;
  const want = encode({ type: "want", ask: 0x01020304, places: [{ lane, seq: 7 }] });
  expect(hex(want)).toBe(`0401020304${lane}00000007`);
  const give = encode({ type: "give", ask: 1, more: true, envelopes: [Uint8Array.of(9, 8)] });
  expect(hex(give)).toBe("050000000101000000020908");
  expect(hex(encode({ type: "deny", code: "proof" }))).toBe("0804");
  expect(hex(encode({ type: "prove", proofs: [] }))).toBe("0200");
  expect(hex(encode({ type: "alive" }))).toBe("0a");
});

test("[SS2] an unknown type and an unknown version are told apart from garbage", () => {
  for (const type of [0, 11, 99, 255]) expect(decode(Uint8Array.of(type, 1, 2, 3))).toBe("unknown");
  expect(decode(Uint8Array.of(1, 2, 77))).toMatchObject({ type: "hello", version: 2 });
  expect(decode(Uint8Array.of(8, 200))).toEqual({ type: "deny", code: "other" });
});

test("[SS3] any frame that is cut, or has bytes too many, is none", () => {
  const whole = fc.tuple(frame, fc.nat()).filter(([one]) => one.type !== "recon" && one.type !== "record");
  fc.assert(
    fc.property(whole, ([one, where]) => {
      const encoded = encode(one);
      const cut = encoded.subarray(0, where % encoded.length);
      const read = cut.length > 0 ? decode(cut) : undefined;
      // Lists of places and envelopes may end sooner; what is left is then a shorter frame of the same type.
      if (read !== undefined) expect(read).toMatchObject({ type: one.type });
      if (read !== undefined && read !== "unknown") expect(encode(read)).toEqual(cut);
    }),
  );
  expect(decode(new Uint8Array(0))).toBeUndefined();
  expect(decode(Uint8Array.of(8, 1, 0))).toBeUndefined();
  expect(decode(Uint8Array.of(5, 0, 0, 0, 1, 2))).toBeUndefined();
});

test("[SS3] whatever the bytes, decoding neither throws nor invents", () => {
  const hostile = fc.tuple(fc.nat(12), fc.uint8Array({ maxLength: 2_000 }));
  fc.assert(
    fc.property(hostile, ([type, rest]) => {
      const read = decode(Uint8Array.of(type, ...rest));
      if (read === undefined || read === "unknown" || read.type === "deny") return;
      if (read.type === "hello" && read.version !== 1) return;
      expect(encode(read)).toEqual(Uint8Array.of(type, ...rest));
    }),
    { numRuns: 2_000 },
  );
});

test("[SS4] no frame has more than its bound of bytes, lanes, proofs or envelopes", () => {
  const lane = "00".repeat(32) as LaneKey;
  const many = (length: number) => Array.from({ length }, (_, seq) => ({ lane, seq }));
  expect(decode(new Uint8Array(LIMIT.frame + 1).fill(9))).toBeUndefined();
  expect(decode(encode({ type: "want", ask: 1, places: many(LIMIT.wants) }))).toBeDefined();
  expect(decode(encode({ type: "want", ask: 1, places: many(LIMIT.wants + 1) }))).toBeUndefined();
  expect(decode(encode({ type: "have", places: many(LIMIT.haves + 1) }))).toBeUndefined();
  const big = new Uint8Array(LIMIT.give / 3);
  expect(decode(encode({ type: "new", envelopes: [big, big, big] }))).toBeDefined();
  expect(decode(encode({ type: "new", envelopes: [big, big, big, Uint8Array.of(1)] }))).toBeUndefined();
  const proofs = Array.from({ length: LIMIT.proofs + 1 }, () => ({
    epoch: "00".repeat(8) as EpochId,
    signature: new Uint8Array(64),
  }));
  expect(decode(encode({ type: "prove", proofs }))).toBeUndefined();
  expect(() => encode({ type: "record", bytes: new Uint8Array(LIMIT.frame) })).toThrow(RangeError);
});

const heads = (length: number) =>
  Array.from({ length }, (_, n) => ({
    lane: n.toString(16).padStart(64, "0") as LaneKey,
    seq: n,
    id: n.toString(16).padStart(64, "f") as EnvelopeId,
  }));

test("[SS15] a list comes through whole in any order of its parts, and repeated", () => {
  fc.assert(
    fc.property(fc.nat(3_500), fc.array(fc.nat(), { minLength: 8, maxLength: 8 }), (length, order) => {
      const writer = new ListWriter();
      writer.begin(heads(length));
      const bodies: Uint8Array[] = [];
      for (let body = writer.next(); body; body = writer.next()) bodies.push(body);
      const shuffled = [...bodies, ...bodies.slice(0, 2)]
        .map((body, n) => [order[n] ?? 0, body] as const)
        .toSorted((a, b) => a[0] - b[0]);
      const reader = new ListReader();
      const read = shuffled.flatMap(([, body]) => reader.take(body) ?? []);
      expect(reader.complete).toBe(true);
      expect(new Set(read.map(({ lane }) => lane)).size).toBe(length);
    }),
    { numRuns: 20 },
  );
});

test("[SS15] a list with a part missing is not complete, and changes are no list", () => {
  const [writer, reader] = [new ListWriter(), new ListReader()];
  writer.changes(heads(2));
  expect(reader.take(writer.next() ?? new Uint8Array(0))).toHaveLength(2);
  expect(reader.complete).toBe(false);
  writer.begin(heads(2_001));
  const bodies = [writer.next(), writer.next(), writer.next()].map((body) => body ?? new Uint8Array(0));
  for (const body of bodies.slice(1)) reader.take(body);
  expect([writer.busy, reader.complete]).toEqual([false, false]);
  reader.take(bodies[0] ?? new Uint8Array(0));
  expect(reader.complete).toBe(true);
});

test("[SS15] a list is bounded, and a part that contradicts another is refused", () => {
  const writer = new ListWriter();
  writer.begin(heads(3));
  const body = writer.next() ?? new Uint8Array(0);
  const parts = (count: number) => {
    const changed = body.slice();
    changed[6] = count >> 8;
    changed[7] = count & 255;
    return changed;
  };
  expect(new ListReader().take(parts(LIMIT.listFrames))).toHaveLength(3);
  expect(new ListReader().take(parts(LIMIT.listFrames + 1))).toBeUndefined();
  expect(new ListReader().take(parts(0))).toBeUndefined();
  const reader = new ListReader();
  reader.take(body);
  expect(reader.take(parts(2))).toBeUndefined();
  expect(new ListReader().take(body.subarray(1))).toBeUndefined();
});
