import { LIMIT } from "../limits.ts";
import { SEAL_OVERHEAD } from "./sealing.ts";

/** Largest message on the data channel, in bytes: what every browser carries whole. */
export const FRAME = 16_384;
/** Bytes before the part: lane, and whether more follow. */
export const FRAGMENT_HEAD = 2;
/** Bytes of a message that one fragment carries; all but the last carry exactly this many. */
export const PART = FRAME - SEAL_OVERHEAD - FRAGMENT_HEAD;

/** y-webrtc's own frames. */
export const LANE_YJS = 0;
/** Frames of our sessions. */
export const LANE_SESSION = 1;
/** Says only that the sender holds the live key. Lanes that a later version adds are skipped. */
export const LANE_READY = 255;

export type Lane = typeof LANE_YJS | typeof LANE_SESSION;

/** Largest message of a lane, in bytes. A session frame, and a head beside it. */
export const MESSAGE_LIMIT: Readonly<Record<Lane, number>> = {
  [LANE_YJS]: 4_194_304,
  [LANE_SESSION]: LIMIT.frame + 1_024,
};

export const isLane = (lane: number): lane is Lane => lane === LANE_YJS || lane === LANE_SESSION;

/** The fragment of `message` that starts at byte `from`. */
export function fragmentAt(lane: number, message: Uint8Array, from: number): Uint8Array {
  const end = Math.min(from + PART, message.length);
  const fragment = new Uint8Array(FRAGMENT_HEAD + end - from);
  fragment[0] = lane;
  fragment[1] = end < message.length ? 1 : 0;
  fragment.set(message.subarray(from, end), FRAGMENT_HEAD);
  return fragment;
}

export type Joined =
  | { readonly message: Uint8Array }
  | { readonly pending: true }
  | { readonly refused: "fragment" | "oversized" };

/** Puts the fragments of one lane together again. Holds at most one message and one part. */
export class Joiner {
  readonly #limit: number;
  #parts: Uint8Array[] = [];
  #length = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  take(more: number, part: Uint8Array): Joined {
    if (more > 1 || (more === 1 && part.length !== PART) || part.length > PART) return { refused: "fragment" };
    if (more === 0 && part.length === 0 && this.#parts.length > 0) return { refused: "fragment" };
    if (this.#length + part.length + more > this.#limit) return { refused: "oversized" };
    this.#parts.push(part);
    this.#length += part.length;
    if (more === 1) return { pending: true };
    const message = new Uint8Array(this.#length);
    let at = 0;
    for (const piece of this.#parts) {
      message.set(piece, at);
      at += piece.length;
    }
    this.#parts = [];
    this.#length = 0;
    return { message };
  }
}

/** Reads a fragment's head; undefined when it has none. */
export function readFragment(bytes: Uint8Array): { lane: number; more: number; part: Uint8Array } | undefined {
  const [lane, more] = bytes;
  if (lane === undefined || more === undefined) return undefined;
  return { lane, more, part: bytes.subarray(FRAGMENT_HEAD) };
}
