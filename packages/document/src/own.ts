import { equalBytes, hex, type LaneKey, type Sealed, unhex } from "@wijkkit/envelope";
import { identityOf, type Random } from "@wijkkit/identity";
import type { EpochKeys } from "@wijkkit/seal";
import * as Y from "yjs";
import { concat } from "./bytes.ts";
import { Feed } from "./feed.ts";
import type { Holdings } from "./holdings.ts";
import { clientId, KIND } from "./kinds.ts";
import { readOperations, writeOperations } from "./operations.ts";
import { LaneWriter, type Written } from "./writer.ts";

export interface Author {
  readonly seed: Uint8Array;
  /** 16 bytes, of this install alone. */
  readonly device: Uint8Array;
  readonly random: Random;
}

/** Envelopes of one lane, in order, to be stored together. */
export interface Batch {
  readonly lane: LaneKey;
  /** Of the last envelope. */
  readonly seq: number;
  readonly envelopes: readonly Sealed[];
  /** Ids of own records whose words are in it. */
  readonly records: readonly string[];
}

interface Flight {
  readonly writer: LaneWriter;
  readonly written: readonly Written[];
  /** False when it is too late for that. */
  readonly settle: () => boolean;
  readonly records: ReadonlySet<string>;
}

/** This device's two lanes in one epoch. */
interface Writers {
  readonly epoch: EpochKeys;
  readonly feed: LaneWriter;
  readonly operations: LaneWriter;
}

/** How many rejected flights are remembered. */
const DOUBTFUL = 32;

/**
 * What this device writes: its person's feed and operations, each in a lane of its own in each epoch. The feed goes
 * along to the epoch that is written to; what it leaves behind is erased once it stands there whole.
 */
export class OwnDocuments {
  /** Identity that lanes are certified by, hex. */
  readonly author: string;
  readonly feed: Feed;
  readonly #holdings: Holdings;
  readonly #writersIn: (epoch: EpochKeys, device?: Uint8Array) => Writers;
  readonly #writers = new Map<string, Writers>();
  #now: Writers;
  #operations: { readonly bytes: Uint8Array; readonly writer: LaneWriter }[] = [];
  #touched = new Set<string>();
  #flights: Flight[] = [];
  /** Rejected ones: a store that fails may have stored them before it did. */
  #doubtful: Flight[] = [];
  /** Whether the feed is in the store as a whole, in the epoch that is written to. */
  #isMoved = false;

