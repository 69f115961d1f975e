import { type EnvelopeId, integer, type LaneKey } from "@wijkkit/envelope";
import { Cursor, join } from "./cursor.ts";
import type { Listed } from "./frames.ts";
import { LIMIT } from "./limits.ts";

/** Round 0 is no whole list: heads that changed, to be compared like the others. */
const CHANGES = 0;
const HEAD_SIZE = 68;

/** Lays out one side's heads in RECON bodies, a frame at a time. */
export class ListWriter {
  #round = 0;
  #parts: (readonly Listed[])[] = [];
  #written = 0;
  #sent = CHANGES;

  get busy(): boolean {
    return this.#written < this.#parts.length;
  }

  /** Starts a new round with the whole list; what was left of an older one is dropped. */
  begin(heads: readonly Listed[]): void {
    this.#round += 1;
    this.#start(heads, this.#round);
  }

  /** Starts a list of heads that changed. Only when not busy. */
  changes(heads: readonly Listed[]): void {
    this.#start(heads, CHANGES);
  }

  /** The next body; undefined when the list is out. */
  next(): Uint8Array | undefined {
    const heads = this.#parts[this.#written];
    if (heads === undefined) return undefined;
    const number = [integer(this.#sent, 4), integer(this.#written, 2), integer(this.#parts.length, 2)];
    this.#written += 1;
    return join(...number, ...heads.flatMap(({ lane, seq, id }) => [lane, integer(seq, 4), id]));
  }

  #start(heads: readonly Listed[], round: number): void {
    this.#parts = [];
    for (let at = 0; at === 0 || at < heads.length; at += LIMIT.headsPerFrame) {
      this.#parts.push(heads.slice(at, at + LIMIT.headsPerFrame));
    }
    this.#parts.length = Math.min(this.#parts.length, LIMIT.listFrames);
    this.#written = 0;
    this.#sent = round;
  }
}

/** Reads the other side's RECON bodies, in any order and any number of times. */
export class ListReader {
  #round = 0;
  #parts = 0;
  readonly #seen = new Set<number>();

  /** Whether any whole list has come in. */
  complete = false;

  /** @returns the heads of one body; undefined when it is malformed */
  take(body: Uint8Array): Listed[] | undefined {
    const cursor = new Cursor(body);
    const [round, part, parts] = [cursor.integer(4), cursor.integer(2), cursor.integer(2)];
    const count = cursor.left / HEAD_SIZE;
    if (cursor.short || !Number.isInteger(count) || count > LIMIT.headsPerFrame) return undefined;
    if (part >= parts || parts > LIMIT.listFrames) return undefined;
    if (!this.#note(round, part, parts)) return undefined;
    return Array.from({ length: count }, () => ({
      lane: cursor.hex(32) as LaneKey,
      seq: cursor.integer(4),
      id: cursor.hex(32) as EnvelopeId,
    }));
  }

  #note(round: number, part: number, parts: number): boolean {
    if (round === CHANGES || round < this.#round) return true;
    if (round > this.#round) {
      this.#seen.clear();
      this.#round = round;
      this.#parts = parts;
    }
    if (parts !== this.#parts) return false;
    this.#seen.add(part);
    if (this.#seen.size === parts) this.complete = true;
    return true;
  }
}
