import { equalBytes, type SpaceId, spaceId } from "@wijkkit/envelope";
import { type EpochKeys, epochKeys } from "@wijkkit/seal";
import { type Keyring, type SpaceKeys, saveKeyring } from "./keyring.ts";

/** The keyring as it is stored. One writer: the leading worker. */
export class Keys {
  #ring: Keyring;
  #last: Promise<unknown> = Promise.resolve();

  constructor(ring: Keyring) {
    this.#ring = ring;
  }

  get ring(): Keyring {
    return this.#ring;
  }

  /** The space that is shown. */
  get current(): SpaceKeys {
    const space = this.#ring.spaces[this.#ring.current] ?? this.#ring.spaces[0];
    if (space === undefined) throw new Error("a keyring opens at least one space");
    return space;
  }

  /** The keys of one space. */
  of(root: Uint8Array): SpaceKeys | undefined {
    return this.#ring.spaces.find((space) => equalBytes(root, space.root));
  }

  /**
   * Durable when it resolves; until then nothing has changed. One change after the other, each of what the one before
   * it left. @throws StoreError
   */
  change(next: (ring: Keyring) => Keyring): Promise<void> {
    const changed = this.#last.then(async () => {
      this.#ring = await saveKeyring(next(this.#ring));
    });
    this.#last = changed.catch(() => {});
    return changed;
  }

  /** One more space, or one anew, which is then the one that is shown. */
  enter(space: SpaceKeys): Promise<void> {
    return this.change((ring) => {
      const at = ring.spaces.findIndex(({ root }) => equalBytes(root, space.root));
      const current = at < 0 ? ring.spaces.length : at;
      return { ...ring, spaces: Object.assign([...ring.spaces], { [current]: space }), current };
    });
  }

  /** Says more of a space that is held. */
  extend(root: Uint8Array, more: Partial<SpaceKeys>): Promise<void> {
    return this.change((ring) => {
      const spaces = ring.spaces.map((space) => (equalBytes(root, space.root) ? { ...space, ...more } : space));
      return { ...ring, spaces };
    });
  }

  /** Where a space stands among them; −1 when one takes no part in it. */
  find(space: SpaceId): number {
    return this.#ring.spaces.findIndex(({ root }) => spaceId(root) === space);
  }
}

/** The keys of a space's epochs that are held, newest last. */
export function epochsOf({ root, secrets }: Pick<SpaceKeys, "root" | "secrets">): EpochKeys[] {
  return secrets.map((secret) => epochKeys(secret, spaceId(root)));
}
