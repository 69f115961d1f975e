import { type EpochId, ERASE_SEQ, FLAG, hex, type LaneKey, type Sealed, unhex, ZERO_ID } from "@wijkkit/envelope";
import { type IdentityWithSecrets, type KeyPair, laneKeys, type Random } from "@wijkkit/identity";
import { certify, close, closeErase, type EpochKeys, PAYLOAD_LIMIT, padded } from "@wijkkit/seal";
import { documentId } from "./kinds.ts";
import type { Lane, Piece } from "./lane.ts";
import { WRITE } from "./limits.ts";

/** Who writes, where and with what. */
export interface Pen {
  readonly identity: IdentityWithSecrets;
  readonly seed: Uint8Array;
  /** 16 bytes. */
  readonly device: Uint8Array;
  readonly epoch: EpochKeys;
  readonly random: Random;
}

/** An envelope and what this device remembers of it. */
export interface Written {
  readonly bytes: Sealed;
  readonly piece: Piece;
}

/** Turns payloads of one own document into envelopes of this device's lane of it. */
export class LaneWriter {
  readonly lane: LaneKey;
  readonly epoch: EpochId;
  readonly kind: number;
  readonly #pen: Pen;
  readonly #keys: KeyPair;
  readonly #document: Uint8Array;
  #certificate: Uint8Array | undefined;

  constructor(pen: Pen, kind: number) {
    const { seed, device, epoch, identity } = pen;
    this.#pen = pen;
    this.kind = kind;
    this.epoch = epoch.id;
    this.#document = documentId(kind, identity.sign.public);
    this.#keys = laneKeys(seed, unhex(epoch.space), unhex(epoch.id), device, this.#document);
    this.lane = hex(this.#keys.public) as LaneKey;
  }

  /**
   * Seals a change, or the whole state where it is time for a snapshot: on an empty lane, after 16
   * envelopes, when the tail would weigh more than the state, after a write that was cut off, and without a change.
   * `held` is the lane as it is now.
   */
  seal(held: Lane | undefined, hour: number, change: Uint8Array | undefined, state: () => Uint8Array): Written[] {
    const whole = change === undefined ? state() : this.#snapshot(held, change, state);
    const payload = whole ?? change ?? state();
    const isBase = whole !== undefined;
    const written: Written[] = [];
    let { seq, id } = held?.end ?? { seq: -1, id: ZERO_ID };
    for (let at = 0; at < payload.length || written.length === 0; ) {
      const opens = isBase && written.length === 0;
      const part = payload.subarray(at, at + (opens ? PAYLOAD_LIMIT.base : PAYLOAD_LIMIT.other));
      at += part.length;
      const one = this.#close(part, { seq: seq + 1, prev: id, hour, isBase: opens, isMore: at < payload.length });
      written.push(one);
      ({ seq, id } = one.piece);
    }
    return written;
  }

  /** Ends the lane for ever. */
  erase(hour: number): Written {
    const { epoch, random } = this.#pen;
    const { bytes, id } = closeErase(hour, this.#keys, epoch, random);
    return { bytes, piece: { seq: ERASE_SEQ, id, prev: ZERO_ID, hour, isBase: true, isMore: false } };
  }

  #snapshot(held: Lane | undefined, change: Uint8Array, state: () => Uint8Array): Uint8Array | undefined {
    if (held === undefined || held.base < 0 || held.end.isOpen) return state();
    const { tail } = held;
    const weight = tail.reduce(
      (sum, { payload }) => sum + envelopeSize(payload?.length ?? 0),
      envelopeSize(change.length),
    );
    const whole = state();
    return tail.length >= WRITE.tail || weight > envelopeSize(whole.length) ? whole : undefined;
  }

  #close(payload: Uint8Array, place: Omit<Piece, "id" | "kind" | "payload" | "claim">): Written {
    const { identity, epoch, random } = this.#pen;
    const { seq, prev, hour, isBase, isMore } = place;
    const flags = (isBase ? FLAG.BASE : 0) | (isMore ? FLAG.MORE : 0);
    const body = { kind: this.kind, payload, ...(isBase ? this.#claim() : {}) };
    const { bytes, id } = close({ flags, seq, prev, hour, expires: 0 }, this.#keys, epoch, body, random);
    const claim = { kind: this.kind, identity: hex(identity.sign.public) };
    const piece = { seq, id, prev, hour, isBase, isMore, kind: this.kind, payload };
    return { bytes, piece: isBase ? { ...piece, claim } : piece };
  }

  #claim(): { document: Uint8Array; identity: Uint8Array; certificate: Uint8Array } {
    const { identity, epoch } = this.#pen;
    this.#certificate ??= certify(identity.sign, epoch.space, epoch.id, this.lane, this.#document);
    return { document: this.#document, identity: identity.sign.public, certificate: this.#certificate };
  }
}

/** About what a payload weighs once sealed. */
function envelopeSize(payload: number): number {
  return 250 + padded(4 + 1 + payload);
}
