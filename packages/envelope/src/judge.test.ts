import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  EPOCH,
  envelope,
  GATE,
  HOUR,
  headerOf,
  keysOf,
  LANE,
  laneOf,
  SPACE,
  sign,
} from "../../../test/support/lane.ts";
import {
  chooseVerify,
  type Envelope,
  type EnvelopeId,
  ERASE_SEQ,
  FLAG,
  gateIsValid,
  type JudgeContext,
  judge,
  judgeWithoutGate,
  type LaneState,
  layOut,
  parse,
  type Verify,
} from "./index.ts";

const verify = await chooseVerify();
const never: Verify = async () => {
  throw new Error("no signature is to be asked here");
};

/** A replica that holds these envelopes of one lane, the last its head. */
function holding(...held: Envelope[]): LaneState {
  const ids = new Map(held.map(({ seq, id }) => [seq, id]));
  const [first, head] = [held[0], held.at(-1)];
  if (first === undefined || head === undefined) throw new Error("a lane that is held has envelopes");
  return { head, base: first.seq, erased: head.isErase, expires: first.expires, idAt: (seq) => ids.get(seq) };
}

/** A replica that knows the tests' wijk and epoch, and this much of the lane. */
function replica(lane?: LaneState, more: Partial<JudgeContext> = {}): JudgeContext {
  return {
    ...{ hour: HOUR, verify, lane: () => lane },
    gateOf: (space, epoch) => (space === SPACE && epoch === EPOCH ? GATE.public : undefined),
    ...more,
  };
}

const erase = (nonce = 1) =>
  envelope({ flags: FLAG.BASE | FLAG.ERASE, seq: ERASE_SEQ, nonce: new Uint8Array(24).fill(nonce) });
const other = (draft: Parameters<typeof envelope>[0]) => envelope({ ...draft, box: new Uint8Array(272).fill(1) });
const SOME_ID = "ab".repeat(32) as EnvelopeId;
const accepted = { verdict: "accepted" };
const parked = (waiting: string) => ({ verdict: "parked", waiting });
const refused = (reason: string) => ({ verdict: "refused", reason });

const [first, second, third, fourth] = laneOf(4) as [Envelope, Envelope, Envelope, Envelope];

/** What parses, with the signature replaced. */
function resigned(original: Envelope, signer = LANE): Envelope {
  const result = parse(sign(original.bytes.subarray(0, -64), signer));
  if ("reason" in result) throw new Error(result.reason);
  return result.envelope;
}

describe("a lane that nobody holds yet", () => {
  test("[EN33] its first BASE is accepted", async () => {
    expect(await judge(first, replica())).toEqual(accepted);
  });

  test("[EN20] an unknown space or epoch waits, before anything is asked", async () => {
    const unknown = { root: keysOf("another root") };
    expect(await judge(envelope(unknown), replica(undefined, { verify: never }))).toEqual(parked("epoch"));
    const later = { gate: keysOf("another gate") };
    expect(await judge(envelope(later), replica(undefined, { verify: never }))).toEqual(parked("epoch"));
  });

  test("[EN22] an hour more than 48 ahead waits, one of 48 does not", async () => {
    expect(await judge(envelope({ hour: HOUR + 48 }), replica())).toEqual(accepted);
    expect(await judge(envelope({ hour: HOUR + 49 }), replica())).toEqual(parked("clock"));
    expect(await judge(envelope({ hour: 0 }), replica())).toEqual(accepted);
  });

  test("[EN23] a BASE whose gate is another's, or for another lane, is refused", async () => {
    const header = headerOf();
    const { nonce, box } = first;
    const elsewhere = envelope({ lane: keysOf("elsewhere") }).gate;
    for (const gate of [new Uint8Array(64), elsewhere]) {
      const result = parse(sign(layOut(header, gate, nonce, box)));
      if ("reason" in result) throw new Error(result.reason);
      expect(await judge(result.envelope, replica())).toEqual(refused("gate"));
      expect(await gateIsValid(result.envelope, GATE.public, verify)).toBe(false);
    }
    expect(await gateIsValid(first, GATE.public, verify)).toBe(true);
    expect(await gateIsValid(second, GATE.public, verify)).toBe(false);
  });

  test("[EN24] what follows a BASE waits for it", async () => {
    expect(await judge(second, replica())).toEqual(parked("prev"));
  });

  test("[EN25] a signature by another key is refused", async () => {
    expect(await judge(resigned(first, keysOf("Mallory")), replica())).toEqual(refused("signature"));
    const forged = resigned(second, keysOf("Mallory"));
    expect(await judge(forged, replica(holding(first)))).toEqual(refused("signature"));
  });

  test("[EN31] a BASE at any seq begins it", async () => {
    expect(await judge(envelope({ seq: 7, prev: SOME_ID }), replica())).toEqual(accepted);
  });

  test("[EN27] so does an ERASE", async () => {
    expect(await judge(erase(), replica())).toEqual(accepted);
  });

  test("[EN32] a BASE that is past its term is refused", async () => {
    expect(await judge(envelope({ expires: HOUR + 1 }), replica())).toEqual(accepted);
    expect(await judge(envelope({ expires: HOUR }), replica())).toEqual(refused("expired"));
    expect(await judge(envelope({ expires: 1 }), replica())).toEqual(refused("expired"));
  });
});

