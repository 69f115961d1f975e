import { type EnvelopeId, ZERO_ID } from "@wijkkit/envelope";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Lane, type Piece } from "./lane.ts";
import { LIMIT } from "./limits.ts";

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const id = (seq: number, branch = 0) => (seq < 0 ? ZERO_ID : (`${branch}${seq}`.padStart(64, "0") as EnvelopeId));

/** One piece from a short name: B is a BASE, b the BASE of a payload in parts, + a part, . the end or all of one. */
function piece(sign: string, seq: number, payload = `${sign}${seq}`): Piece {
  return {
    seq,
    id: id(seq),
    prev: id(seq - 1),
    hour: 100 + seq,
    isBase: sign === "B" || sign === "b",
    isMore: sign === "b" || sign === "+",
    payload: new TextEncoder().encode(payload),
  };
}

const pieces = (signs: string) => [...signs].map((sign, seq) => piece(sign, seq));

function laneOf(all: readonly Piece[]): Lane {
  const lane = new Lane();
  for (const one of all) lane.add(one);
  return lane;
}

const said = (lane: Lane) => lane.payloads().map(({ bytes, isBase }) => `${isBase ? "*" : ""}${text(bytes)}`);

describe("a lane", () => {
  test.each([
    ["B...", ["*B0", ".1", ".2", ".3"]],
    ["B..B.", ["*B3", ".4"]],
    ["B.b++.", ["*b2+3+4.5"]],
    ["B.b++", ["*B0", ".1"]],
    ["b+.B", ["*B3"]],
    ["B+..", ["*B0", "+1.2", ".3"]],
    ["B.+", ["*B0", ".1"]],
    ["b+", []],
    ["B.b+B.", ["*B4", ".5"]],
    ["B+B", ["*B2"]],
  ])("[DO26] %s says %j: a BASE counts, and supersedes, once all its parts are there", (signs, expected) => {
    expect(said(laneOf(pieces(signs)))).toEqual(expected);
  });

  test("[DO25] pieces in any order, any number of times, make the same lane", () => {
    const signs = fc.array(fc.constantFrom("B", "b", "+", "."), { maxLength: 12 }).map((rest) => `B${rest.join("")}`);
    fc.assert(
      fc.property(signs, fc.infiniteStream(fc.nat()), (name, order) => {
        const all = pieces(name);
        const straight = laneOf(all);
        const mixed = new Lane();
        const left = [...all, ...all];
        while (left.length > 0) {
          const [one] = left.splice((order.next().value ?? 0) % left.length, 1);
          if (one) mixed.add(one);
        }
        expect(said(mixed)).toEqual(said(straight));
        expect([mixed.base, mixed.head, mixed.hour]).toEqual([straight.base, straight.head, straight.hour]);
        expect(mixed.held).toEqual(straight.held);
      }),
      { numRuns: 500 },
    );
  });

  test("[DO27] of two envelopes at one place the first that is held stays", () => {
    const lane = laneOf(pieces("B.."));
    const other = { ...piece(".", 1, "anders"), id: id(1, 9) };
    expect(lane.add(other)).toBe("fork");
    expect(lane.add(piece(".", 1))).toBe("known");
    expect(said(lane)).toEqual(["*B0", ".1", ".2"]);
  });

  test("[DO27] what is not chained to what is held does not count, nor does what comes after", () => {
    const lane = laneOf([piece("B", 0), { ...piece(".", 1), prev: id(0, 9) }, piece(".", 2)]);
    expect(said(lane)).toEqual(["*B0"]);
    expect(lane.waits).toBe(true);
  });

  test("[DO26] what lies below the BASE that counts is let go, and not taken again", () => {
    const lane = laneOf(pieces("B..B"));
    expect(lane.held.pieces).toBe(1);
    expect(lane.add(piece(".", 1))).toBe("superseded");
  });

  test("[DO28] a payload of which a part cannot be read counts nothing; the next one does", () => {
    const { payload: _, ...unreadable } = piece("+", 2);
    const lane = laneOf([piece("B", 0), piece("+", 1), unreadable, piece(".", 3), piece(".", 4)]);
    expect(said(lane)).toEqual(["*B0", ".4"]);
  });

  test.each([
    ["", -1, true],
    ["B", 0, false],
    ["B..", 2, false],
    ["B.+", 2, true],
    ["B.b+", 3, true],
    ["b+", 1, true],
  ])("[DO33] the owner of %j goes on after %i; open: %s", (signs, seq, isOpen) => {
    expect(laneOf(pieces(signs)).end).toEqual({ seq, id: id(seq), isOpen });
  });

  test("[DO29] what counts of a lane ends at 8 MiB, and at 256 payloads", () => {
    const big = "x".repeat(LIMIT.document / 2 - 10);
    const lane = laneOf([piece("B", 0, big), piece(".", 1, big), piece(".", 2, big), piece(".", 3, "y")]);
    expect(lane.payloads()).toHaveLength(2);
    expect(laneOf(pieces(`B${".".repeat(400)}`)).payloads()).toHaveLength(LIMIT.tail);
  });

  test("[DO29] a lane takes 16 MiB and 1,024 envelopes into memory, and no more", () => {
    const big = "x".repeat(LIMIT.laneHeld / 2);
    const lane = laneOf([piece("B", 0, big), piece(".", 1, big)]);
    expect(lane.add(piece(".", 2, "y"))).toBe("full");
    const long = laneOf(pieces(`B${".".repeat(LIMIT.laneEnvelopes - 1)}`));
    expect(long.add(piece(".", LIMIT.laneEnvelopes))).toBe("full");
  });
});
