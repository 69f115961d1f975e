import type { Answering, Asking } from "./comparison.ts";
import { Cursor } from "./cursor.ts";
import { LIMIT } from "./limits.ts";
import { comparison } from "./load-comparison.ts";
import { ANSWERS, ASKS, NAMES } from "./modes.ts";
import type { Out } from "./out.ts";
import type { Push } from "./push.ts";
import type { Head } from "./store.ts";

/**
 * How the heads of two sides are compared. With few, each names them all. With many, one side asks of ranges, and what
 * differs is named after it; the other side waits for that with its list.
 */
export class Match {
  readonly #push: Push;
  #round = 0;
  #asking: Asking | undefined;
  #answering: Answering | undefined;
  /** Whether the peer is asked, and did not answer yet. */
  #isOpen = false;
  /** Whether this side holds its list back. */
  #waits = false;
  /** Whether the peer names all it has. */
  #isListed = false;

  constructor(push: Push) {
    this.#push = push;
  }

  /** Begins the comparison. @returns milliseconds until it is to begin anew */
  begin(out: Out, now: number, begins: boolean): number {
    const heads = this.#push.served();
    const isMany = heads.length >= LIMIT.plainHeads && comparison() !== undefined;
    // Who did not answer a question of ranges does not know them.
    if (isMany && begins && !this.#isOpen) this.#ask(out, now, heads);
    else if (isMany && !begins && !this.#waits && !this.#isListed) {
      this.#waits = true;
      this.#push.listed = now;
      return 2 * relistOf(heads.length, LIMIT.relistPerHead);
    } else this.#list(now);
    return relistOf(heads.length, LIMIT.relistPerHead);
  }

  /** The peer names its heads: so does this side, if it held its list back or asked of ranges in vain. */
  heard(now: number): void {
    this.#isListed = true;
    if (this.#waits || this.#isOpen) this.#list(now);
  }

  /** @returns units that it costs the peer; undefined where the body is none of its mode */
  take(out: Out, mode: number, body: Uint8Array, now: number): number | undefined {
    if (mode === ASKS) return this.#asked(out, body, now);
    if (mode === NAMES) return this.#named(out, body);
    return mode === ANSWERS ? this.#answered(out, body) : 0;
  }

  #list(now: number): void {
    this.#waits = this.#isOpen = false;
    this.#asking = undefined;
    this.#push.list(now);
  }

  #ask(out: Out, now: number, heads: readonly Head[]): void {
    const code = comparison();
    if (code === undefined) return;
    this.#round += 1;
    this.#asking = new code.Asking(this.#round, heads);
    this.#isOpen = true;
    this.#push.listed = now;
    out.send({ type: "recon", mode: ASKS, body: this.#asking.begin() });
  }

  #asked(out: Out, body: Uint8Array, now: number): number | undefined {
    const [round, code] = [roundOf(body), comparison()];
    if (round === undefined) return undefined;
    // With few heads the code was not fetched; then this side named them all.
    if (code === undefined) return 0;
    this.#isListed = false;
    if (this.#answering === undefined || round > this.#answering.round) {
      this.#answering = new code.Answering(round, this.#push.served());
    } else if (round < this.#answering.round) return 0;
    const answer = this.#answering.answer(body);
    if (answer === undefined) return undefined;
    this.#push.listed = now;
    out.send({ type: "recon", mode: ANSWERS, body: answer });
    return Math.ceil(this.#answering.size / LIMIT.headsPerUnit);
  }

  #answered(out: Out, body: Uint8Array): number | undefined {
    const told = this.#asking?.take(body) ?? "ignored";
    if (told === "malformed") return undefined;
    if (told === "ignored") return 0;
    this.#isOpen = false;
    if (told instanceof Uint8Array) out.send({ type: "recon", mode: ASKS, body: told });
    else {
      for (const names of this.#asking?.names(told.needs) ?? []) out.send({ type: "recon", mode: NAMES, body: names });
      this.#asking = undefined;
      this.#push.knowAll(out, told.same);
      this.#push.name(told.lacks);
    }
    return 0;
  }

  #named(out: Out, body: Uint8Array): number | undefined {
    const round = roundOf(body);
    if (round === undefined) return undefined;
    if (this.#answering === undefined || round !== this.#answering.round) return 0;
    const told = this.#answering.take(body);
    if (told === "malformed") return undefined;
    if (told === "more") return 0;
    this.#answering = undefined;
    // The list that follows is of what differs.
    this.#waits = false;
    this.#push.knowAll(out, told.same);
    this.#push.name(told.named);
    return 0;
  }
}

const relistOf = (heads: number, perHead: number) => Math.max(LIMIT.relist, heads * perHead);

/** The round of a body of any of these modes; undefined where there is none. */
function roundOf(body: Uint8Array): number | undefined {
  const cursor = new Cursor(body);
  const round = cursor.integer(4);
  return cursor.short ? undefined : round;
}
