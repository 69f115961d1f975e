import { ed25519 } from "@noble/curves/ed25519.js";
import { sha512 } from "@noble/hashes/sha2.js";
import {
  admissionMessage,
  type Envelope,
  type EnvelopeId,
  type EpochId,
  ERASE_SEQ,
  epochId,
  FLAG,
  hex,
  type LaneKey,
  layOut,
  layOutRecord,
  parse,
  recordMessage,
  type SpaceId,
  signedMessage,
  spaceId,
  ZERO_ID,
} from "@wijkkit/envelope";

interface Keys {
  readonly secret: Uint8Array;
  readonly public: Uint8Array;
}

/** Bytes that look random and are the same for a seed at every run. */
export function seeded(seed: string, length: number): Uint8Array {
  const bytes = sha512(new TextEncoder().encode(seed));
  if (length <= bytes.length) return bytes.slice(0, length);
  const noise = new Uint32Array(Math.ceil(length / 4));
  let state = new DataView(bytes.buffer).getUint32(0) | 1;
  for (let n = 0; n < noise.length; n++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    noise[n] = state;
  }
  const made = new Uint8Array(noise.buffer).subarray(0, length);
  made.set(bytes);
  return made;
}

function keysOf(seed: string): Keys {
  const secret = seeded(seed, 32);
  return { secret, public: ed25519.getPublicKey(secret) };
}

function join(a: Uint8Array, b: Uint8Array): Uint8Array {
  const whole = new Uint8Array(a.length + b.length);
  whole.set(a);
  whole.set(b, a.length);
  return whole;
}

export interface Draft {
  /** Bytes of the box. */
  readonly size?: number;
  readonly hour?: number;
  readonly expires?: number;
  /** The payload goes on in the next one. */
  readonly more?: boolean;
}

interface Signing {
  /** Operators that the record names. */
  readonly names?: readonly string[];
  /** The operator who signs. */
  readonly by?: string;
  readonly closings?: readonly { readonly epoch: EpochId; readonly lanes: LaneKey[] }[];
  readonly purges?: readonly LaneKey[];
}

/** An hour of the tests' time, and that time in ms. */
export const HOUR = 498_000;
export const NOW: number = HOUR * 3_600_000;

/** A wijk made from a seed: its record, its gate key, and lanes of valid envelopes. Works in browsers too. */
export class Wijk {
  readonly space: SpaceId;
  readonly epoch: EpochId;
  readonly record: Uint8Array;
  readonly #seed: string;
  readonly #root: Keys;
  readonly #gate: Keys;

  constructor(seed: string, epoch = "first") {
    this.#seed = seed;
    this.#root = keysOf(`${seed} root`);
    this.#gate = keysOf(`${seed} gate ${epoch}`);
    this.space = spaceId(this.#root.public);
    this.epoch = epochId(this.#gate.public);
    this.record = this.recordOf(1, [this.#gate.public]);
  }

  get gate(): Uint8Array {
    return this.#gate.public;
  }

  /** The public key of somebody who may be an operator. */
  operator(name: string): Uint8Array {
    return keysOf(`${this.#seed} operator ${name}`).public;
  }

  /** A record, by the root key or by an operator. */
  recordOf(
    revision: number,
    gates: readonly Uint8Array[],
    { names = [], by, closings = [], purges = [] }: Signing = {},
  ): Uint8Array {
    const signer = by === undefined ? this.#root : keysOf(`${this.#seed} operator ${by}`);
    const operators = names.map((name) => this.operator(name));
    const none = { closings: [...closings], kiosks: [], purges: [...purges] };
    const fields = { root: this.#root.public, revision, gates: [...gates], operators, ...none, signer: signer.public };
    const before = layOutRecord(fields);
    return join(before, ed25519.sign(recordMessage(before), signer.secret));
  }

  /** What a session's `prove` does. */
  prove(message: Uint8Array) {
    return [{ epoch: this.epoch, signature: ed25519.sign(message, this.#gate.secret) }];
  }

  /** @param like a lane whose key and place to take over */
  lane(name: string, like?: LaneMaker): LaneMaker {
    const { space, epoch } = this;
    return new LaneMaker(`${this.#seed} ${epoch} ${name}`, { space, epoch, gate: this.#gate }, like);
  }
}

interface Place {
  readonly space: SpaceId;
  readonly epoch: EpochId;
  readonly gate: Keys;
}

/** Makes the envelopes of one lane, one after the other. */
export class LaneMaker {
  readonly key: LaneKey;
  readonly #keys: Keys;
  readonly #seed: string;
  readonly #place: Place;
  seq: number;
  prev: EnvelopeId;

  constructor(seed: string, place: Place, like?: LaneMaker) {
    this.#seed = seed;
    this.#keys = like ? like.#keys : keysOf(`${seed} lane`);
    this.key = hex(this.#keys.public) as LaneKey;
    this.#place = place;
    this.seq = like?.seq ?? 0;
    this.prev = like?.prev ?? ZERO_ID;
  }

  base(draft: Draft = {}): Envelope {
    return this.#make(FLAG.BASE, draft);
  }

  next(draft: Draft = {}): Envelope {
    return this.#make(0, draft);
  }

  erase(): Envelope {
    this.seq = ERASE_SEQ;
    this.prev = ZERO_ID;
    return this.#make(FLAG.BASE | FLAG.ERASE, { size: 272 });
  }

  /** A BASE and what follows, `length` in all. */
  some(length: number, draft: Draft = {}): Envelope[] {
    return Array.from({ length }, () => (this.seq === 0 ? this.base(draft) : this.next(draft)));
  }

  /** A maker that goes on from here its own way: for forks. */
  fork(name: string): LaneMaker {
    const fork = new LaneMaker(this.#seed, this.#place, this);
    fork.#salt = name;
    return fork;
  }

  #salt = "";

  #make(kind: number, { size = 272, hour = HOUR, expires = 0, more = false }: Draft): Envelope {
    const { space, epoch, gate: admits } = this.#place;
    const { key: lane, seq, prev } = this;
    const flags = kind | (more ? FLAG.MORE : 0);
    const noise = seeded(`${this.#seed} ${seq} ${this.#salt}`, 24 + size);
    const admission = admissionMessage(space, epoch, lane);
    const gate = (kind & FLAG.BASE) === 0 ? undefined : ed25519.sign(admission, admits.secret);
    const header = { version: 1, flags, space, epoch, lane, seq, prev, hour, expires } as const;
    const before = layOut(header, gate, noise.subarray(0, 24), noise.subarray(24));
    const parsed = parse(join(before, ed25519.sign(signedMessage(before), this.#keys.secret)));
    if ("reason" in parsed) throw new Error(`test envelope: ${parsed.reason}`);
    this.seq += 1;
    this.prev = parsed.envelope.id;
    return parsed.envelope;
  }
}
