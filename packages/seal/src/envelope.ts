import { concatBytes } from "@noble/hashes/utils.js";
import {
  admissionMessage,
  type Envelope,
  type EnvelopeId,
  ERASE_SEQ,
  envelopeId,
  FLAG,
  type Header,
  hex,
  type LaneKey,
  layOut,
  type Sealed,
  SIZE,
  signedMessage,
  ZERO_ID,
} from "@wijkkit/envelope";
import type { KeyPair, Random } from "@wijkkit/identity";
import nacl from "tweetnacl";
import { type Body, readBody, writeBody } from "./body.ts";
import type { EpochKeys } from "./epoch.ts";
import { pad, unpad } from "./padding.ts";

/** Where an envelope stands in its lane. The lane and the epoch come with their keys. */
export type Place = Pick<Header, "flags" | "seq" | "prev" | "hour" | "expires">;

export interface Closed {
  readonly bytes: Sealed;
  readonly id: EnvelopeId;
}

/**
 * Why an envelope does not open. `epoch`: it is of another. `erase`: it ends its lane and says nothing.
 * `box`: sealed under another key, or altered. `padding`, `body`: the sealer did not keep to the grammar.
 */
export type SealRefusal = "epoch" | "erase" | "box" | "padding" | "body";

/**
 * Closes one envelope: box, gate on a BASE, lane signature. About 8 ms with tweetnacl, double on the first BASE of a lane.
 * Throws where the result would not be an envelope.
 */
export function close(place: Place, lane: KeyPair, epoch: EpochKeys, body: Body, random: Random): Closed {
  if ((place.flags & FLAG.ERASE) !== 0) throw new TypeError("an ERASE is made by closeErase");
  return sealed(place, lane, epoch, writeBody(body, (place.flags & FLAG.BASE) !== 0), random);
}

/** Closes the envelope that ends a lane for ever. */
export function closeErase(hour: number, lane: KeyPair, epoch: EpochKeys, random: Random): Closed {
  const place = { flags: FLAG.BASE | FLAG.ERASE, seq: ERASE_SEQ, prev: ZERO_ID, hour, expires: 0 };
  return sealed(place, lane, epoch, new Uint8Array(0), random);
}

/** Gate signatures by lane: Ed25519 gives the same one each time, and it takes as long as the lane's own. */
const admissions = new WeakMap<EpochKeys, Map<LaneKey, Uint8Array>>();

function admission(epoch: EpochKeys, lane: LaneKey): Uint8Array {
  const known = admissions.get(epoch) ?? new Map<LaneKey, Uint8Array>();
  admissions.set(epoch, known);
  const signature =
    known.get(lane) ?? nacl.sign.detached(admissionMessage(epoch.space, epoch.id, lane), epoch.gate.secret);
  known.set(lane, signature);
  return signature;
}

function sealed(place: Place, lane: KeyPair, epoch: EpochKeys, body: Uint8Array, random: Random): Closed {
  const { flags, seq, prev, hour, expires } = place;
  const laneKey = hex(lane.public) as LaneKey;
  const fields = { flags, seq, prev, hour, expires, space: epoch.space, epoch: epoch.id, lane: laneKey };
  const gate = (flags & FLAG.BASE) !== 0 ? admission(epoch, laneKey) : undefined;
  const nonce = random(SIZE.nonce);
  const box = nacl.secretbox(pad(body), nonce, epoch.content);
  const before = layOut({ version: 1, ...fields }, gate, nonce, box);
  const signature = nacl.sign.detached(signedMessage(before), lane.secret);
  const bytes = concatBytes(before, signature) as Sealed;
  return { bytes, id: envelopeId(bytes) };
}

/** Opens an envelope of an epoch. Whose it is, and whether that counts, is not judged here. */
export function open(envelope: Envelope, epoch: EpochKeys): { body: Body } | { reason: SealRefusal } {
  const { isBase, isErase, nonce, box } = envelope;
  if (envelope.space !== epoch.space || envelope.epoch !== epoch.id) return { reason: "epoch" };
  if (isErase) return { reason: "erase" };
  const plain = nacl.secretbox.open(box, nonce, epoch.content);
  if (plain === null) return { reason: "box" };
  const content = unpad(plain);
  if (content === undefined) return { reason: "padding" };
  const body = readBody(content, isBase);
  return body === undefined ? { reason: "body" } : { body };
}
