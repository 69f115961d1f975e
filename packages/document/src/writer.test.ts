import { type Envelope, judge, type LaneState, parse, unhex } from "@wijkkit/envelope";
import { identityOf } from "@wijkkit/identity";
import { open, PAYLOAD_LIMIT } from "@wijkkit/seal";
import { describe, expect, test } from "vitest";
import { KIND } from "./kinds.ts";
import { Lane } from "./lane.ts";
import { WRITE } from "./limits.ts";
import { foundWijk, person, randomOf, verify } from "./testing/wijk.ts";
import { LaneWriter, type Written } from "./writer.ts";

const wijk = foundWijk([]);
const { seed } = person("Anna");
const pen = {
  identity: identityOf(seed, unhex(wijk.space)),
  seed,
  device: new Uint8Array(16),
  epoch: wijk.epoch,
  random: randomOf("writer"),
};
const HOUR = 490_000;
const small = new Uint8Array(20).fill(1);
const payload = (length: number) => Uint8Array.from({ length }, (_, n) => n % 251);

function envelopes(written: readonly Written[]): Envelope[] {
  return written.map(({ bytes }) => {
    const result = parse(bytes);
    if ("reason" in result) throw new Error(result.reason);
    return result.envelope;
  });
}

/** A lane that is written to and stored; each write is a change within a state. */
function diary() {
  const writer = new LaneWriter(pen, KIND.feed);
  const lane = new Lane();
  const write = (change: Uint8Array, state: Uint8Array) => {
    const written = writer.seal(lane, HOUR, change, () => state);
    for (const { piece } of written) lane.add(piece);
    return written;
  };
  return { write, lane };
}

const signs = (written: readonly Written[]) =>
  written.map(({ piece }) => (piece.isBase ? "B" : ".") + (piece.isMore ? "+" : "")).join(" ");

describe("snapshots", () => {
  test("[DO30] the first envelope of a lane is a BASE with the whole state", () => {
    const { write, lane } = diary();
    expect(signs(write(small, payload(500)))).toBe("B");
    expect(lane.payloads()).toEqual([{ bytes: payload(500), isBase: true, end: 0 }]);
  });

  test("[DO30] after 16 envelopes comes a BASE, however large the state", () => {
    const { write } = diary();
    write(small, payload(50_000));
    for (let n = 0; n < WRITE.tail; n += 1) expect(signs(write(small, payload(50_000)))).toBe(".");
    expect(signs(write(small, payload(50_000)))).toBe("B");
    expect(signs(write(small, payload(50_000)))).toBe(".");
  });

  test("[DO30] a tail that would outweigh the state makes place for it", () => {
    const { write } = diary();
    write(small, payload(3000));
    expect(signs(write(payload(2000), payload(3000)))).toBe(".");
    expect(signs(write(payload(2000), payload(3000)))).toBe("B");
  });

  test("[DO30] however it is written, a lane never weighs much over twice its state", () => {
    const { write, lane } = diary();
    for (let n = 0; n < 40; n += 1) write(payload(20 + ((n * 37) % 900)), payload(1000 + 50 * n));
    const weight = lane.payloads().reduce((sum, { bytes }) => sum + bytes.length, 0);
    expect(weight).toBeLessThan(2 * 3000 + 1000);
  });
});

describe("payloads past one envelope's limit", () => {
  test("[DO31] a batch goes on with MORE until the last", () => {
    const { write, lane } = diary();
    write(small, payload(500_000));
    const change = payload(2 * PAYLOAD_LIMIT.other + 1);
    expect(signs(write(change, payload(500_000)))).toBe(".+ .+ .");
    expect(lane.payloads().at(-1)?.bytes).toEqual(change);
  });

  test("[DO31] a BASE begins with BASE|MORE", () => {
    const { write, lane } = diary();
    const state = payload(PAYLOAD_LIMIT.base + PAYLOAD_LIMIT.other + 1);
    expect(signs(write(small, state))).toBe("B+ .+ .");
    expect(lane.payloads()).toEqual([{ bytes: state, isBase: true, end: 2 }]);
    const { write: exact } = diary();
    expect(signs(exact(small, payload(PAYLOAD_LIMIT.base)))).toBe("B");
  });

  test("[DO33] after a write of which only a part was stored comes a BASE", () => {
    const { write, lane } = diary();
    write(small, payload(200_000));
    const writer = new LaneWriter(pen, KIND.feed);
    const [part] = writer.seal(lane, HOUR, payload(100_000), () => payload(200_000));
    if (part) lane.add(part.piece);
    expect(signs(write(small, payload(300_000)))).toBe("B+ .+ .+ .+ .");
    expect(lane.payloads()).toHaveLength(1);
    const [first] = new LaneWriter(pen, KIND.feed).seal(undefined, HOUR, small, () => payload(100_000));
    const cut = new Lane();
    if (first) cut.add(first.piece);
    const again = writer.seal(cut, HOUR, small, () => payload(100));
    expect(again.map(({ piece }) => [piece.seq, piece.prev, piece.isBase])).toEqual([[1, first?.piece.id, true]]);
  });

  test("[DO32] every replica accepts the envelopes one after the other, and members open them", async () => {
    const { write } = diary();
    const written = [
      ...write(small, payload(PAYLOAD_LIMIT.base + 1)),
      ...write(small, payload(90_000)),
      ...write(payload(150_000), payload(200_000)),
      ...write(payload(150_000), payload(200_000)),
    ];
    expect(signs(written)).toBe("B+ . . .+ .+ . B+ .+ .+ .");
    const held = new Map<number, Envelope>();
    for (const envelope of envelopes(written)) {
      const lane = state(held);
      const verdict = await judge(envelope, {
        hour: HOUR,
        gateOf: () => wijk.epoch.gate.public,
        lane: () => lane,
        verify,
      });
      expect(verdict).toEqual({ verdict: "accepted" });
      expect(open(envelope, wijk.epoch)).toHaveProperty("body.kind", KIND.feed);
      held.set(envelope.seq, envelope);
    }
  });

  function state(held: ReadonlyMap<number, Envelope>): LaneState | undefined {
    const head = [...held.values()].at(-1);
    return head && { head, base: 0, erased: false, expires: 0, idAt: (seq) => held.get(seq)?.id };
  }
});
