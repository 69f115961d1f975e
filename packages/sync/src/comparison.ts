import { hex, integer, unhex } from "@wijkkit/envelope";
import { Cursor, join } from "./cursor.ts";
import { LIMIT } from "./limits.ts";
import { Negentropy } from "./negentropy.ts";
import type { Head } from "./store.ts";

type Heads = readonly Head[];

const negentropyOf = (heads: Heads) =>
  new Negentropy(
    heads.map(({ hour, id }) => ({ time: hour, id: unhex(id) })),
    LIMIT.ranges,
  );

/** Where the side that begins stands after an answer. */
export type Told =
  | "ignored"
  | "malformed"
  /** The next question. */
  | Uint8Array
  /** All is compared: heads that the peer lacks, ids that it has and this side lacks, and heads that are the same. */
  | { readonly lacks: Heads; readonly needs: readonly Uint8Array[]; readonly same: Heads };

/** The side that begins: it asks of ranges of heads, as they stood when it began, and learns both differences. */
export class Asking {
  readonly #round: number;
  readonly #heads: Heads;
  readonly #negentropy: Negentropy;
  readonly #lacks = new Set<string>();
  readonly #needs = new Map<string, Uint8Array>();
  #step = 0;
  #isDone = false;

  constructor(round: number, heads: Heads) {
    this.#round = round;
    this.#heads = heads;
    this.#negentropy = negentropyOf(heads);
  }

  /** The first question, as the body of a RECON. */
  begin(): Uint8Array {
    return this.#body(this.#negentropy.initiate());
  }

  take(body: Uint8Array): Told {
    const { round, step, message } = readBody(body);
    if (message === undefined) return "malformed";
    if (this.#isDone || round !== this.#round || step !== this.#step) return "ignored";
    const next = this.#negentropy.proceed(message);
    if (next === undefined) return "malformed";
    for (const id of next.have) this.#lacks.add(hex(id));
    for (const id of next.need) this.#needs.set(hex(id), id);
    this.#step += 1;
    const isTooMuch = this.#step >= LIMIT.rangeSteps;
    if (next.message !== undefined && !isTooMuch) return this.#body(next.message);
    this.#isDone = true;
    const lacks = this.#heads.filter(({ id }) => this.#lacks.has(id));
    // Where it was broken off nothing is known of the rest.
    const same = isTooMuch ? [] : this.#heads.filter(({ id }) => !this.#lacks.has(id));
    return { lacks, needs: [...this.#needs.values()], same };
  }

  /** Asks for the names of ids, as bodies of RECON; without ids one that says so. */
  names(ids: readonly Uint8Array[]): Uint8Array[] {
    const some = ids.slice(0, LIMIT.headsPerFrame * LIMIT.listFrames);
    const parts = Math.max(1, Math.ceil(some.length / LIMIT.headsPerFrame));
    return Array.from({ length: parts }, (_, part) => {
      const mine = some.slice(part * LIMIT.headsPerFrame, (part + 1) * LIMIT.headsPerFrame);
      return join(integer(this.#round, 4), integer(part, 2), integer(parts, 2), ...mine);
    });
  }

  #body(message: Uint8Array): Uint8Array {
    return join(integer(this.#round, 4), integer(this.#step, 2), message);
  }
}

/** The side that answers, by its heads as they stood when the other began. */
export class Answering {
  readonly #round: number;
  readonly #heads: Heads;
  readonly #negentropy: Negentropy;
  readonly #named = new Map<number, readonly string[]>();
  #parts = 0;

  constructor(round: number, heads: Heads) {
    this.#round = round;
    this.#heads = heads;
    this.#negentropy = negentropyOf(heads);
  }

  get round(): number {
    return this.#round;
  }

  get size(): number {
    return this.#heads.length;
  }

  /** An answer to a question; undefined where that is none. */
  answer(body: Uint8Array): Uint8Array | undefined {
    const { step, message } = readBody(body);
    const answer = message && this.#negentropy.answer(message);
    return answer && join(integer(this.#round, 4), integer(step, 2), answer);
  }

  /** Ids of which the peer asks the names; once all came, those heads and the others, which the peer has too. */
  take(body: Uint8Array): "more" | "malformed" | { readonly named: Heads; readonly same: Heads } {
    const cursor = new Cursor(body);
    const [, part, parts] = [cursor.integer(4), cursor.integer(2), cursor.integer(2)];
    const count = cursor.left / 32;
    const isSound = !cursor.short && Number.isInteger(count) && count <= LIMIT.headsPerFrame;
    if (!isSound || part >= parts || parts > LIMIT.listFrames) return "malformed";
    if (this.#named.size > 0 && parts !== this.#parts) return "malformed";
    this.#parts = parts;
    this.#named.set(
      part,
      Array.from({ length: count }, () => cursor.hex(32)),
    );
    if (this.#named.size < parts) return "more";
    const ids = new Set([...this.#named.values()].flat());
    const isNamed = ({ id }: Head) => ids.has(id);
    return { named: this.#heads.filter(isNamed), same: this.#heads.filter((head) => !isNamed(head)) };
  }
}

function readBody(body: Uint8Array): { round: number; step: number; message: Uint8Array | undefined } {
  const cursor = new Cursor(body);
  const [round, step] = [cursor.integer(4), cursor.integer(2)];
  return { round, step, message: cursor.short ? undefined : cursor.take(cursor.left) };
}
