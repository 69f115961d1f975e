import { type EpochId, type SpaceId, unhex } from "@wijkkit/envelope";
import {
  epochOf,
  fromBase64url,
  type KeyPair,
  type Membership,
  type Part,
  type Rotate,
  readOperation,
  sealedFor,
} from "@wijkkit/identity";
import { type EpochKeys, openPrevious, receive } from "@wijkkit/seal";

/** Where the operations are that hold secrets. */
interface Operations {
  readonly part: (hash: string) => Part | undefined;
  readonly chain: (epoch: string) => Rotate["previous"];
}

type Rotated = NonNullable<Membership["epochs"] extends ReadonlyMap<string, infer Epoch> ? Epoch : never>;

/**
 * Why nothing goes out. `rotation`: a beheerder's device is to rotate first. `key`: the secret of the epoch that is
 * written to is not held. `out`: one is no member any more.
 */
export type Waits = "rotation" | "key" | "out";

/** What `author` (identity, hex), who writes in `written`, waits for. Before the log is there nothing does. */
export function waitsFor(
  { root, epoch, former }: Pick<Membership, "root" | "epoch" | "former">,
  author: string,
  written: EpochKeys,
): Waits | undefined {
  if (root === undefined) return undefined;
  if (former.has(author)) return "out";
  if (epoch === undefined) return "rotation";
  return written.id === epoch ? undefined : "key";
}

/** The epochs whose secret is held, and how more of them are opened. */
export class Epochs {
  readonly #space: SpaceId;
  readonly #boxes: readonly KeyPair[];
  readonly #held = new Map<string, EpochKeys>();
  /** Rotations whose parts were looked through in vain: what they sealed is not for us. */
  readonly #closed = new Set<string>();

  /** @param boxes X25519 keys that a secret may be sealed to: one's own, and those of the invitation one came by */
  constructor(space: SpaceId, held: readonly EpochKeys[], boxes: readonly KeyPair[]) {
    this.#space = space;
    this.#boxes = boxes;
    for (const keys of held) this.#held.set(keys.id, keys);
  }

  get(id: string): EpochKeys | undefined {
    return this.#held.get(id);
  }

  all(): EpochKeys[] {
    return [...this.#held.values()];
  }

  /** Opens what can be opened now: forwards by what is sealed to us, backwards by the key chain. Returns what came. */
  open({ epochs }: Pick<Membership, "epochs">, log: Operations): EpochKeys[] {
    const came: EpochKeys[] = [];
    const add = (keys: EpochKeys | undefined): void => {
      if (keys === undefined || this.#held.has(keys.id)) return;
      this.#held.set(keys.id, keys);
      came.push(keys);
    };
    for (const [id, rotated] of epochs) {
      if (rotated !== undefined && !this.#held.has(id)) add(this.#received(id as EpochId, rotated, log));
    }
    for (const keys of this.#held.values()) {
      for (const { epoch, sealed } of log.chain(keys.id)) {
        if (!this.#held.has(epoch)) add(openPrevious(fromBase64url(sealed) ?? NOTHING, keys, epoch as EpochId));
      }
    }
    return came;
  }

  #received(id: EpochId, rotated: Rotated, log: Pick<Operations, "part">): EpochKeys | undefined {
    if (this.#closed.has(rotated.rotation)) return undefined;
    const parts = rotated.parts.flatMap((hash) => log.part(hash) ?? []);
    for (const box of this.#boxes) {
      for (const sealed of parts.flatMap((one) => sealedFor(one, box.public))) {
        const keys = receive(sealed, { space: this.#space, id }, unhex(rotated.sender), box);
        if (keys !== undefined) return keys;
      }
    }
    this.#closed.add(rotated.rotation);
    return undefined;
  }
}

const NOTHING = new Uint8Array(0);

/** The epoch that an operation opens, hex; undefined where it is no rotation. `space` has 20 bytes. */
export async function rotatedTo(space: Uint8Array, bytes: Uint8Array): Promise<string | undefined> {
  const read = await readOperation(space, bytes, async () => true);
  return "operation" in read && read.operation.body.op === "rotate" ? epochOf(read.operation.body.gate) : undefined;
}
