import { type Envelope, type LaneKey, type SpaceId, unhex, type Verdict, type Verify } from "@wijkkit/envelope";
import type { Membership } from "@wijkkit/identity";
import type { EpochKeys } from "@wijkkit/seal";
import { FeedCache } from "./cache.ts";
import { openPiece } from "./claim.ts";
import type { Feed } from "./feed.ts";
import { Holdings } from "./holdings.ts";
import { KIND } from "./kinds.ts";
import { OperationLog } from "./log.ts";
import { LogReader } from "./log-reader.ts";
import { type Author, type Batch, OwnDocuments } from "./own.ts";
import type { Parked } from "./park.ts";
import { isFeedUpdate, readFeed, readRecords } from "./read.ts";
import { RecordTable } from "./table.ts";

const HOUR = 3_600_000;

export interface SpaceOptions extends Author {
  readonly space: SpaceId;
  /** Epochs whose secret is held; at least one. */
  readonly epochs: readonly EpochKeys[];
  readonly verify: Verify;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * A member's side of one space: judges envelopes further where the blind steps end, keeps the table of
 * records that count, and turns what is written here into envelopes.
 *
 * Writing: `change`, then `flush`, store the envelopes durably, then `committed` or `rejected`. After a
 * restart, hand everything in the store to `takeMany` before the first change.
 */
export class SpaceDocuments {
  readonly space: SpaceId;
  readonly table = new RecordTable();
  /** Own identity, hex. */
  readonly me: string;
  readonly #epochs: ReadonlyMap<string, EpochKeys>;
  readonly #verify: Verify;
  readonly #now: () => number;
  readonly #holdings = new Holdings();
  readonly #log: OperationLog;
  readonly #own: OwnDocuments;
  /** Certificates that were verified. */
  readonly #proofs = new Set<string>();
  readonly #operations: LogReader;
  readonly #cache = new FeedCache();
  readonly #listeners = new Set<() => void>();
  #membership: Membership;

  constructor({ space, epochs, verify, now, ...author }: SpaceOptions) {
    const [epoch] = [...epochs].sort((a, b) => (a.id < b.id ? -1 : 1));
    if (epoch === undefined) throw new TypeError("a space is entered with an epoch's secret");
    this.space = space;
    this.#epochs = new Map(epochs.map((each) => [each.id, each]));
    this.#verify = verify;
    this.#now = now;
    this.#log = new OperationLog(unhex(space), verify);
    this.#operations = new LogReader(this.#log, this.#holdings);
    this.#membership = this.#log.membership;
    this.#own = new OwnDocuments(author, epoch, this.#holdings);
    this.me = this.#own.me;
  }

  /** This device's lane of its person's feed. */
  get lane(): LaneKey {
    return this.#own.lane;
  }

  get membership(): Membership {
    return this.#membership;
  }

  /** What waits in memory, for the interface to say. */
  get parked(): Parked {
    return this.#holdings.parked;
  }

  /** Lanes there was no room for, since this was last asked: hand them in again from the store. */
  missed(): LaneKey[] {
    return this.#holdings.missed();
  }