  constructor({ seed, device, random }: Author, epoch: EpochKeys, holdings: Holdings) {
    const identity = identityOf(seed, unhex(epoch.space));
    this.author = hex(identity.sign.public);
    this.#holdings = holdings;
    this.#writersIn = (epochKeys, of = device) => {
      const pen = { identity, seed, device: of, epoch: epochKeys, random };
      const feed = new LaneWriter(pen, KIND.feed);
      return { epoch: epochKeys, feed, operations: new LaneWriter(pen, KIND.membership) };
    };
    this.#now = this.#in(epoch);
    this.feed = new Feed(this.author, clientId(this.lane));
  }

  /** This device's lane of the feed, in the epoch that is written to. */
  get lane(): LaneKey {
    return this.#now.feed.lane;
  }

  /** This device's lane of operations in an epoch. */
  operationsLane(epoch: EpochKeys): LaneKey {
    return this.#in(epoch).operations.lane;
  }

  /** An epoch whose secret came to be held: this device may have lanes in it. */
  know(epoch: EpochKeys): void {
    this.#in(epoch);
  }

  get epoch(): EpochKeys {
    return this.#now.epoch;
  }

  /** Takes the feed along to another epoch, on top of `doc`; false while envelopes are on their way to the store. */
  move(epoch: EpochKeys, doc: Y.Doc = new Y.Doc({ guid: "" })): boolean {
    if (this.#flights.length > 0) return false;
    this.#now = this.#in(epoch);
    this.#isMoved = false;
    this.feed.move(clientId(this.lane), doc);
    return true;
  }

  /** An operation to go out in our own lane of an epoch, if it did not do so before. */
  publish(bytes: Uint8Array, epoch: EpochKeys): void {
    this.#operations.push({ bytes, writer: this.#in(epoch).operations });
    this.#dropPublished();
  }

  touch(ids: Iterable<string>): void {
    for (const id of ids) this.#touched.add(id);
  }

  /** Whether anything is not in the store yet. `mayWrite`: the feed can go out now. */
  pending(mayWrite: boolean): boolean {
    const isLeft = mayWrite && this.#left().length > 0;
    return this.#operations.length > 0 || this.feed.pending() !== undefined || isLeft;
  }

  /** Whether a flush would seal anything: words that may not go out yet wait. */
  ready(mayWrite: boolean): boolean {
    return this.#operations.length > 0 || (mayWrite && this.pending(true));
  }

  /** The newest hour in own lanes: time on this device is not before it. */
  get hour(): number {
    const lanes = [...this.#writers.values()].flatMap(({ feed, operations }) => [feed.lane, operations.lane]);
    return Math.max(this.#holdings.hour(this.author), ...lanes.map((lane) => this.#holdings.lane(lane)?.hour ?? 0));
  }

  /** Whether this envelope is one of those that are on their way to the store. */
  isInFlight(id: string): boolean {
    return this.#flights.some(({ written }) => written.some(({ piece }) => piece.id === id));
  }

  /** Seals what is pending. Nothing comes while earlier envelopes are neither committed nor rejected. */
  flush(hour: number, mayWrite: boolean): Batch[] {
    if (this.#flights.length > 0) return [];
    this.#dropPublished();
    for (const { operations } of this.#writers.values()) this.#sealOperations(operations, hour);
    if (mayWrite) this.#sealFeed(hour);
    return this.#batches();
  }

  /** Ends every lane of the feed that this device wrote, and that its person's other ones did, of these numbers. */
  erase(hour: number, others: readonly Uint8Array[]): Batch[] {
    const epochs = [...this.#writers.values()].map(({ epoch }) => epoch);
    const theirs = others.flatMap((device) => epochs.map((epoch) => this.#writersIn(epoch, device)));
    const ended = new Map([...this.#writers.values(), ...theirs].map(({ feed }) => [feed.lane, feed]));
    for (const feed of ended.values()) if (this.#stands(feed)) this.#end(feed, hour);
    return this.#batches();
  }

  /** The last flush is in the store. Throws where that cannot be: the store then holds what others wrote there. */
  committed(): void {
    this.#doubtful = [];
    for (const { writer, written, settle } of this.#land()) {
      if (!settle()) throw new Error("committed, though another tab's envelopes are in that place");
      if (this.#holdings.isErased(writer.lane)) continue;
      for (const { piece } of written) this.#holdings.add(writer.lane, piece);
    }
  }

  /** The last flush is not in the store, as far as is known: what it held is pending again. */
  rejected(): void {
    const flights = this.#land();
    for (const { records } of flights) this.touch(records);
    this.#doubtful.push(...flights);
    this.#doubtful.splice(0, this.#doubtful.length - DOUBTFUL);
  }

  /** Settles what was rejected and turns out to be in the store all the same, so that it is not written twice. */
  recognise(): void {
    const stored = this.#doubtful.filter(({ writer, written }) => {
      const last = written.at(-1)?.piece;
      return last !== undefined && this.#holdings.lane(writer.lane)?.idAt(last.seq) === last.id;
    });
    for (const { settle } of stored) settle();
    if (stored.length > 0) this.#doubtful = [];
  }

  #in(epoch: EpochKeys): Writers {
    const writers = this.#writers.get(epoch.id) ?? this.#writersIn(epoch);
    this.#writers.set(epoch.id, writers);
    return writers;
  }

  /** Where this device's feed stands. */
  #standing(): Writers[] {
    return [...this.#writers.values()].filter(({ feed }) => this.#stands(feed));
  }

  #stands({ lane }: LaneWriter): boolean {
    return this.#holdings.lane(lane) !== undefined && !this.#holdings.isErased(lane);
  }

  /** Where it stands beside the epoch that is written to. */
  #left(): Writers[] {
    return this.#standing().filter((writers) => writers !== this.#now);
  }

  #batches(): Batch[] {
    return this.#flights.map(({ writer: { lane }, written, records }) => ({
      lane,
      seq: written.at(-1)?.piece.seq ?? 0,
      envelopes: written.map(({ bytes }) => bytes),
      records: [...records],
    }));
  }

  #land(): Flight[] {
    const flights = this.#flights;
    this.#flights = [];
    return flights;
  }

  #sealOperations(writer: LaneWriter, hour: number): void {
    const operations = this.#operations.filter((one) => one.writer === writer);
    if (operations.length === 0) return;
    const change = writeOperations(operations.map(({ bytes }) => bytes));
    const state = () => concat([...this.#published(writer), change]);
    const settle = () => {
      this.#operations = this.#operations.filter((operation) => !operations.includes(operation));
      return true;
    };
    this.#seal(writer, hour, { change, state, settle, records: new Set() });
  }

  #sealFeed(hour: number): void {
    const pending = this.feed.pending();
    const left = this.#left();
    const isWhole = pending?.isWhole === true || (left.length > 0 && !this.#isMoved);
    if (pending !== undefined || isWhole) {
      const settle = () => {
        if (pending?.settle() === false) return false;
        if (isWhole) this.#isMoved = true;
        return true;
      };
      const records = isWhole ? new Set(this.feed.records().map(({ id }) => id)) : this.#touched;
      const change = isWhole ? undefined : pending?.update;
      this.#seal(this.#now.feed, hour, { change, state: () => this.feed.state(), settle, records });
      this.#touched = new Set();
    } else if (this.#isMoved) for (const { feed } of left) this.#end(feed, hour);
  }

  #seal(writer: LaneWriter, hour: number, { change, state, ...flight }: Change): void {
    if (this.#holdings.isErased(writer.lane)) return;
    const written = writer.seal(this.#holdings.lane(writer.lane), hour, change, state);
    this.#flights.push({ ...flight, writer, written });
  }

  #end(writer: LaneWriter, hour: number): void {
    const settle = () => {
      this.#holdings.erase(writer.lane);
      return true;
    };
    this.#flights.push({ writer, written: [writer.erase(hour)], settle, records: new Set() });
  }

  #dropPublished(): void {
    if (this.#operations.length === 0) return;
    const out = new Map<LaneWriter, Uint8Array[]>();
    this.#operations = this.#operations.filter(({ bytes, writer }, n, all) => {
      const known = out.get(writer) ?? this.#published(writer).flatMap(readOperations);
      out.set(writer, known);
      const before = all.slice(0, n).filter((one) => one.writer === writer);
      return ![...known, ...before.map((one) => one.bytes)].some((one) => equalBytes(one, bytes));
    });
  }

  /** Payloads of one of our lanes of operations. */
  #published({ lane }: LaneWriter): Uint8Array[] {
    return (this.#holdings.lane(lane)?.payloads() ?? []).map(({ bytes }) => bytes);
  }
}

type Change = Pick<Flight, "settle" | "records"> & {
  readonly change: Uint8Array | undefined;
  readonly state: () => Uint8Array;
};
