import { LIMIT } from "./limits.ts";

/** How much one peer may still send: a bucket that fills with time. */
export class Rate {
  #units: number = LIMIT.unitsBurst;
  #strikes = 0;
  #last: number | undefined;

  tick(now: number): void {
    const seconds = Math.max(0, now - (this.#last ?? now)) / 1000;
    this.#last = now;
    this.#units = Math.min(LIMIT.unitsBurst, this.#units + seconds * LIMIT.unitsPerSecond);
  }

  /** @returns false when the peer has spent more than it may */
  spend(bytes: number): boolean {
    this.#units -= 1 + Math.floor(bytes / LIMIT.bytesPerUnit);
    return this.#units >= 0;
  }

  /** Counts something that no honest peer sends. @returns false when there were too many */
  strike(): boolean {
    this.#strikes += 1;
    return this.#strikes <= LIMIT.strikes;
  }
}
