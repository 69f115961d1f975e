import { unhex } from "./bytes.ts";
import type { Verify } from "./ed25519.ts";
import type { EnvelopeId, EpochId, LaneKey, SpaceId } from "./ids.ts";
import { admissionMessage, type Envelope, signedMessage } from "./layout.ts";
import { LIMIT, SIZE } from "./limits.ts";
import { ACCEPTED, KNOWN, parked, refused, type Verdict } from "./verdict.ts";

/** What a replica holds of a lane: everything from `base` to `head`, or its ERASE alone. */
export interface LaneState {
  head: { seq: number; id: EnvelopeId };
  /** seq of the BASE from which on everything up to `head` is held. */
  base: number;
  erased: boolean;
  /** Hour after which the lane is gone; 0 is never. */
  expires: number;
  idAt(seq: number): EnvelopeId | undefined | Promise<EnvelopeId | undefined>;
}

/** What the blind steps need to know. None of it is secret. */
export interface JudgeContext {
  /** Now, in hours since 1970. */
  hour: number;
  /** The gate public key of an epoch of a space, where known. */
  gateOf(space: SpaceId, epoch: EpochId): Uint8Array | undefined;
  lane(space: SpaceId, epoch: EpochId, lane: LaneKey): LaneState | undefined | Promise<LaneState | undefined>;
  verify: Verify;
}

/**
 * The blind steps of judging, in the order of EN20 to EN32: what a replica stores, whether or not
 * it can read it. What counts is judged after this, by members. Always a value, whatever the bytes.
 */
export async function judge(envelope: Envelope, context: JudgeContext): Promise<Verdict> {
  const gate = context.gateOf(envelope.space, envelope.epoch);
  if (gate === undefined) return parked("epoch");
  return judgeAdmitted(envelope, context, () => gateIsValid(envelope, gate, context.verify));
}

/**
 * The same without the gate, for someone who looks at an envelope and knows no gate key.
 * Never a reason to store anything.
 */
export async function judgeWithoutGate(envelope: Envelope, context: Omit<JudgeContext, "gateOf">): Promise<Verdict> {
  return judgeAdmitted(envelope, context, async () => true);
}

/** Whether a BASE carries its epoch's admission of its lane, by this gate public key. */
export async function gateIsValid(envelope: Envelope, gatePublicKey: Uint8Array, verify: Verify): Promise<boolean> {
  const { space, epoch, lane, gate } = envelope;
  return gate !== undefined && verify(gatePublicKey, admissionMessage(space, epoch, lane), gate);
}

async function judgeAdmitted(
  envelope: Envelope,
  context: Omit<JudgeContext, "gateOf">,
  admitted: () => Promise<boolean>,
): Promise<Verdict> {
  const held = await context.lane(envelope.space, envelope.epoch, envelope.lane);
  const twin = held === undefined ? undefined : await held.idAt(envelope.seq);
  if (twin === envelope.id) return KNOWN;
  if (envelope.hour > context.hour + LIMIT.hoursAhead) return parked("clock");
  if (envelope.isBase && !(await admitted())) return refused("gate");
  if (!envelope.isBase && held === undefined) return parked("prev");
  const before = envelope.bytes.subarray(0, -SIZE.signature);
  const message = signedMessage(before);
  if (!(await context.verify(unhex(envelope.lane), message, envelope.signature))) {
    return refused("signature");
  }
  if (held !== undefined) {
    const verdict = await chained(envelope, held, twin);
    if (verdict !== undefined) return verdict;
  }
  return isExpired(envelope, held, context.hour) ? refused("expired") : ACCEPTED;
}

/** The place of an envelope in a lane that is held; undefined where nothing speaks against it. */
async function chained(
  envelope: Envelope,
  held: LaneState,
  twin: EnvelopeId | undefined,
): Promise<Verdict | undefined> {
  if (held.erased) return refused("erased");
  if (envelope.isErase) return undefined;
  const { seq, prev } = envelope;
  if (twin !== undefined) return refused("fork");
  if (seq <= held.head.seq) return refused("superseded");
  if (seq === held.head.seq + 1) return prev === held.head.id ? undefined : refused("chain");
  return envelope.isBase ? undefined : parked("prev");
}

/** A BASE carries its own term; what follows has that of the lane. */
function isExpired(envelope: Envelope, held: LaneState | undefined, hour: number): boolean {
  const expires = envelope.isBase ? envelope.expires : (held?.expires ?? 0);
  return expires !== 0 && expires <= hour;
}
