import type { LaneKey } from "@wijkkit/envelope";
import type { Membership } from "@wijkkit/identity";
import type { Holdings } from "./holdings.ts";
import { KIND } from "./kinds.ts";
import type { OperationLog } from "./log.ts";
import { readOperations } from "./operations.ts";

/** Reads lanes of operations into the log, and reads again what the log had no room for once more can count. */
export class LogReader {
  readonly #log: OperationLog;
  readonly #holdings: Holdings;
  /** Payloads all of whose operations the log took in. */
  readonly #read = new WeakSet<Uint8Array>();
  /** Lanes with other payloads. */
  readonly #unread = new Set<LaneKey>();
  #triedAt: Membership;

  constructor(log: OperationLog, holdings: Holdings) {
    this.#log = log;
    this.#holdings = holdings;
    this.#triedAt = log.membership;
  }

  /** Takes in the operations of a lane that were not read before; of another kind of lane it reads nothing. */
  async read(key: LaneKey): Promise<void> {
    this.#unread.delete(key);
    const lane = this.#holdings.lane(key);
    if (lane?.claim?.kind !== KIND.membership) return;
    const fresh = lane.payloads().filter(({ bytes }) => !this.#read.has(bytes));
    for (const { bytes } of fresh) this.#read.add(bytes);
    for (const { bytes } of fresh) {
      const logged = await Promise.all(readOperations(bytes).map((operation) => this.#log.add(operation)));
      if (!logged.includes("full")) continue;
      this.#read.delete(bytes);
      this.#unread.add(key);
    }
  }

  /** Lets everything that was read count as far as it can. */
  async settle(): Promise<void> {
    await this.#log.settle();
    while (this.#unread.size > 0 && this.#triedAt !== this.#log.membership) {
      this.#triedAt = this.#log.membership;
      for (const key of [...this.#unread]) await this.read(key);
      await this.#log.settle();
    }
    this.#triedAt = this.#log.membership;
  }
}
