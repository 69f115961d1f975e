import { type Envelope, type LaneKey, type SpaceId, unhex, type Verdict, type Verify } from "@wijkkit/envelope";
import { identityOf, type KeyPair, type Membership, personOf } from "@wijkkit/identity";
import type { EpochKeys } from "@wijkkit/seal";
import { FeedCache } from "./cache.ts";
import { openPiece } from "./claim.ts";
import { Epochs, rotatedTo, type Waits, waitsFor } from "./epochs.ts";
import type { Feed } from "./feed.ts";
import { Holdings } from "./holdings.ts";
import { OperationLog } from "./log.ts";
import { LogReader } from "./log-reader.ts";
import { type Author, type Batch, OwnDocuments } from "./own.ts";
import { Owners } from "./owners.ts";
import type { Parked } from "./park.ts";
import { placed } from "./placed.ts";
import { readFeed, readRecords } from "./read.ts";
import { RecordTable } from "./table.ts";

const HOUR = 3_600_000;

export interface SpaceOptions extends Author {
  readonly space: SpaceId;
  /** Epochs whose secret is held; at least one. */
  readonly epochs: readonly EpochKeys[];
  /** X25519 keys of the invitation by which one came: a newer epoch's secret may be sealed to them. */
  readonly invitation?: KeyPair;
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
  /** The identity that this device signs by, hex. */
  readonly author: string;
  readonly #epochs: Epochs;
  readonly #verify: Verify;
  readonly #now: () => number;
  readonly #holdings = new Holdings();
  readonly #log: OperationLog;
  readonly #own: OwnDocuments;
  /** Certificates that were verified. */
  readonly #proofs = new Set<string>();
  readonly #operations: LogReader;
  readonly #cache = new FeedCache();
  readonly owners: Owners;
  readonly #listeners = new Set<() => void>();
  readonly #onEpoch = new Set<(epoch: EpochKeys) => void>();
  #membership: Membership;

