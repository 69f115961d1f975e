import { createHash } from "node:crypto";
import { ed25519 } from "@noble/curves/ed25519.js";
import {
  admissionMessage,
  type Envelope,
  type EnvelopeId,
  type EpochId,
  epochId,
  FLAG,
  type Header,
  hex,
  type LaneKey,
  layOut,
  layOutRecord,
  parse,
  type RecordFields,
  recordMessage,
  type SpaceId,
  signedMessage,
  spaceId,
  ZERO_ID,
} from "@wijkkit/envelope";

export interface Keys {
  secret: Uint8Array;
  public: Uint8Array;
}

/** A key pair that is the same at every run. */
export function keysOf(name: string): Keys {
  const secret = Uint8Array.from(createHash("sha512").update(name).digest().subarray(0, 32));
  return { secret, public: ed25519.getPublicKey(secret) };
}

/** The wijk, epoch and lane that tests write in, unless they say otherwise. */
export const ROOT = keysOf("root");
export const GATE = keysOf("gate");
export const LANE = keysOf("lane");
export const SPACE: SpaceId = spaceId(ROOT.public);
export const EPOCH: EpochId = epochId(GATE.public);
export const HOUR = 498_000;

export interface Draft extends Partial<Omit<Header, "lane" | "space" | "epoch">> {
  lane?: Keys;
  gate?: Keys;
  root?: Keys;
  box?: Uint8Array;
  nonce?: Uint8Array;
}

/** A header with the tests' own wijk, epoch and lane in it. */
export function headerOf(draft: Draft = {}): Header {
  const { flags = FLAG.BASE, seq = 0, prev = ZERO_ID, hour = HOUR, expires = 0 } = draft;
  return {
    ...{ version: 1, flags, seq, prev, hour, expires },
    space: spaceId((draft.root ?? ROOT).public),
    epoch: epochId((draft.gate ?? GATE).public),
    lane: hex((draft.lane ?? LANE).public) as LaneKey,
  };
}

/** Admission of a lane, by the gate key. */
export function admit(header: Header, gate: Keys = GATE): Uint8Array {
  return ed25519.sign(admissionMessage(header.space, header.epoch, header.lane), gate.secret);
}

/** Adds a lane key's signature. */
export function sign(before: Uint8Array, lane: Keys = LANE): Uint8Array {
  return Buffer.concat([before, ed25519.sign(signedMessage(before), lane.secret)]);
}

/** A well-signed envelope whose box is noise: replicas that cannot read do not know better. */
export function envelope(draft: Draft = {}): Envelope {
  const header = headerOf(draft);
  const gate = (header.flags & FLAG.BASE) === 0 ? undefined : admit(header, draft.gate);
  const { nonce = new Uint8Array(24).fill(7), box = new Uint8Array(272).fill(9) } = draft;
  const parsed = parse(sign(layOut(header, gate, nonce, box), draft.lane));
  if ("reason" in parsed) throw new Error(`test envelope: ${parsed.reason}`);
  return parsed.envelope;
}

/** A lane of so many envelopes, the first a BASE. */
export function laneOf(length: number, draft: Draft = {}): Envelope[] {
  const envelopes: Envelope[] = [];
  let prev: EnvelopeId = ZERO_ID;
  for (let seq = 0; seq < length; seq++) {
    const next = envelope({ ...draft, flags: seq === 0 ? FLAG.BASE : 0, seq, prev });
    envelopes.push(next);
    prev = next.id;
  }
  return envelopes;
}

/** A signed space record of the tests' own wijk. */
export function record(draft: Partial<RecordFields> = {}, signer: Keys = ROOT): Uint8Array {
  const before = layOutRecord({
    ...{ root: ROOT.public, revision: 1, gates: [GATE.public], closings: [], kiosks: [], operators: [] },
    ...{ purges: [], ...draft, signer: signer.public },
  });
  return Buffer.concat([before, ed25519.sign(recordMessage(before), signer.secret)]);
}
