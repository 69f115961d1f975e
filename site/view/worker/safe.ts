import { spaceId } from "@wijkkit/envelope";
import { fromBase64url, safeKeys, toBase64url } from "@wijkkit/identity";
import { epochKeys, sealRecord } from "@wijkkit/seal";
import { Connections } from "./connections.ts";
import type { Keyring, SpaceKeys } from "./keyring.ts";
import { LocalSpace } from "./space.ts";

/** What a safe holds. */
export interface Kept {
  /** How often the person was replaced: which of the card's seeds they have now. */
  readonly generation: number;
  readonly spaces: readonly SpaceKeys[];
}

const KIND = "wijk";
const SELF = { id: "self", kind: "self" } as const;
/** Milliseconds that the relay gets to give or take what is kept. */
const PATIENCE = 20_000;

/** A person's own space: what their card finds again. */
export class Safe {
  readonly #local: LocalSpace;
  readonly #connections: Connections;
  readonly #listeners = new Set<() => void>();

  private constructor(local: LocalSpace, relay: string) {
    this.#local = local;
    const changed = () => {
      for (const listener of this.#listeners) listener();
    };
    this.#connections = new Connections(local, relay, { changed, failed: changed });
    local.documents.onChange(changed);
  }

  /** @throws StoreError */
  static async open(seed: Uint8Array, { device }: Pick<Keyring, "device">): Promise<Safe> {
    const { root, secret, owner } = safeKeys(seed);
    const ring = { seed: owner, device, recovery: owner, spaces: [], current: 0 };
    const local = await LocalSpace.open(ring, { root: root.public, name: "", secrets: [secret], relay: "" });
    try {
      const epoch = epochKeys(secret, spaceId(root.public));
      const fields = { root: root.public, revision: 1, gates: [epoch.gate.public], operators: [] };
      await local.replica.acceptRecord(sealRecord({ ...fields, closings: [], kiosks: [], purges: [] }, root));
      const safe = new Safe(local, self.location.origin);
      safe.#connections.open();
      return safe;
    } catch (error) {
      await local.close();
      throw error;
    }
  }

  /** What the person's devices put there. */
  read(): Kept {
    const { table, me } = this.#local.documents;
    const own = [...table.byOwner(me)];
    const generation = Number(own.find(({ kind }) => kind === SELF.kind)?.fields.generation ?? 0);
    const spaces = own.filter(({ kind }) => kind === KIND).flatMap(({ fields }) => spaceIn(fields) ?? []);
    return { generation: Number.isSafeInteger(generation) && generation >= 0 ? generation : 0, spaces };
  }

  /** Puts these there, as far as they are not there yet. Durable on this device when it resolves. @throws StoreError */
  async put({ generation, spaces }: Kept): Promise<void> {
    const at = this.#local.documents.time();
    this.#local.change((feed) => {
      feed.create({ ...SELF, at });
      feed.set(SELF.id, { generation });
      for (const space of spaces) {
        const id = spaceId(space.root);
        feed.create({ id, kind: KIND, at });
        const secret = space.secrets.at(-1) ?? new Uint8Array(0);
        const { name, relay } = space;
        feed.set(id, { root: toBase64url(space.root), secret: toBase64url(secret), name, relay });
      }
    });
    await this.#local.flush();
  }

  /** Waits until the relay has said all it holds. False where it did not answer in time. */
  answered(): Promise<boolean> {
    return this.#until(() => {
      const { relay, progress } = this.#connections.now;
      return relay === "open" && progress === undefined;
    });
  }

  /** Waits until the relay holds what was put. False where it did not say so in time. */
  taken(): Promise<boolean> {
    const { receipts, documents } = this.#local;
    const ref = `${documents.me.slice(0, 16)}.${SELF.id}`;
    return this.#until(() => receipts.kept(ref, true).relay);
  }

  async close(): Promise<void> {
    this.#connections.close();
    await this.#local.close();
  }

  #until(holds: () => boolean): Promise<boolean> {
    return new Promise((resolve) => {
      const done = (answer: boolean) => {
        clearTimeout(timer);
        clearInterval(looking);
        this.#listeners.delete(look);
        resolve(answer);
      };
      const look = () => {
        if (holds()) done(true);
      };
      const timer = setTimeout(() => done(false), PATIENCE);
      // What comes in is read after the session says that it is in step.
      const looking = setInterval(look, 250);
      this.#listeners.add(look);
    });
  }
}

function spaceIn(fields: Readonly<Record<string, unknown>>): SpaceKeys | undefined {
  const { root, secret, name, relay } = fields;
  const [rootKey, secretKey] = [root, secret].map((text) =>
    typeof text === "string" ? fromBase64url(text) : undefined,
  );
  if (rootKey?.length !== 32 || secretKey?.length !== 32) return undefined;
  return { root: rootKey, secrets: [secretKey], name: String(name ?? ""), relay: String(relay ?? "") };
}
