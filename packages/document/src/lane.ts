import { type EnvelopeId, ZERO_ID } from "@wijkkit/envelope";
import { concat } from "./bytes.ts";
import { LIMIT } from "./limits.ts";
import type { Payload } from "./read.ts";

/** Whose log of which document a lane is, by a certificate that holds. */
export interface Claim {
  readonly kind: number;
  /** Identity, hex. */
  readonly identity: string;
}

/** An opened envelope. Without `payload` it says nothing, but has its place in the chain all the same. */
export interface Piece {
  readonly seq: number;
  readonly id: EnvelopeId;
  readonly prev: EnvelopeId;
  readonly hour: number;
  readonly isBase: boolean;
  readonly isMore: boolean;
  readonly kind?: number;
  readonly payload?: Uint8Array;
  /** On a BASE whose certificate holds. */
  readonly claim?: Claim;
}

export type Added = "added" | "known" | "fork" | "superseded" | "full";

/**
 * One lane's pieces, in whatever order they come. What counts is what stands in a row from the newest
 * BASE that is complete; what it supersedes is let go.
 */
export class Lane {
  readonly #held = new Map<number, Piece>();
  /** Unfinished snapshots: the seq that each goes on at, and the seq of its BASE. */
  readonly #unfinished = new Map<number, number>();
  /** Payloads of several parts put together, by the seq of the last part. */
  readonly #joined = new Map<number, Uint8Array>();
  #base = -1;
  #head = -1;
  #bytes = 0;
  #hour: number | undefined;

  add(piece: Piece): Added {
    const twin = this.#held.get(piece.seq);
    if (twin !== undefined) return twin.id === piece.id ? "known" : "fork";
    if (piece.seq < this.#base) return "superseded";
    const size = piece.payload?.length ?? 0;
    if (this.#bytes + size > LIMIT.laneHeld || this.#held.size >= LIMIT.laneEnvelopes) return "full";
    this.#held.set(piece.seq, piece);
    this.#hour = undefined;
    this.#bytes += size;
    const base = piece.isBase ? piece.seq : this.#unfinished.get(piece.seq);
    if (base !== undefined) this.#goOn(base, piece.isBase ? base : piece.seq - 1);
    this.#walk();
    return "added";
  }

  /** Follows a snapshot from a part that is in its row; lets it count once all of it is there. */
  #goOn(base: number, from: number): void {
    let seq = from;
    while (this.#held.get(seq)?.isMore && this.#follows(seq)) seq += 1;
    if (!this.#held.get(seq)?.isMore) this.#supersede(base, seq);
    else if (!this.#held.has(seq + 1)) this.#unfinished.set(seq + 1, base);
  }

  /** Whether what is held at the next seq is no BASE and is chained to this one. */
  #follows(seq: number): boolean {
    const next = this.#held.get(seq + 1);
    return next !== undefined && !next.isBase && next.prev === this.#held.get(seq)?.id;
  }

  #supersede(base: number, head: number): void {
    if (base <= this.#base) return;
    for (const [seq, piece] of this.#held) {
      if (seq >= base) continue;
      this.#held.delete(seq);
      this.#bytes -= piece.payload?.length ?? 0;
    }
    for (const [seq, from] of this.#unfinished) if (from <= base) this.#unfinished.delete(seq);
    this.#joined.clear();
    this.#base = base;
    this.#head = head;
  }

  #walk(): void {
    if (this.#base < 0) return;
    while (this.#held.get(this.#head + 1)?.prev === this.#held.get(this.#head)?.id) this.#head += 1;
  }

  /** Seq of the BASE that counts; −1 when none is complete. */
  get base(): number {
    return this.#base;
  }

  /** Seq of the end of the row; −1 when no BASE is complete. */
  get head(): number {
    return this.#head;
  }

  /**
   * Where the lane's owner goes on. `isOpen`: after a part of a payload whose rest is not there, so that
   * nothing but a BASE can follow.
   */
  get end(): { readonly seq: number; readonly id: EnvelopeId; readonly isOpen: boolean } {
    let seq = this.#head;
    if (seq < 0) {
      const first = [...this.#held.values()].filter(({ isBase }) => isBase).sort((a, b) => a.seq - b.seq)[0];
      if (first === undefined) return { seq, id: ZERO_ID, isOpen: true };
      for (seq = first.seq; this.#follows(seq); ) seq += 1;
    }
    const last = this.#held.get(seq);
    return { seq, id: last?.id ?? ZERO_ID, isOpen: last?.isMore ?? true };
  }

  idAt(seq: number): EnvelopeId | undefined {
    return this.#held.get(seq)?.id;
  }

  /** What the BASE that counts claims. */
  get claim(): Claim | undefined {
    return this.#held.get(this.#base)?.claim;
  }

  /** What an unfinished snapshot claims. */
  get begun(): Claim | undefined {
    for (const base of this.#unfinished.values()) {
      const claim = this.#held.get(base)?.claim;
      if (claim !== undefined) return claim;
    }
    return undefined;
  }

  /** The newest hour of what counts; 0 when nothing does. */
  get hour(): number {
    if (this.#hour === undefined) {
      this.#hour = 0;
      for (const { hour } of this.#row()) this.#hour = Math.max(this.#hour, hour);
    }
    return this.#hour;
  }

  /** The newest hour of what counts up to and with `seq`; 0 when nothing does. */
  hourUntil(seq: number): number {
    return [...this.#row()].reduce((hour, piece) => (piece.seq <= seq ? Math.max(hour, piece.hour) : hour), 0);
  }

  /** What came after the BASE that counts. */
  get tail(): Piece[] {
    const row = [...this.#row()];
    return row.slice(row.findIndex(({ isMore }) => !isMore) + 1);
  }

  /** Bytes and pieces in memory. */
  get held(): { readonly bytes: number; readonly pieces: number } {
    return { bytes: this.#bytes, pieces: this.#held.size };
  }

  /** Whether anything is held that is not in the row yet. */
  get waits(): boolean {
    return this.#base < 0 || this.#held.size > this.#head - this.#base + 1;
  }

  /** Payloads that are whole, up to the limits of a document; what is unreadable is left out. */
  payloads(): Payload[] {
    const payloads: Payload[] = [];
    let bytes = 0;
    let parts: (Uint8Array | undefined)[] = [];
    let isBase = false;
    for (const piece of this.#row()) {
      if (parts.length === 0) isBase = piece.isBase;
      parts.push(piece.payload);
      bytes += piece.payload?.length ?? 0;
      if (bytes > LIMIT.document || payloads.length >= LIMIT.tail) break;
      if (piece.isMore) continue;
      const readable = parts.filter((part) => part !== undefined);
      if (readable.length === parts.length)
        payloads.push({ bytes: this.#join(readable, piece.seq), isBase, end: piece.seq });
      parts = [];
    }
    return payloads;
  }

  /** The same array every time, so that it can be told whether it was read before. */
  #join(parts: readonly Uint8Array[], end: number): Uint8Array {
    const joined = this.#joined.get(end) ?? concat(parts);
    if (parts.length > 1) this.#joined.set(end, joined);
    return joined;
  }

  /** From the BASE that counts to the head, or to the next BASE, which is not complete. */
  *#row(): Iterable<Piece> {
    if (this.#base < 0) return;
    for (let seq = this.#base; seq <= this.#head; seq += 1) {
      const piece = this.#held.get(seq);
      if (piece === undefined || (piece.isBase && seq > this.#base)) return;
      yield piece;
    }
  }
}
