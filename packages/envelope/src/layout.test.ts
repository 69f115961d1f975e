import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { admit, envelope, GATE, HOUR, headerOf, keysOf, LANE, ROOT } from "../../../test/support/lane.ts";
import {
  type EnvelopeId,
  ERASE_SEQ,
  envelopeId,
  epochId,
  FLAG,
  type Header,
  hex,
  LIMIT,
  layOut,
  parse,
  type Refusal,
  spaceId,
  ZERO_ID,
} from "./index.ts";

const NONCE = new Uint8Array(24);
const BOX = new Uint8Array(272);
const SOME_ID = "ab".repeat(32) as EnvelopeId;
const ERASE = { flags: FLAG.BASE | FLAG.ERASE, seq: ERASE_SEQ };

/** The bytes that a header spells, whether or not it may: fields are set one by one in a BASE. */
function raw(draft: Partial<Header> & { box?: number } = {}): Uint8Array {
  const flags = draft.flags ?? FLAG.BASE;
  const gate = new Uint8Array((flags & FLAG.BASE) === 0 ? 0 : 64);
  const view = Buffer.alloc(106);
  view.writeUInt8(draft.version ?? 1, 0);
  view.writeUInt8(flags, 1);
  view.writeUInt32BE(draft.seq ?? 0, 62);
  view.write(draft.prev ?? ZERO_ID, 66, "hex");
  view.writeUInt32BE(draft.hour ?? HOUR, 98);
  view.writeUInt32BE(draft.expires ?? 0, 102);
  return Buffer.concat([view, gate, NONCE, new Uint8Array(draft.box ?? 272), new Uint8Array(64)]);
}

function reason(bytes: Uint8Array): Refusal | undefined {
  const result = parse(bytes);
  return "reason" in result ? result.reason : undefined;
}

