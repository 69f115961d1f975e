import {
  envelopeId,
  type KnownSpaces,
  parseRecord,
  type SpaceId,
  spaceId,
  type Verdict,
  type Verify,
} from "@wijkkit/envelope";
import { LIMIT } from "./limits.ts";
import type { Store } from "./store.ts";

/** The space a record is of; undefined for bytes that are no record. */
export function spaceOf(bytes: Uint8Array): SpaceId | undefined {
  const parsed = parseRecord(bytes);
  return "record" in parsed ? spaceId(parsed.record.root) : undefined;
}

const ROOT = { at: 1, end: 33 } as const;

/** Whether bytes name the root of a space as a record does; not whether they are one. */
export function isRecordOf(space: SpaceId, bytes: Uint8Array): boolean {
  return bytes.length > ROOT.end && spaceId(bytes.subarray(ROOT.at, ROOT.end)) === space;
}

/** A record that waits for an operator, and who sent it. */
interface Waiting {
  readonly space: SpaceId;
  readonly bytes: Uint8Array;
  readonly source: object | undefined;
}

/** Space records: taken in, kept, and, when their signer is no operator yet, set aside in memory. */
export class Records {
  readonly #known: KnownSpaces;
  readonly #store: Store;
  readonly #verify: Verify;
  readonly #waiting = new Map<string, Waiting>();
  readonly #loaded = new Set<SpaceId>();
  readonly #unsaved = new Set<string>();

  constructor(store: Store, known: KnownSpaces, verify: Verify) {
    this.#store = store;
    this.#known = known;
    this.#verify = verify;
  }

  /** Brings back what the store holds of a space. @throws StoreError */
  async load(space: SpaceId): Promise<void> {
    if (this.#loaded.has(space)) return;
    for (const record of await this.#store.records(space)) await this.#known.accept(record, this.#verify);
    if (this.#known.has(space)) this.#loaded.add(space);
  }

  /** @throws StoreError when it is accepted and could not be kept; it can be handed in again */
  async take(space: SpaceId, bytes: Uint8Array, source: object | undefined): Promise<Verdict> {
    const verdict = await this.#known.accept(bytes, this.#verify);
    const id = envelopeId(bytes);
    if (verdict.verdict === "parked") this.park({ space, bytes, source });
    if (verdict.verdict !== "accepted") return verdict;
    if (verdict.known && !this.#unsaved.has(id)) return verdict;
    this.#unsaved.add(id);
    await this.#store.putRecord(space, bytes);
    this.#unsaved.delete(id);
    return { verdict: "accepted" };
  }

  /** Takes out the records of a space that waited for an operator. */
  waiting(space: SpaceId): Waiting[] {
    const waiting = [...this.#waiting].filter(([, one]) => one.space === space);
    for (const [id] of waiting) this.#waiting.delete(id);
    return waiting.map(([, one]) => one);
  }

  /** Sets a record aside; beyond a few, the oldest goes. */
  park(one: Waiting): void {
    this.#waiting.set(envelopeId(one.bytes), one);
    const [oldest] = this.#waiting.keys();
    if (this.#waiting.size > LIMIT.parkedRecords && oldest !== undefined) this.#waiting.delete(oldest);
  }
}
