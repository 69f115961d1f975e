import type { Envelope } from "@wijkkit/envelope";
import { parse, type Refusal, type SpaceId, type Verdict } from "@wijkkit/envelope";
import { LIMIT } from "./limits.ts";
import type { Out } from "./out.ts";
import type { Pull } from "./pull.ts";
import type { Push } from "./push.ts";
import type { Outcome } from "./replica.ts";
import { namedSpace } from "./space-of.ts";

/** Refusals that an honest peer earns too: it did not know yet, or neither side is wrong. */
const HONEST: ReadonlySet<Refusal> = new Set(["fork", "superseded", "erased", "expired", "chain", "full"]);

/** Whether an envelope or record is one that no honest peer sends. */
export function isGarbage(verdict: Verdict): boolean {
  return verdict.verdict === "refused" && !HONEST.has(verdict.reason);
}

interface Batch {
  /** The WANT it answers; undefined for a NEW. */
  readonly ask: number | undefined;
  readonly bytes: number;
}

interface Parts {
  readonly space: SpaceId;
  readonly out: Out;
  readonly pull: Pull;
  readonly push: Push;
  /** Counts what no honest peer sends. */
  readonly strike: () => void;
}

/** Envelopes that came in: handed on to be judged and stored, within bounds; what became of them. */
export class Receive {
  readonly #parts: Parts;
  readonly #batches = new Map<number, Batch>();
  #count = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** @param ask the WANT they answer; undefined where they were pushed */
  take(list: readonly Uint8Array[], ask: number | undefined): void {
    const { space, out, pull, strike } = this.#parts;
    const envelopes = list.filter((bytes) => namedSpace(bytes) === space);
    if (envelopes.length < list.length) strike();
    const bytes = envelopes.reduce((sum, one) => sum + one.length, 0);
    const waiting = [...this.#batches.values()].reduce((sum, batch) => sum + batch.bytes, 0);
    if (envelopes.length === 0) {
      if (ask !== undefined) pull.settle(ask);
    } else if (ask === undefined && waiting + bytes > LIMIT.unjudged) {
      this.#askInstead(envelopes);
    } else {
      this.#count += 1;
      this.#batches.set(this.#count, { ask, bytes });
      out.do({ type: "accept", batch: this.#count, envelopes });
    }
  }

  /** A batch is judged and stored; without outcomes when the store failed. */
  stored(number: number, outcomes: readonly Outcome[] | undefined): void {
    const batch = this.#batches.get(number);
    this.#batches.delete(number);
    for (const outcome of outcomes ?? []) this.#came(outcome, batch?.ask === undefined);
    if (batch?.ask !== undefined) this.#parts.pull.settle(batch.ask);
  }

  /** The peer's envelopes are durable here. */
  held(envelopes: readonly Envelope[]): void {
    const { out, push } = this.#parts;
    for (const { lane, seq } of envelopes) {
      push.know(out, { lane, seq });
      push.have({ lane, seq });
    }
  }

  #came(outcome: Outcome, live: boolean): void {
    const { pull, strike } = this.#parts;
    const { envelope } = outcome;
    if (isGarbage(outcome)) strike();
    else if (envelope && outcome.verdict === "parked") {
      if (live && outcome.waiting === "prev") pull.note(envelope.lane, envelope.seq);
    } else if (envelope && outcome.verdict === "accepted" && outcome.known) this.held([envelope]);
  }

  /** More comes than can be judged: fetched at this side's own pace. */
  #askInstead(envelopes: readonly Uint8Array[]): void {
    for (const bytes of envelopes) {
      const parsed = parse(bytes);
      if ("envelope" in parsed) this.#parts.pull.note(parsed.envelope.lane, parsed.envelope.seq);
      else this.#parts.strike();
    }
  }
}
