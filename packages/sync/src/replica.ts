import {
  type Envelope,
  type KnownSpaces,
  type LaneKey,
  parse,
  type SpaceId,
  type Verdict,
  type Verify,
} from "@wijkkit/envelope";
import { grouped } from "./group.ts";
import { Heads } from "./heads.ts";
import { type Incoming, Intake } from "./intake.ts";
import { Records, spaceOf } from "./records.ts";
import { type Head, type Store, StoreError } from "./store.ts";

const HOUR = 3_600_000;

export interface ReplicaOptions {
  readonly store: Store;
  readonly known: KnownSpaces;
  readonly verify: Verify;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Which spaces' records it takes in; a member's replica takes its own alone. Default: every one. */
  readonly takes?: (space: SpaceId) => boolean;
  /** What waited could not be stored when its time came; it waits on. */
  readonly onError?: (error: StoreError) => void;
}

/** Heads and records of one space, as they are at the moment of asking. */
export interface SpaceView {
  /** Whether a record of the space is held. */
  known(): boolean;
  records(): Uint8Array[];
  head(lane: LaneKey): Head | undefined;
  /** Heads of lanes whose term is not over. */
  heads(): Head[];
  /** Whether a record says that the lane is dropped. */
  purged(lane: LaneKey): boolean;
}

/** What came of one envelope; the envelope itself where the bytes were one. */
export type Outcome = Verdict & { readonly envelope?: Envelope };

type Listener<Item> = (item: Item, source: object | undefined, space: SpaceId) => void;

/** One party's copy: judges what comes, stores what is accepted, tells who listens. Reads nothing sealed. */
export class Replica {
  readonly known: KnownSpaces;
  readonly verify: Verify;
  readonly #options: ReplicaOptions;
  readonly #heads: Heads;
  readonly #records: Records;
  readonly #intake: Intake;
  readonly #onAccepted = new Set<Listener<Envelope>>();
  readonly #onRecord = new Set<Listener<Uint8Array>>();
  readonly #onDropped = new Set<Listener<LaneKey>>();

  constructor(options: ReplicaOptions) {
    const { store, known, verify } = options;
    this.known = known;
    this.verify = verify;
    this.#options = options;
    this.#heads = new Heads(store);
    this.#records = new Records(store, known, verify);
    this.#intake = new Intake({
      ...{ store, known, verify, heads: this.#heads },
      hour: () => this.#hour,
      failed: (error) => this.#failed(error),
      accepted: ({ envelope, source }) => {
        for (const listener of this.#onAccepted) listener(envelope, source, envelope.space);
      },
    });
  }

