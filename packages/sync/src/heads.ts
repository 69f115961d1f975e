import type { Envelope, LaneKey, SpaceId } from "@wijkkit/envelope";
import { headAfter } from "./lane.ts";
import type { Head, Store } from "./store.ts";

/** The heads of one space, in memory: what sessions compare. */
export type SpaceHeads = Map<LaneKey, Head>;

/** The heads of the spaces in use, loaded from the store once each and kept up with what is stored. */
export class Heads {
  readonly #store: Store;
  readonly #spaces = new Map<SpaceId, SpaceHeads>();
  readonly #loading = new Map<SpaceId, Promise<SpaceHeads>>();

  constructor(store: Store) {
    this.#store = store;
  }

  get(space: SpaceId): SpaceHeads | undefined {
    return this.#spaces.get(space);
  }

  /** @param keep whether to remember a space of which nothing is held: a stranger may name any number of them */
  async load(space: SpaceId, keep: boolean): Promise<SpaceHeads> {
    const held = this.#spaces.get(space);
    if (held) return held;
    const loading = this.#loading.get(space) ?? this.#read(space);
    this.#loading.set(space, loading);
    try {
      const heads = await loading;
      if (keep || heads.size > 0) this.#spaces.set(space, this.#spaces.get(space) ?? heads);
      return this.#spaces.get(space) ?? heads;
    } finally {
      this.#loading.delete(space);
    }
  }

  stored(envelope: Envelope): void {
    const heads = this.#spaces.get(envelope.space);
    heads?.set(envelope.lane, headAfter(heads.get(envelope.lane), envelope));
  }

  dropped(space: SpaceId, lane: LaneKey): void {
    this.#spaces.get(space)?.delete(lane);
  }

  /** Looks at the store again for one lane. */
  async refresh(space: SpaceId, lane: LaneKey): Promise<void> {
    const head = (await this.#store.heads(space)).find((one) => one.lane === lane);
    if (head) this.#spaces.get(space)?.set(lane, head);
  }

  async #read(space: SpaceId): Promise<SpaceHeads> {
    return new Map((await this.#store.heads(space)).map((head) => [head.lane, head]));
  }
}
