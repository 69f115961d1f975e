import type { Envelope, SpaceId, Wait } from "@wijkkit/envelope";
import { LIMIT } from "./limits.ts";

/** An envelope that waits, who sent it, and what for. */
export interface Parked {
  readonly envelope: Envelope;
  readonly source: object | undefined;
  readonly waiting: Wait;
}

/**
 * Envelopes that wait for a record, a predecessor or the clock. In memory and bounded: when it is full, the
 * oldest of whoever sent most goes first, so a flood pushes out itself. What is lost here, reconciliation
 * brings again.
 */
export class Parking {
  readonly #parked = new Map<string, Parked>();
  #bytes = 0;

  get count(): number {
    return this.#parked.size;
  }

  get bytes(): number {
    return this.#bytes;
  }

  add(parked: Parked): void {
    this.#drop(parked.envelope.id);
    this.#parked.set(parked.envelope.id, parked);
    this.#bytes += parked.envelope.bytes.length;
    while (this.#parked.size > LIMIT.parked || this.#bytes > LIMIT.parkedBytes) this.#drop(this.#oldestOfMost());
  }

  /** Takes out what waited for one thing in one space, oldest first. */
  take(waiting: Wait, space: SpaceId, which: (envelope: Envelope) => boolean = () => true): Parked[] {
    const taken: Parked[] = [];
    for (const one of this.#parked.values()) {
      if (one.waiting === waiting && one.envelope.space === space && which(one.envelope)) taken.push(one);
    }
    for (const { envelope } of taken) this.#drop(envelope.id);
    return taken;
  }

  /** The spaces of which anything is parked. */
  spaces(): Set<SpaceId> {
    return new Set([...this.#parked.values()].map(({ envelope }) => envelope.space));
  }

  #drop(id: string): void {
    this.#bytes -= this.#parked.get(id)?.envelope.bytes.length ?? 0;
    this.#parked.delete(id);
  }

  #oldestOfMost(): string {
    const bytesOf = new Map<object | undefined, number>();
    for (const { source, envelope } of this.#parked.values()) {
      bytesOf.set(source, (bytesOf.get(source) ?? 0) + envelope.bytes.length + 1024);
    }
    const [most] = [...bytesOf].reduce((a, b) => (b[1] > a[1] ? b : a));
    for (const [id, { source }] of this.#parked) if (source === most) return id;
    return "";
  }
}
