import { memoryStore, type Store, StoreError } from "@wijkkit/sync";

/** A disk that outlives who writes on it. */
export class Disk {
  readonly #kept = memoryStore();
  #mounted: { dead: boolean } | undefined;
  /** Writes until it crashes, and whether the last one is on the disk by then; undefined for never. */
  #crash: { left: number; isWritten: boolean } | undefined;
  /** Whether there is no room. */
  isFull = false;
  /** Called when a write ended it all. */
  onCrash: (() => void) | undefined;

  /** Crashes at the nth write from now on, just before or just after it is on the disk. */
  crashAt(nth: number, isWritten: boolean): void {
    this.#crash = { left: nth, isWritten };
  }

  /** What lies on it. */
  get kept(): Store {
    return this.#kept;
  }

  /** Whoever had it mounted before can write no more. */
  unmount(): void {
    if (this.#mounted) this.#mounted.dead = true;
    this.#mounted = undefined;
    this.#crash = undefined;
  }

  mount(): Store {
    this.unmount();
    const state = { dead: false };
    this.#mounted = state;
    const alive = <Done>(work: () => Promise<Done>): Promise<Done> =>
      state.dead ? Promise.reject(new StoreError("blocked")) : work();
    const write = (work: () => Promise<void>): Promise<void> => alive(() => this.#write(work));
    const kept = this.#kept;
    return {
      heads: (space) => alive(() => kept.heads(space)),
      lane: (space, lane) => alive(() => kept.lane(space, lane)),
      read: (space, lane, from, most) => alive(() => kept.read(space, lane, from, most)),
      records: (space) => alive(() => kept.records(space)),
      spaces: () => alive(() => kept.spaces()),
      size: (space) => alive(() => kept.size(space)),
      append: (space, envelopes) => write(() => kept.append(space, envelopes)),
      drop: (space, lane) => write(() => kept.drop(space, lane)),
      putRecord: (space, bytes) => write(() => kept.putRecord(space, bytes)),
      remove: (space) => write(() => kept.remove(space)),
      close: async () => {
        state.dead = true;
      },
    };
  }

  async #write(work: () => Promise<void>): Promise<void> {
    if (this.isFull) throw new StoreError("full");
    const crash = this.#crash;
    if (crash === undefined) return work();
    crash.left -= 1;
    if (crash.left > 0) return work();
    if (crash.isWritten) await work();
    this.unmount();
    this.onCrash?.();
    throw new StoreError("failed");
  }
}
