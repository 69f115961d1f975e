import { type EpochId, KnownSpaces, type SpaceId } from "@wijkkit/envelope";
import type { EpochKeys } from "@wijkkit/seal";

/** A member needs no space record to know its space, and the epochs whose secret it holds. */
export class MemberSpaces extends KnownSpaces {
  readonly #space: SpaceId;
  readonly #gates = new Map<EpochId, Uint8Array>();

  constructor(space: SpaceId, epochs: readonly EpochKeys[]) {
    super();
    this.#space = space;
    for (const epoch of epochs) this.learn(epoch);
  }

  learn({ id, gate }: EpochKeys): void {
    this.#gates.set(id, gate.public);
  }

  override has(space: SpaceId): boolean {
    return space === this.#space || super.has(space);
  }

  override gateOf(space: SpaceId, epoch: EpochId): Uint8Array | undefined {
    return (space === this.#space ? this.#gates.get(epoch) : undefined) ?? super.gateOf(space, epoch);
  }
}
