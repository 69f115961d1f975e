import type { LaneKey } from "@wijkkit/envelope";
import { acknowledge, unacknowledged } from "@wijkkit/identity";
import type { Members } from "./members.ts";
import { random } from "./random.ts";
import type { LocalSpace } from "./space.ts";

/** Milliseconds that each beheerder's device waits longer than that of one before it, so that not all rotate at once. */
const TURN = 4_000;

/** Fetched by who may have several devices. */
const devices = async () => (await import("./later.ts")).devices;
/** Fetched by a beheerder's device alone. */
const rotating = async () => (await import("./later.ts")).rotating;

/** What a member's device does by itself: acknowledge who came, rotate when it is due, tell the relay of epochs. */
export class Upkeep {
  readonly #local: LocalSpace;
  readonly #members: Members;
  readonly #flush: () => Promise<void>;
  #working: Promise<void> = Promise.resolve();
  /** By what the last space record was looked at. */
  #told: readonly unknown[] = [];
  /** Whether one's other devices know of this one. */
  #isTold = false;
  #waiting: ReturnType<typeof setTimeout> | undefined;
  /** Part of a rotation that is done. */
  progress: number | undefined;
  readonly #changed: () => void;

  constructor(local: LocalSpace, members: Members, flush: () => Promise<void>, changed: () => void) {
    this.#local = local;
    this.#members = members;
    this.#flush = flush;
    this.#changed = changed;
  }

  /** Looks at what is to be done; one thing at a time. Never rejects: what fails now is tried at the next look. */
  look(): void {
    this.#working = this.#working.then(() => this.#work()).catch(() => {});
    if (this.#members.role !== "beheerder" || !this.#isDue || this.#waiting !== undefined) return;
    this.#waiting = setTimeout(() => {
      this.#waiting = undefined;
      this.#working = this.#working.then(() => (this.#isDue ? this.#rotate([]) : undefined)).catch(() => {});
    }, this.#turn * TURN);
  }

  /** Removes somebody: they, and what they hold, are out from here on. @throws StoreError */
  remove(who: string): Promise<void> {
    const removed = this.#working.catch(() => {}).then(() => this.#rotate([who]));
    this.#working = removed;
    return removed;
  }

  close(): void {
    clearTimeout(this.#waiting);
  }

  get #isDue(): boolean {
    return this.#members.membership.due !== undefined;
  }

  /** How many beheerders go before this one, by seniority. */
  get #turn(): number {
    const { members } = this.#members.membership;
    const beheerders = [...members]
      .filter(([, { role }]) => role === "beheerder")
      .sort(([, a], [, b]) => a.depth - b.depth);
    return Math.max(
      0,
      beheerders.findIndex(([who]) => who === this.#local.documents.author),
    );
  }

  async #work(): Promise<void> {
    const { documents } = this.#local;
    const redeems = unacknowledged(documents.membership, documents.author);
    if (redeems.length > 0) {
      await documents.addOperation(acknowledge(this.#members.moment(), this.#members.self.sign, redeems));
    }
    const { ring } = this.#members.keys;
    if ((ring.safe || ring.isOneOfMany) && !this.#isTold && this.#members.role && documents.waits === undefined) {
      (await devices()).tellDevice(this.#local, ring);
      this.#isTold = true;
    }
    if (documents.ready()) await this.#flush();
    const { known } = this.#local.replica;
    const now = [documents.membership, documents.epochs.length, known.records(this.#local.space).length];
    if (now.every((one, n) => one === this.#told[n])) return;
    await this.#tell();
    this.#told = now;
  }

  async #rotate(removes: readonly string[]): Promise<void> {
    const { documents } = this.#local;
    const { membership, self } = this.#members;
    try {
      const { planRotation } = await rotating();
      const { operations } = await planRotation({
        ...{ moment: this.#members.moment(), membership, self, removes, random },
        epochs: documents.epochs,
        ends: (who) => documents.owners.ends(who),
        progress: (done, all) => {
          this.progress = done / all;
          this.#changed();
        },
      });
      for (const operation of operations) await documents.addOperation(operation);
    } finally {
      this.progress = undefined;
    }
    await this.#flush();
    await this.#tell();
  }

  /** The next space record, when there is something new in it and this device may sign it. */
  async #tell(): Promise<void> {
    if (this.#members.role !== "beheerder") return;
    const { documents, replica, space } = this.#local;
    const gates = documents.epochs.map(({ gate }) => gate.public);
    const open: LaneKey[] = documents.epochs.map((epoch) => documents.operationsLane(epoch));
    const { nextRecord } = await rotating();
    const record = nextRecord(
      replica.known.records(space),
      documents.membership,
      { gates, open },
      this.#members.self.operator,
    );
    if (record !== undefined) await replica.acceptRecord(record);
  }
}
