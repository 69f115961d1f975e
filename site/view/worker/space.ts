import { type Batch, type Feed, recordRef, SpaceDocuments } from "@wijkkit/document";
import {
  chooseVerify,
  type Envelope,
  type LaneKey,
  parse,
  type SpaceId,
  spaceId,
  unhex,
  type Verify,
} from "@wijkkit/envelope";
import { invitationBox, type Random } from "@wijkkit/identity";
import type { EpochKeys } from "@wijkkit/seal";
import { indexedDbStore, Replica, replay, type Store, StoreError } from "@wijkkit/sync";
import type { Keyring, SpaceKeys } from "./keyring.ts";
import { epochsOf } from "./keys.ts";
import { MemberSpaces } from "./member-spaces.ts";
import { ClockError } from "./problem.ts";
import { random } from "./random.ts";
import { Receipts } from "./receipts.ts";
import { STORE_DATABASE } from "./stored.ts";

/** Envelopes handed to the documents at once, so that what comes in between does not wait long. */
const AT_ONCE = 256;
/** Times that a change is sealed anew because another tab wrote in between. */
const TRIES = 5;
/** Milliseconds between two looks at what waits for its hour. */
const TICK = 60_000;

/** What a space stands on. */
export interface Platform {
  readonly store: Store;
  readonly verify: Verify;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly random: Random;
}

async function browser(): Promise<Platform> {
  const verify = await chooseVerify(globalThis.crypto.subtle);
  return { store: indexedDbStore(STORE_DATABASE), verify, now: Date.now, random };
}

/** One space on this device: the sealed store, the replica that guards it, and the documents read from it. */
export class LocalSpace {
  readonly space: SpaceId;
  readonly replica: Replica;
  readonly documents: SpaceDocuments;
  readonly receipts: Receipts;
  /** Called when what had waited could not be stored. */
  failed: (error: StoreError) => void = () => {};
  /** Called when the secret of an epoch came to be held. */
  learned: () => void = () => {};
  readonly #store: Store;
  readonly #stop: (() => void)[];
  #incoming: Envelope[] = [];
  /** The membership by which lanes that found no room were last tried again. */
  #seen: unknown;
  #taking: Promise<void> = Promise.resolve();
  #flushing: Promise<void> = Promise.resolve();

  private constructor(ring: Keyring, keys: SpaceKeys, { store, ...parts }: Platform) {
    const space = spaceId(keys.root);
    const epochs = epochsOf(keys);
    this.space = space;
    this.#store = store;
    const known = new MemberSpaces(space, epochs);
    const onError = (error: StoreError) => this.failed(error);
    this.replica = new Replica({ ...parts, store, known, takes: (id) => id === space, onError });
    const { seed, device } = ring;
    const { invitationSeed: invited } = keys;
    const invitation = invited === undefined ? {} : { invitation: invitationBox(invited, unhex(space)) };
    this.documents = new SpaceDocuments({ ...parts, ...invitation, seed, device, space, epochs });
    this.receipts = new Receipts(this.documents.lane);
    const ticking = setInterval(() => void this.replica.tick(), TICK);
    this.#stop = [() => clearInterval(ticking), this.replica.onAccepted((envelope) => this.#take(envelope))];
    this.replica.onDropped((lane) => {
      this.documents.owners.drop(lane);
      this.#taking = this.#taking.then(() => this.documents.takeMany([]).then(() => {}));
    });
    this.documents.onEpoch((epoch) => {
      known.learn(epoch);
      this.#taking = this.#taking.then(() => this.#readEpoch(epoch));
    });
  }

  /** Opens the store and reads everything in it. @throws StoreError */
  static async open(ring: Keyring, keys: SpaceKeys, platform?: Platform): Promise<LocalSpace> {
    const local = new LocalSpace(ring, keys, platform ?? (await browser()));
    try {
      await local.#replay();
      await local.#takeMissed();
      await local.#taking;
      const heads = await local.replica.heads(local.space);
      local.receipts.loaded(heads.find(({ lane }) => lane === local.documents.lane)?.seq);
      return local;
    } catch (error) {
      await local.close();
      throw error;
    }
  }

  /** Changes the own feed; the table shows it at once, the next flush stores it. */
  change<T>(fn: (feed: Feed) => T): T {
    const stop = this.documents.table.subscribe((refs) => this.receipts.unsaved(refs));
    try {
      return this.documents.change(fn);
    } finally {
      stop();
    }
  }