  constructor({ space, epochs, invitation, verify, now, ...author }: SpaceOptions) {
    const [epoch] = [...epochs].sort((a, b) => (a.id < b.id ? -1 : 1));
    if (epoch === undefined) throw new TypeError("a space is entered with an epoch's secret");
    this.space = space;
    const { box } = identityOf(author.seed, unhex(space));
    this.#epochs = new Epochs(space, epochs, invitation === undefined ? [box] : [box, invitation]);
    this.#verify = verify;
    this.#now = now;
    this.#log = new OperationLog(unhex(space), verify);
    this.#operations = new LogReader(this.#log, this.#holdings);
    this.#membership = this.#log.membership;
    this.#own = new OwnDocuments(author, epoch, this.#holdings);
    for (const each of epochs) this.#own.know(each);
    this.author = this.#own.author;
    this.owners = new Owners(this.#holdings, this.#log);
  }

  /** The first identity of the person whose device this is, hex. */
  get me(): string {
    return personOf(this.#membership, this.#own.author);
  }

  /** Every epoch whose secret is held. */
  get epochs(): EpochKeys[] {
    return this.#epochs.all();
  }

  /** The epoch that operations go out in: the one that is written to, or the last one that was. */
  get epoch(): EpochKeys {
    return this.#own.epoch;
  }

  /** Why what is written here does not go out yet. */
  get waits(): Waits | undefined {
    return waitsFor(this.#membership, this.#own.author, this.#own.epoch);
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

  /** Lanes there was no room for, since this was last asked: to be handed in again. */
  missed = (): LaneKey[] => this.#holdings.missed();

  /** Now, in milliseconds since 1970, and never before this person's own newest envelope. */
  time(): number {
    return Math.max(this.#now(), this.#own.hour * HOUR);
  }

  /** Judges one envelope that passed the blind steps. Any order will do. */
  async take(envelope: Envelope): Promise<Verdict> {
    return (await this.takeMany([envelope]))[0] ?? { verdict: "accepted" };
  }

  /** The same for many at once, which costs less; verdicts come in the same order. */
  async takeMany(envelopes: readonly Envelope[]): Promise<Verdict[]> {
    const verdicts = await Promise.all(envelopes.map((envelope) => this.#take(envelope)));
    await this.#operations.settle();
    this.#settle();
    this.#tell();
    return verdicts.map((verdict, n) => {
      const envelope = envelopes[n];
      if (verdict.verdict !== "accepted" || envelope === undefined || this.#own.isInFlight(envelope.id)) return verdict;
      return placed(envelope, this.#holdings, (identity) => this.#counts(identity)) ?? verdict;
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
    // A rotation goes out in the epoch that it closes, where everyone can read it.
    const { epoch } = this.#own;
    const added = await this.#log.add(bytes, true);
    if (added === "refused" || added === "full") {
      return { verdict: "refused", reason: added === "full" ? "full" : "document" };
    }
    this.#own.publish(bytes, epoch);
    await this.#operations.settle();
    this.#settle();
    // And in the one that it opens, so that a newcomer finds the way back.
    const opened = this.#epochs.get((await rotatedTo(unhex(this.space), bytes)) ?? "");
    if (opened !== undefined && opened.id !== epoch.id) this.#own.publish(bytes, opened);
    this.#tell();
    return { verdict: "accepted" };
  }

  /** Whether anything written here is not in the store yet. */
  get pending(): boolean {
    return this.#own.pending(this.waits === undefined);
  }

  /** Whether any of it can go out now. */
  ready = (): boolean => this.#own.ready(this.waits === undefined);

  /** Seals what is pending, to be stored all together or not at all. Empty while an earlier flush is under way. */
  flush(): Batch[] {
    return this.#own.flush(Math.floor(this.time() / HOUR), this.waits === undefined);
  }

  /** Seals the end of all that this device, and others of its person, wrote in the feed; to be stored as a flush is. */
  erase(others: readonly Uint8Array[] = []): Batch[] {
    return this.#own.erase(Math.floor(this.time() / HOUR), others);
  }

  /** This device's lane of operations in an epoch whose secret is held. */
  operationsLane(epoch: EpochKeys): LaneKey {
    return this.#own.operationsLane(epoch);
  }

  /** The last flush is durable in the store. */
  committed(): void {
    this.#settle();
    this.#own.committed();
    // What just went in was shown already.
    for (const identity of this.#holdings.changed()) this.#holdings.settle(identity, true);
    this.#settle();
    this.#tell();
  }

  /** The last flush was not stored; after `conflict`, hand in what the store holds before the next. */
  rejected(): void {
    this.#own.rejected();
    this.#settle();
    this.#tell();
  }

  /** Calls `listener` for each epoch whose secret comes to be held: its lanes are to be handed in again. */
  onEpoch(listener: (epoch: EpochKeys) => void): void {
    this.#onEpoch.add(listener);
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
    const before = this.#membership;
    const wasMe = this.me;
    this.#membership = this.#log.membership;
    for (const epoch of this.#epochs.open(this.#membership, this.#log)) {
      this.#own.know(epoch);
      for (const listener of this.#onEpoch) listener(epoch);
    }
    const moved = before === this.#membership ? [] : this.owners.update(this.#membership);
    if (this.me !== wasMe) {
      // The person of this device turns out to have written under an earlier identity.
      this.#own.feed.owner = this.me;
      this.table.apply(wasMe, []);
      moved.push(this.me);
    }
    this.#holdings.weigh((identity) => this.#counts(identity));
    for (let stale = new Set([...moved, ...this.#holdings.changed()]); stale.size > 0; ) {
      for (const identity of stale) this.#holdings.settle(identity, this.#counts(identity));
      for (const person of new Set([...stale].map((identity) => personOf(this.#membership, identity)))) {
        if (person === this.me) this.#rebase();
        this.#show(person);
      }
      stale = new Set(this.#holdings.changed());
    }
    this.#move();
  }

  /** Goes along to the epoch that is written to, once its secret is held and nothing is on its way to the store. */
  #move(): void {
    const { epoch } = this.#membership;
    const keys = epoch === undefined ? undefined : this.#epochs.get(epoch);
    if (keys === undefined || keys.id === this.#own.epoch.id) return;
    this.#own.move(keys, readFeed(this.owners.feed(this.me)));
  }

  /** Puts what is pending on top of what the own lanes hold now. */
  #rebase(): void {
    this.#own.recognise();
    const doc = readFeed(this.owners.feed(this.me));
    if (doc !== undefined) this.#own.feed.rebase(doc);
  }

  /** Makes the table show a person's feed as it is; returns the refs of what differs. */
  #show(person: string): ReadonlySet<string> {
    if (person === this.me) {
      const latest = Math.max(this.#own.hour, Math.floor(this.time() / HOUR));
      return this.table.apply(person, this.#own.feed.records(endOf(latest)));
    }
    const lanes = this.#counts(person) ? this.owners.feed(person) : [];
    const hour = lanes.reduce((newest, lane) => Math.max(newest, lane.hour), 0);
    const doc = lanes.length === 0 ? undefined : this.#cache.read(person, lanes);
    return this.table.apply(person, doc === undefined ? [] : readRecords(doc, person, endOf(hour)));
  }

  #counts(identity: string): boolean {
    const { members, former } = this.#membership;
    return identity === this.#own.author || members.has(identity) || former.has(identity);
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** The last millisecond of an hour. */
const endOf = (hour: number): number => (hour + 1) * HOUR - 1;
