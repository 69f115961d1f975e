import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { KEY, live } from "../../../../test/support/live.ts";
import { FRAME, LANE_SESSION, LANE_YJS, type Lane, MESSAGE_LIMIT, PART } from "./fragment.ts";
import { Link, QUEUE_LIMIT, QUEUE_MESSAGES, type Taken } from "./link.ts";
import { CHALLENGE, type Live, Sealing } from "./sealing.ts";

const challenge = (fill: number) => new Uint8Array(CHALLENGE).fill(fill);

/** All frames a link has for the wire now. */
function drain(link: Link): Uint8Array[] {
  const frames: Uint8Array[] = [];
  for (let frame = link.next(); frame; frame = link.next()) frames.push(frame);
  return frames;
}

/** Carries frames both ways until both links are quiet; answers what each took that meant something. */
function settle(a: Link, b: Link): { a: Taken[]; b: Taken[] } {
  const taken: { a: Taken[]; b: Taken[] } = { a: [], b: [] };
  for (let moved = true; moved; ) {
    const fromA = drain(a);
    const fromB = drain(b);
    moved = fromA.length + fromB.length > 0;
    taken.b.push(...fromA.map((frame) => b.take(frame)).filter(({ type }) => type !== "nothing"));
    taken.a.push(...fromB.map((frame) => a.take(frame)).filter(({ type }) => type !== "nothing"));
  }
  return taken;
}

function neighbours(): [Link, Link] {
  const pair: [Link, Link] = [new Link(live(KEY), challenge(2)), new Link(live(KEY), challenge(1))];
  expect(settle(...pair)).toEqual({ a: [{ type: "up" }], b: [{ type: "up" }] });
  return pair;
}

const bytes = (length: number) => new Uint8Array(length).map((_, at) => (at * 31) & 255);

describe("meeting", () => {
  test("[ME1] anything but a challenge as the first message ends the link, our own challenge too", () => {
    for (const first of [new Uint8Array(0), new Uint8Array(31), new Uint8Array(33), challenge(1)]) {
      const link = new Link(live(KEY), challenge(1));
      expect(link.take(first)).toEqual({ type: "end", reason: "challenge" });
      expect(link.next()).toBeUndefined();
    }
    const link = new Link(live(KEY), challenge(1));
    expect(link.next()).toEqual(challenge(1));
  });

  test("[ME4] a peer without the live key gets a challenge and a ready frame, and nothing of what waits", () => {
    const link = new Link(live(KEY), challenge(1));
    const stranger = new Link(live(new Uint8Array(32)), challenge(2));
    link.send(LANE_SESSION, bytes(100));
    const sent = drain(link);
    link.take(challenge(2));
    sent.push(...drain(link));
    expect(sent.map((frame) => frame.length)).toEqual([CHALLENGE, 18]);
    for (const frame of sent) expect(stranger.take(frame).type).not.toBe("up");
    drain(stranger);
    expect(link.take(live(new Uint8Array(32)).seal(new Uint8Array(24), Uint8Array.of(255, 0)))).toEqual({
      type: "end",
      reason: "seal",
    });
    expect(drain(link)).toEqual([]);
  });

  test("[ME4] a first sealed frame that is not ready ends the link", () => {
    const link = new Link(live(KEY), challenge(1));
    const peer = Sealing.between(live(KEY), challenge(2), challenge(1));
    link.take(challenge(2));
    expect(link.take(peer?.seal(Uint8Array.of(LANE_YJS, 0, 1)) ?? bytes(0))).toEqual({
      type: "end",
      reason: "fragment",
    });
  });

  test("both come up when one side's ready frame overtakes the other's", () => {
    const [a, b] = [new Link(live(KEY), challenge(1)), new Link(live(KEY), challenge(2))];
    a.take(challenge(2));
    const [first, ready] = drain(a);
    expect(first).toEqual(challenge(1));
    expect(b.take(challenge(1))).toEqual({ type: "nothing" });
    expect(b.take(ready ?? bytes(0))).toEqual({ type: "up" });
    b.send(LANE_YJS, bytes(3));
    const [own, ...sealed] = drain(b);
    expect(own).toEqual(challenge(2));
    expect(sealed.map((frame) => a.take(frame).type)).toEqual(["up", "message"]);
  });
});

