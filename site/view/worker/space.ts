import { type Batch, documentId, type Feed, KIND, recordRef, SpaceDocuments } from "@wijkkit/document";
import {
  chooseVerify,
  type Envelope,
  type EpochId,
  hex,
  KnownSpaces,
  type LaneKey,
  parse,
  type SpaceId,
  unhex,
} from "@wijkkit/envelope";
import { identityOf, laneKeys } from "@wijkkit/identity";
import type { EpochKeys } from "@wijkkit/seal";
import { indexedDbStore, Replica, replay, type Store, StoreError } from "@wijkkit/sync";
import { openKeys, random } from "./entry.ts";
import { Receipts } from "./kept.ts";
import type { Keyring } from "./keyring.ts";
import { ClockError } from "./problem.ts";
import { STORE_DATABASE } from "./stored.ts";

/** Envelopes handed to the documents at once, so that what comes in between does not wait long. */
const AT_ONCE = 256;
/** Times that a change is sealed anew because another tab wrote in between. */
const TRIES = 5;

/** A member needs no space record to know the epochs whose secret it holds. */
class MemberSpaces extends KnownSpaces {
  readonly #space: SpaceId;
  readonly #gates: ReadonlyMap<EpochId, Uint8Array>;

  constructor(space: SpaceId, epochs: readonly EpochKeys[]) {
    super();
    this.#space = space;
    this.#gates = new Map(epochs.map(({ id, gate }) => [id, gate.public]));
  }

  override has(space: SpaceId): boolean {
    return space === this.#space || super.has(space);
  }

  override gateOf(space: SpaceId, epoch: EpochId): Uint8Array | undefined {
    return (space === this.#space ? this.#gates.get(epoch) : undefined) ?? super.gateOf(space, epoch);
  }

  override epochs(space: SpaceId): EpochId[] {
    return space === this.#space ? [...new Set([...this.#gates.keys(), ...super.epochs(space)])] : super.epochs(space);
  }
}

/** This device's lane of its owner's feed. */
function ownLane({ seed, device }: Keyring, epochs: readonly EpochKeys[]): LaneKey {
  const [epoch] = [...epochs].sort((a, b) => (a.id < b.id ? -1 : 1));
  if (!epoch) throw new Error("a space is entered with an epoch's secret");
  const space = unhex(epoch.space);
  const document = documentId(KIND.feed, identityOf(seed, space).sign.public);
  return hex(laneKeys(seed, space, unhex(epoch.id), device, document).public) as LaneKey;
}

/** One space on this device: the sealed store, the replica that guards it, and the documents read from it. */
export class LocalSpace {
  readonly space: SpaceId;
  readonly epochs: readonly EpochKeys[];
  readonly replica: Replica;
  readonly documents: SpaceDocuments;
  readonly receipts: Receipts;
  readonly #store: Store;
  #incoming: Envelope[] = [];
  /** The membership by which lanes that found no room were last tried again. */
  #seen: unknown;
  #taking: Promise<void> = Promise.resolve();
  #flushing: Promise<void> = Promise.resolve();

  private constructor(keyring: Keyring, parts: { verify: Replica["verify"] }) {
    const { space, epochs } = openKeys(keyring);
    const now = Date.now;
    this.space = space;
    this.epochs = epochs;
    this.#store = indexedDbStore(STORE_DATABASE);
    const known = new MemberSpaces(space, epochs);
    this.replica = new Replica({ ...parts, store: this.#store, known, now, takes: (id) => id === space });
    this.documents = new SpaceDocuments({ ...parts, ...keyring, space, epochs, now, random });
    this.receipts = new Receipts(ownLane(keyring, epochs));
    this.replica.onAccepted((envelope) => this.#take(envelope));
  }

  /** Opens the store and reads everything in it. @throws StoreError */
  static async open(keyring: Keyring): Promise<LocalSpace> {
    const local = new LocalSpace(keyring, { verify: await chooseVerify(globalThis.crypto.subtle) });
    await local.#replay();
    const heads = await local.replica.heads(local.space);
    local.receipts.loaded(heads.find(({ lane }) => lane === local.receipts.lane)?.seq);
    return local;
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
   * next flush tries again. @throws StoreError
   */
  flush(): Promise<void> {
    const flushed = this.#flushing.catch(() => {}).then(() => this.#flush());
    this.#flushing = flushed;
    return flushed;
  }

  /** Bytes and lanes in the store. @throws StoreError */
  async held(): Promise<{ lanes: number; bytes: number }> {
    const [heads, bytes] = await Promise.all([this.#store.heads(this.space), this.#store.size()]);
    return { lanes: heads.length, bytes };
  }

  async close(): Promise<void> {
    await this.#flushing.catch(() => {});
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
      if (outcomes.some(({ verdict }) => verdict === "parked")) throw new ClockError();
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
    if (this.#incoming.length > 1) return;
    this.#taking = this.#taking.then(async () => {
      while (this.#incoming.length > 0) {
        const some = this.#incoming.slice(0, AT_ONCE);
        await this.documents.takeMany(some);
        this.#incoming.splice(0, some.length);
      }
      if (this.documents.membership === this.#seen) return;
      this.#seen = this.documents.membership;
      // What cannot be read now is read at the next opening.
      await this.#replay(this.documents.missed()).catch(() => {});
    });
  }
}