  /**
   * Seals what is pending and stores it durably. When it rejects, the words are still pending, and the
   * next flush tries again. @throws StoreError, ClockError
   */
  flush(): Promise<void> {
    const flushed = this.#flushing.catch(() => {}).then(() => this.#flush());
    this.#flushing = flushed;
    return flushed;
  }

  /** Ends every lane that this device wrote, and others of its person with these numbers, durably. @throws StoreError */
  async erase(others: readonly Uint8Array[]): Promise<void> {
    await this.flush();
    const batches = this.documents.erase(others);
    if (batches.length === 0) return;
    if (!(await this.#isStored(batches))) throw new StoreError("conflict");
    this.documents.committed();
    this.receipts.erasing(batches.map(({ lane }) => lane));
  }

  /** Bytes and lanes in the store. @throws StoreError */
  async held(): Promise<{ lanes: number; bytes: number }> {
    const [heads, bytes] = await Promise.all([this.#store.heads(this.space), this.#store.size()]);
    return { lanes: heads.length, bytes };
  }

  /** After what is under way. */
  async close(): Promise<void> {
    for (const stop of this.#stop) stop();
    await Promise.all([this.#flushing.catch(() => {}), this.#taking]);
    await this.#store.close();
  }

  async #flush(): Promise<void> {
    for (let tries = 0; tries < TRIES; tries += 1) {
      const batches = this.documents.flush();
      if (batches.length === 0) return;
      if (await this.#isStored(batches)) this.#confirm(batches);
      // Another tab wrote these lanes in between: read them again, and come after it.
      else await this.#replay(batches.map(({ lane }) => lane));
    }
    if (this.documents.pending) throw new StoreError("conflict");
  }

  /** False when another writer was there first. Unless it is true, the words are pending again. */
  async #isStored(batches: readonly Batch[]): Promise<boolean> {
    let stored = false;
    try {
      const outcomes = await this.replica.acceptMany(batches.flatMap(({ envelopes }) => envelopes));
      const waits = outcomes.some((outcome) => outcome.verdict === "parked" && outcome.waiting === "clock");
      if (waits) throw new ClockError();
      stored = outcomes.every(({ verdict }) => verdict === "accepted");
    } catch (error) {
      if (!(error instanceof StoreError) || error.code !== "conflict") throw error;
    } finally {
      if (!stored) this.documents.rejected();
    }
    return stored;
  }

  #confirm(batches: readonly Batch[]): void {
    this.documents.committed();
    this.receipts.moved(this.documents.lane);
    for (const { records, seq } of batches) {
      for (const id of records) this.receipts.carried(recordRef(this.documents.me, id), seq);
    }
  }

  /** Hands the documents what the store holds of these lanes, or of all. @throws StoreError */
  async #replay(lanes?: readonly LaneKey[]): Promise<void> {
    for await (const some of replay(this.replica, this.space, lanes)) {
      const parsed = some.map((bytes) => parse(bytes));
      await this.documents.takeMany(parsed.flatMap((one) => ("envelope" in one ? [one.envelope] : [])));
    }
  }

  #take(envelope: Envelope): void {
    this.#incoming.push(envelope);
    // One that is waiting for its turn will take this one along.
    if (this.#incoming.length === 1) this.#taking = this.#taking.then(() => this.#takeAll());
  }

  /** What waited for an epoch's secret, here and in the store. Never rejects: the next opening reads it again. */
  async #readEpoch({ id }: EpochKeys): Promise<void> {
    try {
      await this.replica.retry(this.space);
      const heads = await this.replica.heads(this.space);
      await this.#replay(heads.filter(({ epoch }) => epoch === id).map(({ lane }) => lane));
    } catch {
      // The store cannot be read now.
    }
    this.learned();
  }

  /** Never rejects: what cannot be read now is read at the next opening, as the store has it. */
  async #takeAll(): Promise<void> {
    while (this.#incoming.length > 0) {
      const some = this.#incoming.splice(0, AT_ONCE);
      await this.documents.takeMany(some).catch(() => {});
    }
    await this.#takeMissed().catch(() => {});
  }

  /** Lanes that found no room are tried again as often as somebody has come or gone meanwhile. @throws StoreError */
  async #takeMissed(): Promise<void> {
    while (this.documents.membership !== this.#seen) {
      this.#seen = this.documents.membership;
      await this.#replay(this.documents.missed());
    }
  }
}