describe("sealing", () => {
  test("[ME2] no nonce is used twice, and the peers' directions and numbers are in it", () => {
    const seen = new Set<string>();
    const watched: Live = {
      seal(nonce, plain) {
        expect(nonce).toHaveLength(24);
        expect(seen.has(String(nonce))).toBe(false);
        seen.add(String(nonce));
        return live(KEY).seal(nonce, plain);
      },
      open: live(KEY).open,
    };
    const [a, b] = [new Link(watched, challenge(3)), new Link(watched, challenge(4))];
    a.send(LANE_YJS, bytes(PART * 3));
    b.send(LANE_YJS, bytes(PART * 3));
    settle(a, b);
    const [c, d] = [new Link(watched, challenge(3)), new Link(watched, challenge(5))];
    settle(c, d);
    expect(seen.size).toBe(2 * 4 + 2);
    const nonces = [...seen].map((nonce) => nonce.split(",").map(Number));
    expect(new Set(nonces.map((nonce) => nonce[15]))).toEqual(new Set([0, 1]));
    expect(Math.max(...nonces.map((nonce) => nonce[23] ?? 0))).toBe(3);
  });

  test("[ME3] altered, repeated, swapped, left out, and reflected frames end the link", () => {
    const spoilt: ((frames: Uint8Array[]) => Uint8Array[])[] = [
      ([one = bytes(0)]) => [one.map((byte, at) => (at === 5 ? byte ^ 1 : byte))],
      ([one = bytes(0)]) => [one.subarray(0, -1)],
      ([one = bytes(0)]) => [one, one],
      ([one = bytes(0), two = bytes(0)]) => [two, one],
      ([, two = bytes(0)]) => [two],
      () => [new Uint8Array(0)],
    ];
    for (const spoil of spoilt) {
      const [a, b] = neighbours();
      a.send(LANE_SESSION, bytes(PART * 2));
      const results = spoil(drain(a)).map((frame) => b.take(frame));
      expect(results.map(({ type }) => type)).toContain("end");
      expect(b.next()).toBeUndefined();
    }
    const [a] = neighbours();
    a.send(LANE_SESSION, bytes(10));
    expect(drain(a).map((frame) => a.take(frame))).toEqual([{ type: "end", reason: "seal" }]);
  });

  test("[ME8] whatever bytes arrive, and in whatever order, the link answers with a value", () => {
    const arbitrary = fc.uint8Array({ maxLength: 64 });
    fc.assert(
      fc.property(fc.array(arbitrary), fc.boolean(), (messages, met) => {
        const link = met ? neighbours()[0] : new Link(live(KEY), challenge(9));
        for (const message of messages) {
          const before = link.take(message);
          expect(["nothing", "end"]).toContain(before.type);
        }
      }),
    );
  });

  test("[ME8] whatever fragments a member seals, the link answers with a value and holds little", () => {
    const fragment = fc.tuple(fc.nat(3), fc.nat(2), fc.constantFrom(0, 1, 100, PART - 1, PART));
    fc.assert(
      fc.property(fc.array(fragment, { maxLength: 40 }), (fragments) => {
        const link = new Link(live(KEY), challenge(1));
        const member = Sealing.between(live(KEY), challenge(2), challenge(1));
        if (!member) throw new Error("different challenges");
        link.take(challenge(2));
        expect(link.take(member.seal(Uint8Array.of(255, 0)))).toEqual({ type: "up" });
        for (const [lane, more, length] of fragments) {
          const taken = link.take(member.seal(Uint8Array.of(lane, more, ...new Uint8Array(length))));
          if (taken.type === "message") expect(taken.message.length).toBeLessThanOrEqual(MESSAGE_LIMIT[taken.lane]);
          if (taken.type === "end") break;
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe("messages", () => {
  test("[ME5] messages of both lanes arrive whole and in order, whatever their sizes", () => {
    const sizes = fc.array(fc.tuple(fc.constantFrom<Lane>(LANE_YJS, LANE_SESSION), fc.nat(3 * PART)), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(sizes, (messages) => {
        const [a, b] = neighbours();
        for (const [lane, length] of messages) a.send(lane, bytes(length));
        const { b: taken } = settle(a, b);
        for (const lane of [LANE_YJS, LANE_SESSION] as const) {
          const arrived = taken.flatMap((one) => (one.type === "message" && one.lane === lane ? [one.message] : []));
          const wanted = messages.filter(([on]) => on === lane).map(([, length]) => bytes(length));
          expect(arrived.map(String)).toEqual(wanted.map(String));
          expect(a.queued(lane)).toBe(0);
        }
      }),
      { numRuns: 40 },
    );
  });

  test("[ME5] no frame is over 16 KiB, and a long message on one lane does not hold up the other", () => {
    const [a] = neighbours();
    a.send(LANE_YJS, bytes(PART * 10));
    a.send(LANE_SESSION, bytes(10));
    const lengths = drain(a).map((frame) => frame.length);
    expect(Math.max(...lengths)).toBe(FRAME);
    expect(lengths.findIndex((length) => length < FRAME)).toBeLessThan(2);
  });

  test("[ME6] the largest message passes; one byte more is refused by its sender", () => {
    for (const lane of [LANE_YJS, LANE_SESSION] as const) {
      const [a, b] = neighbours();
      a.send(lane, bytes(MESSAGE_LIMIT[lane]));
      const [taken] = settle(a, b).b;
      expect(taken?.type === "message" && taken.message.length).toBe(MESSAGE_LIMIT[lane]);
      expect(() => a.send(lane, bytes(MESSAGE_LIMIT[lane] + 1))).toThrow(RangeError);
    }
  });

  test("[ME6] a member who goes on without end is stopped at the limit", () => {
    const link = new Link(live(KEY), challenge(1));
    const member = Sealing.between(live(KEY), challenge(2), challenge(1));
    link.take(challenge(2));
    link.take(member?.seal(Uint8Array.of(255, 0)) ?? bytes(0));
    const endless = Uint8Array.of(LANE_SESSION, 1, ...new Uint8Array(PART));
    let frames = 0;
    for (let taken: Taken = { type: "nothing" }; taken.type === "nothing"; frames++) {
      taken = link.take(member?.seal(endless) ?? bytes(0));
      if (taken.type === "end") expect(taken.reason).toBe("oversized");
    }
    expect((frames - 1) * PART).toBeLessThanOrEqual(MESSAGE_LIMIT[LANE_SESSION]);
  });

  test("[ME7] a neighbour who does not read is let go at 16 MiB or 16,384 messages", () => {
    const [a] = neighbours();
    const message = bytes(MESSAGE_LIMIT[LANE_YJS]);
    for (let n = 0; n < QUEUE_LIMIT / message.length; n++) expect(a.send(LANE_YJS, message)).toBe(true);
    expect(a.send(LANE_YJS, bytes(1))).toBe(false);
    expect(a.next()).toBeUndefined();
    const [b] = neighbours();
    for (let n = 0; n < QUEUE_MESSAGES; n++) expect(b.send(LANE_SESSION, bytes(1))).toBe(true);
    expect(b.send(LANE_SESSION, bytes(1))).toBe(false);
  });

  test("a lane that a later version adds is skipped", () => {
    const link = new Link(live(KEY), challenge(1));
    const member = Sealing.between(live(KEY), challenge(2), challenge(1));
    const seal = (...fragment: number[]) => member?.seal(Uint8Array.from(fragment)) ?? bytes(0);
    link.take(challenge(2));
    link.take(seal(255, 0));
    expect(link.take(seal(9, 1, 2, 3))).toEqual({ type: "nothing" });
    expect(link.take(seal(LANE_YJS, 0, 4))).toMatchObject({ type: "message", lane: LANE_YJS });
  });
});