describe("an envelope's form", () => {
  const u32 = fc.integer({ min: 0, max: ERASE_SEQ - 1 });
  const id = fc.uint8Array({ minLength: 32, maxLength: 32 }).filter((bytes) => bytes.some((byte) => byte > 0));

  test("[EN1] whatever is laid out parses to the same fields, and those lay out to the same bytes", () => {
    const drafts = fc.record({
      ...{ seq: u32, prev: id, hour: u32, expires: u32, base: fc.boolean(), more: fc.boolean() },
      nonce: fc.uint8Array({ minLength: 24, maxLength: 24 }),
      box: fc.uint8Array({ minLength: 16, maxLength: 600 }),
    });
    fc.assert(
      fc.property(drafts, ({ seq, prev, base, more, nonce, box, ...times }) => {
        const isBase = base || seq === 0;
        const flags = (isBase ? FLAG.BASE : 0) | (more ? FLAG.MORE : 0);
        const header = headerOf({ flags, seq, prev: seq === 0 ? ZERO_ID : (hex(prev) as EnvelopeId), ...times });
        const gate = isBase ? new Uint8Array(64).fill(3) : undefined;
        const bytes = Buffer.concat([layOut(header, gate, nonce, box), new Uint8Array(64).fill(5)]);
        const result = parse(bytes);
        if ("reason" in result) throw new Error(result.reason);
        expect(result.envelope).toMatchObject({ ...header, isBase, isMore: more, isErase: false });
        expect(result.envelope.gate === undefined).toBe(!isBase);
        expect(Buffer.from(result.envelope.box).equals(box)).toBe(true);
        expect(Buffer.from(result.envelope.nonce).equals(nonce)).toBe(true);
        const again = layOut(result.envelope, result.envelope.gate, result.envelope.nonce, result.envelope.box);
        expect(Buffer.concat([again, result.envelope.signature]).equals(bytes)).toBe(true);
      }),
    );
  });

  test("[EN2] 65,536 bytes are an envelope, one more is refused", () => {
    const rest = raw({ box: 0 }).length;
    expect(reason(raw({ box: LIMIT.envelope - rest }))).toBeUndefined();
    expect(reason(raw({ box: LIMIT.envelope - rest + 1 }))).toBe("oversized");
  });

  test("[EN3] a truncated envelope is refused, wherever it ends", () => {
    const shortest = raw({ box: 16 });
    expect(reason(shortest)).toBeUndefined();
    for (let length = 0; length < shortest.length; length++) {
      expect(reason(shortest.subarray(0, length))).toBe("truncated");
    }
  });

  test("[EN4] another version is refused", () => {
    for (const version of [0, 2, 255]) expect(reason(raw({ version: version as 1 }))).toBe("version");
  });

  test("[EN5] an unknown flag is refused", () => {
    for (const flag of [8, 16, 32, 64, 128]) expect(reason(raw({ flags: FLAG.BASE | flag }))).toBe("flags");
  });

  test("[EN6] seq 0 is a BASE; the last seq is kept for ERASE", () => {
    expect(reason(raw({ flags: 0, seq: 0 }))).toBe("seq");
    expect(reason(raw({ flags: FLAG.MORE, seq: 0 }))).toBe("seq");
    expect(reason(raw({ flags: 0, seq: ERASE_SEQ, prev: SOME_ID }))).toBe("seq");
    expect(reason(raw({ flags: FLAG.BASE, seq: ERASE_SEQ, prev: SOME_ID }))).toBe("seq");
    expect(reason(raw({ flags: 0, seq: ERASE_SEQ - 1, prev: SOME_ID }))).toBeUndefined();
  });

  test("[EN7] prev is zero at the beginning and only there", () => {
    expect(reason(raw({ seq: 0, prev: SOME_ID }))).toBe("prev");
    expect(reason(raw({ flags: 0, seq: 1 }))).toBe("prev");
    expect(reason(raw({ flags: FLAG.BASE, seq: 1 }))).toBe("prev");
    expect(reason(raw({ flags: FLAG.BASE, seq: 1, prev: SOME_ID }))).toBeUndefined();
  });

  test("[EN8] an ERASE is bare and small", () => {
    expect(reason(raw(ERASE))).toBeUndefined();
    expect(reason(raw({ ...ERASE, box: 273 }))).toBe("erase");
    expect(reason(raw({ ...ERASE, box: 16 }))).toBeUndefined();
    expect(reason(raw({ ...ERASE, flags: FLAG.ERASE }))).toBe("erase");
    expect(reason(raw({ ...ERASE, flags: FLAG.BASE | FLAG.MORE | FLAG.ERASE }))).toBe("erase");
    expect(reason(raw({ ...ERASE, prev: SOME_ID }))).toBe("erase");
    expect(reason(raw({ ...ERASE, expires: 1 }))).toBe("erase");
    expect(reason(raw({ ...ERASE, seq: 0 }))).toBe("erase");
    expect(reason(raw({ ...ERASE, seq: ERASE_SEQ - 1 }))).toBe("erase");
  });

  test("[EN9] ids are cut from SHA-512, in lower-case hex", async () => {
    const sha512 = async (bytes: Uint8Array) =>
      Buffer.from(await crypto.subtle.digest("SHA-512", Uint8Array.from(bytes))).toString("hex");
    const { bytes, id: own, space, epoch } = envelope();
    expect(own).toBe((await sha512(bytes)).slice(0, 64));
    expect(envelopeId(bytes)).toBe(own);
    expect(space).toBe((await sha512(ROOT.public)).slice(0, 40));
    expect(spaceId(ROOT.public)).toBe(space);
    expect(epoch).toBe((await sha512(GATE.public)).slice(0, 16));
    expect(epochId(GATE.public)).toBe(epoch);
  });

  test("[EN10] laying out what is no envelope throws", () => {
    const header = headerOf();
    const gate = admit(header);
    const follow = headerOf({ flags: 0, seq: 1, prev: SOME_ID });
    const mistakes: [Header, Uint8Array | undefined, Uint8Array, Uint8Array][] = [
      [header, undefined, NONCE, BOX],
      [follow, gate, NONCE, BOX],
      [header, gate.subarray(1), NONCE, BOX],
      [header, gate, NONCE.subarray(1), BOX],
      [header, gate, NONCE, new Uint8Array(15)],
      [header, gate, NONCE, new Uint8Array(LIMIT.envelope)],
      [{ ...header, seq: -1 }, gate, NONCE, BOX],
      [{ ...header, hour: 2 ** 32 }, gate, NONCE, BOX],
      [{ ...header, expires: 0.5 }, gate, NONCE, BOX],
      [{ ...header, prev: SOME_ID }, gate, NONCE, BOX],
      [{ ...header, flags: FLAG.BASE | 8 }, gate, NONCE, BOX],
      [{ ...header, version: 2 as 1 }, gate, NONCE, BOX],
      [{ ...header, lane: header.lane.slice(2) as Header["lane"] }, gate, NONCE, BOX],
      [{ ...header, space: "x".repeat(40) as Header["space"] }, gate, NONCE, BOX],
      [{ ...header, epoch: `${header.epoch}00` as Header["epoch"] }, gate, NONCE, BOX],
      [{ ...follow, prev: "" as EnvelopeId }, undefined, NONCE, BOX],
    ];
    for (const mistake of mistakes) expect(() => layOut(...mistake)).toThrow();
    expect(() => layOut(header, gate, NONCE, BOX)).not.toThrow();
  });

  test("[EN11] arbitrary bytes give a value", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 700 }), (bytes) => {
        const result = parse(bytes);
        expect("envelope" in result || typeof result.reason === "string").toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  test("[EN11] valid envelopes with a byte changed, cut or added give a value, and never the same envelope", () => {
    const valid = [
      envelope(),
      envelope({ ...ERASE }),
      envelope({ flags: 0, seq: 9, prev: SOME_ID, lane: keysOf("b") }),
    ];
    const change = fc.record({
      which: fc.nat(2),
      at: fc.nat(),
      flip: fc.integer({ min: 1, max: 255 }),
      cut: fc.nat(3),
    });
    fc.assert(
      fc.property(change, ({ which, at, flip, cut }) => {
        const original = valid[which] ?? envelope({ lane: LANE });
        const bytes = Uint8Array.from(original.bytes);
        bytes[at % bytes.length] = (bytes[at % bytes.length] ?? 0) ^ flip;
        const result = parse(cut === 0 ? bytes.subarray(0, at % bytes.length) : bytes);
        if ("envelope" in result) expect(result.envelope.id).not.toBe(original.id);
      }),
      { numRuns: 1000 },
    );
  });
});
