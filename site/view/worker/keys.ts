import { equalBytes, type SpaceId, spaceId } from "@wijkkit/envelope";
import { type EpochKeys, epochKeys } from "@wijkkit/seal";
import { type Keyring, type SpaceKeys, saveKeyring } from "./keyring.ts";

/** The keyring as it is stored. One writer: the leading worker. */
export class Keys {
  #ring: Keyring;

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

  /** Durable when it resolves; until then nothing has changed. */
  async change(changes: Partial<Keyring>): Promise<void> {
    const ring = { ...this.#ring, ...changes };
    await saveKeyring(ring);
    this.#ring = ring;
  }

  /** The card is with its owner: its secret leaves the device, and the seed of the safe stays. */
  async forgetCard(safe: Uint8Array): Promise<void> {
    const { card: _, ...rest } = this.#ring;
    const ring = { ...rest, safe };
    await saveKeyring(ring);
    this.#ring = ring;
  }

  /** Stores one space anew, or for the first time. */
  async put(space: SpaceKeys, changes: Partial<Keyring> = {}): Promise<void> {
    const at = this.#ring.spaces.findIndex(({ root }) => equalBytes(root, space.root));
    const spaces = at < 0 ? [...this.#ring.spaces, space] : this.#ring.spaces.with(at, space);
    await this.change({ ...changes, spaces });
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