  /** Now, in milliseconds since 1970, and never before this person's own newest envelope. */
  time(): number {
    return Math.max(this.#now(), this.#own.hour * HOUR);
  }

  /** Judges one envelope that passed the blind steps. Any order will do. */
  async take(envelope: Envelope): Promise<Verdict> {
    const [verdict] = await this.takeMany([envelope]);
    return verdict ?? { verdict: "accepted" };
  }

  /** The same for many at once, which costs less; verdicts come in the same order. */
  async takeMany(envelopes: readonly Envelope[]): Promise<Verdict[]> {
    const verdicts = await Promise.all(envelopes.map((envelope) => this.#take(envelope)));
    await this.#operations.settle();
    this.#settle();
    this.#tell();
    return verdicts.map((verdict, n) => {
      const envelope = envelopes[n];
      return verdict.verdict === "accepted" && envelope !== undefined ? this.#standing(envelope, verdict) : verdict;
    });
  }

  /** Changes the own feed; `table` shows it at once. Returns what `fn` does. */
  change<T>(fn: (feed: Feed) => T): T {
    const result = this.#own.feed.transact(() => fn(this.#own.feed));
    this.#own.touch([...this.#show(this.me)].map((ref) => ref.slice(ref.indexOf(".") + 1)));
    this.#tell();
    return result;
  }

  /** Adds a signed operation of this device's making, to go out in its own lane. */
  async addOperation(bytes: Uint8Array): Promise<Verdict> {
    const added = await this.#log.add(bytes, true);
    if (added === "refused") return { verdict: "refused", reason: "document" };
    if (added === "full") return { verdict: "refused", reason: "full" };
    this.#own.publish(bytes);
    await this.#operations.settle();
    this.#settle();
    this.#tell();
    return { verdict: "accepted" };
  }

  /** Whether anything written here is not in the store yet. */
  get pending(): boolean {
    return this.#own.pending;
  }

  /** Seals what is pending, to be stored all together or not at all. Empty while an earlier flush is under way. */
  flush(): Batch[] {
    return this.#own.flush(Math.floor(this.time() / HOUR));
  }

  /** The last flush is durable in the store. */
  committed(): void {
    this.#settle();
    this.#own.committed();
    // What just went in was shown already.
    for (const identity of this.#holdings.changed()) this.#holdings.settle(identity, true);
    this.#tell();
  }

  /** The last flush was not stored; after `conflict`, hand in what the store holds before the next. */
  rejected(): void {
    this.#own.rejected();
    this.#tell();
  }

  /** Calls `listener` after every change of records, membership, or what is pending or parked. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async #take(envelope: Envelope): Promise<Verdict> {
    const { lane: key } = envelope;
    const epoch = this.#epochs.get(envelope.epoch);
    if (envelope.space !== this.space || epoch === undefined) return { verdict: "parked", waiting: "epoch" };
    if (this.#own.isInFlight(envelope.id)) return { verdict: "accepted", known: true };
    if (envelope.isErase) {
      this.#holdings.erase(key);
      return { verdict: "accepted" };
    }
    const { piece, reason, proof } = await openPiece(envelope, epoch, this.#verify, this.#proofs);
    if (proof !== undefined) this.#proofs.add(proof);
    // The rest of this step waits for nothing, so that no other can come between.
    if (this.#holdings.isErased(key)) return { verdict: "refused", reason: "erased" };
    if (this.#own.isInFlight(envelope.id)) return { verdict: "accepted", known: true };
    const added = this.#holdings.add(key, piece);
    if (added === "known") return { verdict: "accepted", known: true };
    if (added !== "added") return { verdict: "refused", reason: added };
    await this.#operations.read(key);
    return reason === undefined ? { verdict: "accepted" } : { verdict: "refused", reason };
  }

  /** Brings the table up to date with what was taken since the last time. */
  #settle(): void {
    const before = this.#membership.members;
    this.#membership = this.#log.membership;
    const { members } = this.#membership;
    this.#holdings.weigh((identity) => this.#counts(identity));
    const moved = members === before ? [] : [...differing(before, members)].filter((id) => this.#holdings.has(id));
    for (let stale = new Set([...moved, ...this.#holdings.changed()]); stale.size > 0; ) {
      for (const identity of stale) {
        this.#holdings.settle(identity, this.#counts(identity));
        if (identity === this.me) this.#rebase();
        this.#show(identity);
      }
      stale = new Set(this.#holdings.changed());
    }
  }

  /** Puts what is pending on top of what the own lanes hold now. */
  #rebase(): void {
    this.#own.recognise();
    const doc = readFeed(this.#holdings.feed(this.me));
    if (doc !== undefined) this.#own.feed.rebase(doc);
  }

  /** Makes the table show an owner's feed as it is; returns the refs of what differs. */
  #show(identity: string): ReadonlySet<string> {
    const hour = this.#holdings.hour(identity);
    if (identity === this.me) {
      const latest = Math.max(hour, Math.floor(this.time() / HOUR));
      return this.table.apply(identity, this.#own.feed.records(endOf(latest)));
    }
    const doc = this.#counts(identity) ? this.#cache.read(identity, this.#holdings.feed(identity)) : undefined;
    return this.table.apply(identity, doc === undefined ? [] : readRecords(doc, identity, endOf(hour)));
  }

  #counts(identity: string): boolean {
    return identity === this.me || this.#membership.members.has(identity);
  }

  /** How an envelope that was taken stands, now that all that came with it is settled. */
  #standing({ id, lane: key, seq, isErase, isMore }: Envelope, accepted: Verdict): Verdict {
    const lane = this.#holdings.lane(key);
    if (isErase || this.#holdings.isErased(key) || this.#own.isInFlight(id)) return accepted;
    if (lane === undefined) return { verdict: "parked", waiting: "member" };
    if (lane.base < 0 || seq > lane.head) return { verdict: "parked", waiting: "prev" };
    if (lane.claim?.kind !== KIND.feed) return accepted;
    if (!this.#counts(lane.claim.identity)) return { verdict: "parked", waiting: "member" };
    const payload = isMore ? undefined : lane.payloads().find(({ end }) => end === seq);
    if (payload === undefined || isFeedUpdate(payload, key)) return accepted;
    return { verdict: "refused", reason: "document" };
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** The last millisecond of an hour. */
function endOf(hour: number): number {
  return (hour + 1) * HOUR - 1;
}

function* differing(a: ReadonlyMap<string, unknown>, b: ReadonlyMap<string, unknown>): Iterable<string> {
  for (const key of a.keys()) if (!b.has(key)) yield key;
  for (const key of b.keys()) if (!a.has(key)) yield key;
}
