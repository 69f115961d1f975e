import { equalBytes, hex, type LaneKey, type Sealed, unhex } from "@wijkkit/envelope";
import { identityOf, type Random } from "@wijkkit/identity";
import type { EpochKeys } from "@wijkkit/seal";
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

/** How many rejected flights are remembered. */
const DOUBTFUL = 32;

/** What this device writes: its person's feed and operations, each in a lane of its own. */
export class OwnDocuments {
  /** Identity, hex. */
  readonly me: string;
  readonly feed: Feed;
  readonly #holdings: Holdings;
  readonly #feedLane: LaneWriter;
  readonly #operationsLane: LaneWriter;
  #operations: Uint8Array[] = [];
  #touched = new Set<string>();
  #flights: Flight[] = [];
  /** Rejected ones: a store that fails may have stored them before it did. */
  #doubtful: Flight[] = [];

  constructor({ seed, device, random }: Author, epoch: EpochKeys, holdings: Holdings) {
    const identity = identityOf(seed, unhex(epoch.space));
    const pen = { identity, seed, device, epoch, random };
    this.me = hex(identity.sign.public);
    this.#holdings = holdings;
    this.#feedLane = new LaneWriter(pen, KIND.feed);
    this.#operationsLane = new LaneWriter(pen, KIND.membership);
    this.feed = new Feed(this.me, clientId(this.#feedLane.lane));
  }

  /** This device's lane of the feed. */
  get lane(): LaneKey {
    return this.#feedLane.lane;
  }

  /** An operation to go out in our own lane, if it did not do so before. */
  publish(operation: Uint8Array): void {
    this.#operations.push(operation);
    this.#dropPublished();
  }

  touch(ids: Iterable<string>): void {
    for (const id of ids) this.#touched.add(id);
  }

  /** Whether anything is not in the store yet. */
  get pending(): boolean {
    return this.#operations.length > 0 || this.feed.pending() !== undefined;
  }

  /** The newest hour in own lanes: time on this device is not before it. */
  get hour(): number {
    const lanes = [this.#feedLane.lane, this.#operationsLane.lane];
    return Math.max(this.#holdings.hour(this.me), ...lanes.map((lane) => this.#holdings.lane(lane)?.hour ?? 0));
  }

  /** Whether this envelope is one of those that are on their way to the store. */
  isInFlight(id: string): boolean {
    return this.#flights.some(({ written }) => written.some(({ piece }) => piece.id === id));
  }

  /** Seals what is pending. Nothing comes while earlier envelopes are neither committed nor rejected. */
  flush(hour: number): Batch[] {
    if (this.#flights.length > 0) return [];
    this.#dropPublished();
    const operations = [...this.#operations];
    if (operations.length > 0) {
      const change = writeOperations(operations);
      const state = () => concat([...this.#published(), change]);
      const settle = () => {
        this.#operations = this.#operations.filter((operation) => !operations.includes(operation));
        return true;
      };
      this.#seal(this.#operationsLane, hour, { change, state, settle, records: new Set() });
    }
    const pending = this.feed.pending();
    if (pending !== undefined) {
      const { update: change, settle } = pending;
      this.#seal(this.#feedLane, hour, { change, state: () => this.feed.state(), settle, records: this.#touched });
      this.#touched = new Set();
    }
    return this.#flights.map(({ writer: { lane }, written, records }) => ({
      lane,
      seq: written.at(-1)?.piece.seq ?? 0,
      envelopes: written.map(({ bytes }) => bytes),
      records: [...records],
    }));
  }

  /** The last flush is in the store. Throws where that cannot be: the store then holds what others wrote there. */
  committed(): void {
    this.#doubtful = [];
    for (const { writer, written, settle } of this.#land()) {
      if (!settle()) throw new Error("committed, though another tab's envelopes are in that place");
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

  #land(): Flight[] {
    const flights = this.#flights;
    this.#flights = [];
    return flights;
  }

  #seal(writer: LaneWriter, hour: number, { change, state, ...flight }: Change): void {
    if (this.#holdings.isErased(writer.lane)) return;
    const written = writer.seal(this.#holdings.lane(writer.lane), hour, change, state);
    this.#flights.push({ ...flight, writer, written });
  }

  #dropPublished(): void {
    if (this.#operations.length === 0) return;
    const out = this.#published().flatMap(readOperations);
    this.#operations = this.#operations.filter(
      (operation, n, all) => ![...out, ...all.slice(0, n)].some((known) => equalBytes(known, operation)),
    );
  }

  /** Payloads of our own lane of operations. */
  #published(): Uint8Array[] {
    return (
      this.#holdings
        .lane(this.#operationsLane.lane)
        ?.payloads()
        .map(({ bytes }) => bytes) ?? []
    );
  }
}

type Change = Pick<Flight, "settle" | "records"> & { readonly change: Uint8Array; readonly state: () => Uint8Array };
