import {
  FRAGMENT_HEAD,
  FRAME,
  fragmentAt,
  isLane,
  Joiner,
  LANE_READY,
  LANE_SESSION,
  LANE_YJS,
  type Lane,
  MESSAGE_LIMIT,
  readFragment,
} from "./fragment.ts";
import { CHALLENGE, type Live, Sealing } from "./sealing.ts";

/** Bytes that may wait on a lane; a neighbour who reads slower than that is let go. */
export const QUEUE_LIMIT = 16_777_216;
/** Messages that may wait on a lane. */
export const QUEUE_MESSAGES = 16_384;

export type LinkEnd = "challenge" | "seal" | "fragment" | "oversized" | "slow";

/** What the peer's bytes led to. */
export type Taken =
  | { readonly type: "nothing" }
  | { readonly type: "up" }
  | { readonly type: "message"; readonly lane: Lane; readonly message: Uint8Array }
  | { readonly type: "end"; readonly reason: LinkEnd };

const NOTHING: Taken = { type: "nothing" };

interface Waiting {
  readonly message: Uint8Array;
  at: number;
}

/**
 * One connection to a neighbour, as a state machine: challenges, then sealed fragments of two lanes. Bytes go in
 * by {@link Link.take}, come out by {@link Link.next}; it never touches a channel, a clock or a random source.
 */
export class Link {
  readonly #live: Live;
  readonly #challenge: Uint8Array;
  readonly #joiners: Record<Lane, Joiner> = {
    [LANE_YJS]: new Joiner(MESSAGE_LIMIT[LANE_YJS]),
    [LANE_SESSION]: new Joiner(MESSAGE_LIMIT[LANE_SESSION]),
  };
  readonly #queues: Record<Lane, Waiting[]> = { [LANE_YJS]: [], [LANE_SESSION]: [] };
  readonly #queued: Record<Lane, number> = { [LANE_YJS]: 0, [LANE_SESSION]: 0 };
  #sealing: Sealing | undefined;
  #challenged = false;
  #ready = false;
  #proven = false;
  #ended = false;
  #turn: Lane = LANE_SESSION;

  /** @param challenge 32 fresh random bytes. */
  constructor(live: Live, challenge: Uint8Array) {
    if (challenge.length !== CHALLENGE) throw new RangeError(`a challenge is ${CHALLENGE} bytes`);
    this.#live = live;
    this.#challenge = challenge;
  }

  /** Bytes of a lane's messages that have not been handed out yet. */
  queued(lane: Lane): number {
    return this.#queued[lane];
  }

  /**
   * Puts a message in a lane's queue. Answers false when the queue is full: then the link has ended.
   * @throws RangeError when the message is larger than its lane carries.
   */
  send(lane: Lane, message: Uint8Array): boolean {
    if (message.length > MESSAGE_LIMIT[lane]) throw new RangeError(`more than ${MESSAGE_LIMIT[lane]} bytes`);
    if (this.#ended) return false;
    if (this.#queued[lane] + message.length > QUEUE_LIMIT || this.#queues[lane].length >= QUEUE_MESSAGES) {
      this.#ended = true;
      return false;
    }
    this.#queues[lane].push({ message, at: 0 });
    this.#queued[lane] += message.length;
    return true;
  }

  /** The next bytes for the data channel, at most one frame; undefined when there are none now. */
  next(): Uint8Array | undefined {
    if (this.#ended) return undefined;
    if (!this.#challenged) {
      this.#challenged = true;
      return this.#challenge;
    }
    if (this.#sealing && !this.#ready) {
      this.#ready = true;
      return this.#sealing.seal(Uint8Array.of(LANE_READY, 0));
    }
    return this.#proven ? this.#fragment() : undefined;
  }

  /** Judges one message of the data channel. After an `end` nothing more is taken or handed out. */
  take(bytes: Uint8Array): Taken {
    if (this.#ended) return NOTHING;
    const taken = this.#sealing ? this.#open(this.#sealing, bytes) : this.#meet(bytes);
    if (taken.type === "end") this.#ended = true;
    return taken;
  }

  #fragment(): Uint8Array | undefined {
    const other: Lane = this.#turn === LANE_SESSION ? LANE_YJS : LANE_SESSION;
    const lane = this.#queues[this.#turn].length > 0 ? this.#turn : other;
    const waiting = this.#queues[lane][0];
    if (!waiting) return undefined;
    this.#turn = lane === LANE_SESSION ? LANE_YJS : LANE_SESSION;
    const fragment = fragmentAt(lane, waiting.message, waiting.at);
    const carried = fragment.length - FRAGMENT_HEAD;
    waiting.at += carried;
    this.#queued[lane] -= carried;
    if (waiting.at >= waiting.message.length) this.#queues[lane].shift();
    return this.#sealing?.seal(fragment);
  }

  #meet(bytes: Uint8Array): Taken {
    if (bytes.length === CHALLENGE) this.#sealing = Sealing.between(this.#live, this.#challenge, bytes);
    return this.#sealing ? NOTHING : { type: "end", reason: "challenge" };
  }

  #open(sealing: Sealing, bytes: Uint8Array): Taken {
    if (bytes.length > FRAME) return { type: "end", reason: "oversized" };
    const plain = sealing.open(bytes);
    if (!plain) return { type: "end", reason: "seal" };
    const fragment = readFragment(plain);
    if (!fragment) return { type: "end", reason: "fragment" };
    if (!this.#proven) {
      if (fragment.lane !== LANE_READY) return { type: "end", reason: "fragment" };
      this.#proven = true;
      return { type: "up" };
    }
    if (!isLane(fragment.lane)) return NOTHING;
    const joined = this.#joiners[fragment.lane].take(fragment.more, fragment.part);
    if ("refused" in joined) return { type: "end", reason: joined.refused };
    return "pending" in joined ? NOTHING : { type: "message", lane: fragment.lane, message: joined.message };
  }
}