describe("a lane that is held", () => {
  test("[EN33] the next of its chain is accepted", async () => {
    expect(await judge(second, replica(holding(first)))).toEqual(accepted);
    expect(await judge(third, replica(holding(first, second)))).toEqual(accepted);
  });

  test("[EN21] what is held is known, and no signature is asked", async () => {
    const known = { verdict: "accepted", known: true };
    const lane = replica(holding(first, second), { verify: never, hour: 0 });
    expect(await judge(first, lane)).toEqual(known);
    expect(await judge(second, lane)).toEqual(known);
    expect(await judge(erase(), replica(holding(erase()), { verify: never }))).toEqual(known);
  });

  test("[EN26] an erased lane takes nothing but its ERASE", async () => {
    const lane = replica(holding(erase()));
    for (const late of [first, second, envelope({ seq: 9, prev: SOME_ID }), erase(2)]) {
      expect(await judge(late, lane)).toEqual(refused("erased"));
    }
  });

  test("[EN27] an ERASE ends it, whatever is held", async () => {
    expect(await judge(erase(), replica(holding(first, second, third)))).toEqual(accepted);
    const expired = envelope({ expires: HOUR - 1 });
    expect(await judge(erase(), replica(holding(expired)))).toEqual(accepted);
  });

  test("[EN28] another envelope at a held seq is a fork, BASE or not", async () => {
    const lane = replica(holding(first, second, third));
    expect(await judge(other({}), lane)).toEqual(refused("fork"));
    expect(await judge(other({ flags: 0, seq: 1, prev: first.id }), lane)).toEqual(refused("fork"));
    expect(await judge(other({ flags: FLAG.BASE, seq: 2, prev: second.id }), lane)).toEqual(refused("fork"));
  });

  test("[EN29] what lies below a later BASE is superseded", async () => {
    const later = envelope({ seq: 4, prev: fourth.id });
    for (const old of [first, second, fourth]) {
      expect(await judge(old, replica(holding(later)))).toEqual(refused("superseded"));
    }
  });

  test("[EN29] so is what would fill a gap below a later BASE", async () => {
    const later = envelope({ seq: 9, prev: SOME_ID, flags: FLAG.BASE | FLAG.MORE });
    expect(await judge(third, replica(holding(first, second, later)))).toEqual(refused("superseded"));
  });

  test("[EN30] what follows the head, and does not name it, is refused, BASE or not", async () => {
    const lane = replica(holding(first, second));
    expect(await judge(envelope({ flags: 0, seq: 2, prev: first.id }), lane)).toEqual(refused("chain"));
    expect(await judge(envelope({ seq: 2, prev: first.id }), lane)).toEqual(refused("chain"));
    expect(await judge(envelope({ seq: 2, prev: second.id }), lane)).toEqual(accepted);
  });

  test("[EN31] past a gap a BASE passes, and anything else waits", async () => {
    const lane = replica(holding(first));
    expect(await judge(third, lane)).toEqual(parked("prev"));
    expect(await judge(envelope({ seq: 9, prev: SOME_ID }), lane)).toEqual(accepted);
  });

  test("[EN32] a lane past its term takes nothing that follows, and a BASE with a new term", async () => {
    const [base, follow] = laneOf(2, { expires: HOUR + 10 }) as [Envelope, Envelope];
    const now = { hour: HOUR + 10 };
    expect(await judge(follow, replica(holding(base)))).toEqual(accepted);
    expect(await judge(follow, replica(holding(base), now))).toEqual(refused("expired"));
    const renewed = envelope({ seq: 1, prev: base.id, expires: HOUR + 99 });
    expect(await judge(renewed, replica(holding(base), now))).toEqual(accepted);
  });

  test("[EN33] a store that answers later is waited for", async () => {
    const state = holding(first);
    const slow = { ...state, idAt: async (seq: number) => state.idAt(seq) };
    expect(await judge(second, replica(undefined, { lane: async () => slow }))).toEqual(accepted);
    expect(await judge(other({}), replica(undefined, { lane: async () => slow }))).toEqual(refused("fork"));
  });
});

