import { hex, integer, join, labelled, Reader, unhex } from "./bytes.ts";
import { type EnvelopeId, type EpochId, envelopeId, type LaneKey, type SpaceId, ZERO_ID } from "./ids.ts";
import { ERASE_SEQ, FLAG, LIMIT, SIZE } from "./limits.ts";
import type { Refusal } from "./verdict.ts";

/** The bytes of an envelope: only closing one and `parse` make them. */
export type Sealed = Uint8Array & { readonly __brand: "Sealed" };

/** `hour` and `expires` count hours since 1970-01-01T00Z; `expires` 0 is never. */
export interface Header {
  version: 1;
  flags: number;
  space: SpaceId;
  epoch: EpochId;
  lane: LaneKey;
  seq: number;
  prev: EnvelopeId;
  hour: number;
  expires: number;
}

/** A parsed envelope. Its arrays are views on `bytes`. */
export interface Envelope extends Header {
  id: EnvelopeId;
  /** 64 bytes, present exactly on a BASE. */
  gate?: Uint8Array;
  /** 24 bytes. */
  nonce: Uint8Array;
  /** 16 bytes of authenticator, then the sealed body. */
  box: Uint8Array;
  /** 64 bytes, by the lane key. */
  signature: Uint8Array;
  bytes: Sealed;
  isBase: boolean;
  isMore: boolean;
  isErase: boolean;
}

const KNOWN_FLAGS = FLAG.BASE | FLAG.MORE | FLAG.ERASE;

/**
 * Reads an envelope and checks its form, not its signatures. Never throws.
 * The result shares the memory of `bytes`: who goes on writing there must hand in a copy.
 */
export function parse(bytes: Uint8Array): { envelope: Envelope } | { reason: Refusal } {
  if (bytes.length > LIMIT.envelope) return { reason: "oversized" };
  const reader = new Reader(bytes);
  const version = reader.u8();
  const flags = reader.u8();
  if (reader.short) return { reason: "truncated" };
  if (version !== 1) return { reason: "version" };
  if ((flags & ~KNOWN_FLAGS) !== 0) return { reason: "flags" };
  const header: Header = {
    version,
    flags,
    space: hex(reader.take(SIZE.space)) as SpaceId,
    epoch: hex(reader.take(SIZE.epoch)) as EpochId,
    lane: hex(reader.take(SIZE.key)) as LaneKey,
    seq: reader.u32(),
    prev: hex(reader.take(SIZE.id)) as EnvelopeId,
    hour: reader.u32(),
    expires: reader.u32(),
  };
  const isBase = (flags & FLAG.BASE) !== 0;
  const gate = isBase ? reader.take(SIZE.signature) : undefined;
  const nonce = reader.take(SIZE.nonce);
  const boxLength = reader.left - SIZE.signature;
  if (reader.short || boxLength < SIZE.authenticator) return { reason: "truncated" };
  const reason = misshapen(header, boxLength);
  if (reason !== undefined) return { reason };
  const envelope: Envelope = {
    ...header,
    id: envelopeId(bytes),
    ...(gate === undefined ? {} : { gate }),
    nonce,
    box: reader.take(boxLength),
    signature: reader.take(SIZE.signature),
    bytes: bytes as Sealed,
    isBase,
    isMore: (flags & FLAG.MORE) !== 0,
    isErase: (flags & FLAG.ERASE) !== 0,
  };
  return { envelope };
}

/** The rules of form that concern more than one field. */
function misshapen(header: Header, boxLength: number): Refusal | undefined {
  const { flags, seq, prev, expires } = header;
  const isErase = (flags & FLAG.ERASE) !== 0;
  if (isErase) {
    const bare = flags === (FLAG.BASE | FLAG.ERASE) && prev === ZERO_ID && expires === 0;
    if (!bare || seq !== ERASE_SEQ || boxLength > LIMIT.eraseBox) return "erase";
    return undefined;
  }
  if (seq === ERASE_SEQ) return "seq";
  if (seq === 0 && (flags & FLAG.BASE) === 0) return "seq";
  if ((seq === 0) !== (prev === ZERO_ID)) return "prev";
  return undefined;
}

/**
 * Every byte of an envelope before its signature. `gate` is given exactly on a BASE.
 * Throws when the result would not be an envelope: that is the caller's mistake.
 */
export function layOut(header: Header, gate: Uint8Array | undefined, nonce: Uint8Array, box: Uint8Array): Uint8Array {
  const { version, flags, space, epoch, lane, seq, prev, hour, expires } = header;
  const before = join(
    ...[integer(version, 1), integer(flags, 1)],
    ...[exactly(unhex(space), SIZE.space), exactly(unhex(epoch), SIZE.epoch)],
    ...[exactly(unhex(lane), SIZE.key), integer(seq, 4), exactly(unhex(prev), SIZE.id)],
    ...[integer(hour, 4), integer(expires, 4)],
    ...(gate === undefined ? [] : [exactly(gate, SIZE.signature)]),
    ...[exactly(nonce, SIZE.nonce), box],
  );
  const isBase = (flags & FLAG.BASE) !== 0;
  if (isBase !== (gate !== undefined)) throw new TypeError("a gate belongs to a BASE, and to it alone");
  const result = parse(join(before, new Uint8Array(SIZE.signature)));
  if ("reason" in result) throw new TypeError(`not an envelope: ${result.reason}`);
  return before;
}

function exactly(bytes: Uint8Array, length: number): Uint8Array {
  if (bytes.length !== length) throw new TypeError(`${bytes.length} bytes where ${length} belong`);
  return bytes;
}

/** What the lane key signs: the label and every byte before the signature. */
export function signedMessage(before: Uint8Array): Uint8Array {
  return labelled("wijkkit/1 envelope", before);
}

/** What the epoch's gate key signs to admit a lane. */
export function admissionMessage(space: SpaceId, epoch: EpochId, lane: LaneKey): Uint8Array {
  return labelled("wijkkit/1 admission", unhex(space), unhex(epoch), unhex(lane));
}