  /** Envelopes that wait for something, in memory. */
  get parked(): { readonly count: number; readonly bytes: number } {
    return { count: this.#intake.parking.count, bytes: this.#intake.parking.bytes };
  }

  /** Loads a space's records and heads. @throws StoreError */
  async open(space: SpaceId): Promise<SpaceView> {
    await this.#records.load(space);
    await this.#heads.load(space, this.known.has(space));
    await this.#drop(space);
    return {
      known: () => this.known.has(space),
      records: () => this.known.records(space),
      head: (lane) => this.#heads.get(space)?.get(lane),
      heads: () => this.#current(space),
      purged: (lane) => this.known.purged(space, lane),
    };
  }

  /**
   * Judges an envelope and stores it when it is accepted.
   *
   * @param source who sent it, an object that listeners get to see
   * @throws StoreError when it could not be stored; the verdict is then open
   */
  async accept(bytes: Uint8Array, source?: object): Promise<Verdict> {
    const [outcome] = await this.acceptMany([bytes], source);
    if (outcome === undefined) throw new Error("an outcome for each");
    const { envelope: _, ...verdict } = outcome;
    return verdict;
  }

  /**
   * The same for many, with one transaction for each space they are of: all of a space or none.
   *
   * @returns an outcome for each, in the order given
   * @throws StoreError
   */
  async acceptMany(list: readonly Uint8Array[], source?: object): Promise<Outcome[]> {
    // Copied once: a view would keep the whole frame it came in, and whoever owns that may write there.
    const parsed = list.map((bytes) => parse(bytes.slice()));
    const incoming = parsed.map((one): Incoming | undefined =>
      "envelope" in one ? { envelope: one.envelope, source } : undefined,
    );
    const verdicts = new Map<Incoming, Verdict>();
    const sound = incoming.filter((one) => one !== undefined);
    for (const [space, some] of grouped(sound, ({ envelope }) => envelope.space)) {
      await this.open(space);
      for (const [one, verdict] of await this.#intake.take(space, some)) verdicts.set(one, verdict);
    }
    return parsed.map((one, n): Outcome => {
      if ("reason" in one) return { verdict: "refused", reason: one.reason };
      return { ...(verdicts.get(incoming[n] as Incoming) as Verdict), envelope: one.envelope };
    });
  }

  /**
   * Takes in a space record, keeps it, and judges anew what waited for it. Refuses as `full` a space it has no
   * room or use for.
   *
   * @throws StoreError
   */
  async acceptRecord(bytes: Uint8Array, source?: object): Promise<Verdict> {
    const own = bytes.slice();
    const space = spaceOf(own);
    if (space !== undefined && this.#options.takes?.(space) === false) return { verdict: "refused", reason: "full" };
    if (space !== undefined) await this.#records.load(space);
    const verdict = await this.#records.take(space as SpaceId, own, source);
    if (space === undefined || verdict.verdict !== "accepted" || verdict.known) return verdict;
    await this.#heads.load(space, true);
    await this.#drop(space);
    for (const listener of this.#onRecord) listener(own, source, space);
    await this.#intake.retry(space, "epoch");
    for (const one of this.#records.waiting(space)) {
      await this.acceptRecord(one.bytes, one.source).catch((error: unknown) => {
        this.#records.park(one);
        this.#failed(error);
      });
    }
    return verdict;
  }

  /** Judges anew what waited for an epoch whose gate has become known otherwise than by a record. */
  async retry(space: SpaceId): Promise<void> {
    await this.#intake.retry(space, "epoch");
  }

  /** Calls for every envelope that is newly held, after it is durable, in the order of its lane. */
  onAccepted(listener: Listener<Envelope>): () => void {
    this.#onAccepted.add(listener);
    return () => this.#onAccepted.delete(listener);
  }

  /** Calls for every space record that is newly held. */
  onRecord(listener: Listener<Uint8Array>): () => void {
    this.#onRecord.add(listener);
    return () => this.#onRecord.delete(listener);
  }

  /** Calls for every lane that is dropped, because a record says so or its term is over. */
  onDropped(listener: Listener<LaneKey>): () => void {
    this.#onDropped.add(listener);
    return () => this.#onDropped.delete(listener);
  }

  /** Heads of a space's lanes whose term is not over. @throws StoreError */
  async heads(space: SpaceId): Promise<Head[]> {
    return (await this.open(space)).heads();
  }

  /** Envelopes of a lane from `from` or its base on, at most `maxBytes` together. @throws StoreError */
  read(space: SpaceId, lane: LaneKey, from: number, maxBytes: number): Promise<Uint8Array[]> {
    return this.#options.store.read(space, lane, from, maxBytes);
  }

  /** Judges anew what waited for the clock. Call it now and then. */
  async tick(): Promise<void> {
    for (const space of this.#intake.parking.spaces()) await this.#intake.retry(space, "clock");
  }

  /** Forgets lanes of a space whose term is over. Call it now and then. @throws StoreError */
  async sweep(space: SpaceId): Promise<void> {
    const hour = this.#hour;
    for (const { lane, expires } of await this.#options.store.heads(space)) {
      if (expires === 0 || expires > hour) continue;
      await this.#options.store.drop(space, lane);
      this.#heads.dropped(space, lane);
      for (const listener of this.#onDropped) listener(lane, undefined, space);
    }
  }

  /** Forgets the lanes that are held and that a record purges. @throws StoreError */
  async #drop(space: SpaceId): Promise<void> {
    for (const lane of this.known.purges(space)) {
      if (this.#heads.get(space)?.has(lane) !== true) continue;
      await this.#options.store.drop(space, lane);
      this.#heads.dropped(space, lane);
      for (const listener of this.#onDropped) listener(lane, undefined, space);
    }
  }

  #failed(error: unknown): void {
    this.#options.onError?.(error instanceof StoreError ? error : new StoreError("failed", error));
  }

  get #hour(): number {
    return Math.floor(this.#options.now() / HOUR);
  }

  #current(space: SpaceId): Head[] {
    const hour = this.#hour;
    return [...(this.#heads.get(space)?.values() ?? [])].filter(({ expires }) => expires === 0 || expires > hour);
  }
}