describe("judging", () => {
  test("[EN35] without the gate, space and epoch need not be known, and all the rest holds", async () => {
    const stranger = envelope({ root: keysOf("another root"), gate: keysOf("another gate") });
    expect(await judgeWithoutGate(stranger, replica())).toEqual(accepted);
    expect(await judgeWithoutGate(resigned(first, keysOf("Mallory")), replica())).toEqual(refused("signature"));
    expect(await judgeWithoutGate(second, replica())).toEqual(parked("prev"));
    expect(await judgeWithoutGate(envelope({ expires: 1 }), replica())).toEqual(refused("expired"));
  });

  test("[EN34] envelopes with a byte changed are never accepted, and never an error", async () => {
    const lane = replica(holding(first, second));
    const originals = [first, third, erase(), envelope({ seq: 9, prev: SOME_ID })];
    const change = fc.record({ which: fc.nat(3), at: fc.nat(), flip: fc.integer({ min: 1, max: 255 }) });
    await fc.assert(
      fc.asyncProperty(change, async ({ which, at, flip }) => {
        const bytes = Uint8Array.from((originals[which] ?? first).bytes);
        bytes[at % bytes.length] = (bytes[at % bytes.length] ?? 0) ^ flip;
        const result = parse(bytes);
        if ("reason" in result) return;
        expect((await judge(result.envelope, lane)).verdict).not.toBe("accepted");
        expect((await judgeWithoutGate(result.envelope, lane)).verdict).not.toBe("accepted");
      }),
      { numRuns: 300 },
    );
  });

  test("[EN33] whatever the order of arrival, a lane with retries is held whole", async () => {
    const lane = laneOf(6);
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([...lane, ...lane], { minLength: 12, maxLength: 12 }), async (order) => {
        const held: Envelope[] = [];
        let waiting = order;
        for (const _ of lane) waiting = await round(waiting, held);
        expect(held.map(({ id }) => id)).toEqual(lane.map(({ id }) => id));
        expect(waiting).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });
});

/** Judges what waits, once each; adds what is new to what is held, and gives back what is parked. */
async function round(waiting: Envelope[], held: Envelope[]): Promise<Envelope[]> {
  const still: Envelope[] = [];
  for (const next of waiting) {
    const verdict = await judge(next, replica(held.length === 0 ? undefined : holding(...held)));
    if (verdict.verdict === "parked") still.push(next);
    if (verdict.verdict === "accepted" && verdict.known === undefined) held.push(next);
  }
  return still;
}
