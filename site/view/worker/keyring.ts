import { fromBase64url, recoveryKeys, toBase64url } from "@wijkkit/identity";
import { openBundle, sealBundle } from "@wijkkit/seal";
import { StoreError } from "@wijkkit/sync";
import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import { random } from "./random.ts";

/** What this device holds of its owner. It never leaves the device but on the card or, sealed, to a second device. */
export interface Keyring {
  /** 32 bytes: the owner's seed. */
  readonly seed: Uint8Array;
  /** 32 bytes: the card secret, until it is printed or shared. */
  readonly card?: Uint8Array;
  /** 32 bytes, once the card is made: the seed of its owner's safe. */
  readonly safe?: Uint8Array;
  /** How often its owner was replaced: which of the card's seeds `seed` is. Absent for never. */
  readonly generation?: number;
  /** 32 bytes: public half of the card's recovery keys. */
  readonly recovery: Uint8Array;
  /** 16 bytes, made at this install and never exported. */
  readonly device: Uint8Array;
  readonly spaces: readonly SpaceKeys[];
  /** Which of them is shown. */
  readonly current: number;
  /** Whether neighbours are met by the relay alone, so that none of them sees this device's address. */
  readonly isIndirect?: boolean;
  /** Whether its owner may have other devices, which are then told of this one. */
  readonly isOneOfMany?: boolean;
  /** Shares of neighbours' cards that this device keeps: where each was given, by whom, as it came, and opened. */
  readonly shares?: readonly {
    readonly ref: string;
    readonly owner: string;
    readonly sealed: string;
    readonly share: Uint8Array;
  }[];
  /** How often it was stored here; absent for never. */
  readonly revision?: number;
  /** Under a passphrase: its salt (16 bytes) and the key it gives (32 bytes), which is never stored. */
  readonly lock?: { readonly salt: Uint8Array; readonly key: Uint8Array };
}

/** A keyring under a passphrase, as it lies on the device. */
export interface LockedKeyring {
  readonly revision?: number;
  readonly salt: Uint8Array;
  readonly sealed: Uint8Array;
}

/** What opens one space. */
export interface SpaceKeys {
  /** The root public key, 32 bytes. */
  readonly root: Uint8Array;
  /** What it is called, as far as was known when the keys were stored. */
  readonly name: string;
  /** Epoch secrets, 32 bytes each, newest last. */
  readonly secrets: readonly Uint8Array[];
  /** The name of the invitation that was redeemed; absent for the founder. */
  readonly invitation?: string;
  /** Its seed, 32 bytes: a rotation before the redeem is known seals to it. */
  readonly invitationSeed?: Uint8Array;
  /** Base address of the relay; empty for the host that serves the site. */
  readonly relay: string;
}

/** As it lies on the device: what somebody typed is sealed there too. */
interface Stored extends Omit<Keyring, "spaces" | "lock"> {
  readonly spaces: readonly (Omit<SpaceKeys, "name"> & { readonly sealedName?: Uint8Array })[];
}

interface Schema extends DBSchema {
  keyring: { key: "own"; value: Stored | LockedKeyring };
}

export const KEYRING_DATABASE = "wijkkit-keys";
const VERSION = 1;

const open = (): Promise<IDBPDatabase<Schema>> =>
  openDB<Schema>(KEYRING_DATABASE, VERSION, {
    upgrade: (database) => {
      database.createObjectStore("keyring");
    },
    blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
  });

/**
 * Whether a database is there, without making it: `databases()` where the browser has it, else an
 * opening that takes itself back. Nothing may be stored before someone chooses to take part.
 */
async function exists(name: string): Promise<boolean> {
  if (indexedDB.databases) return (await indexedDB.databases()).some((database) => database.name === name);
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name);
    let fresh = false;
    request.onupgradeneeded = () => {
      fresh = true;
      request.transaction?.abort();
    };
    request.onsuccess = () => {
      request.result.close();
      resolve(true);
    };
    request.onerror = () => (fresh ? resolve(false) : reject(request.error));
  });
}

/** The keyring, locked or not, or undefined where nobody chose to take part. Rejects when storage is blocked. */
export async function loadKeyring(): Promise<Keyring | LockedKeyring | undefined> {
  if (!(await exists(KEYRING_DATABASE))) return undefined;
  const database = await open();
  try {
    const held = await database.get("keyring", "own");
    return held && ("seed" in held ? completed(held) : held);
  } finally {
    database.close();
  }
}

/** What an earlier version of this page stored has no recovery key, no current space, and no names. */
export function completed(held: Partial<Stored> & Pick<Stored, "seed" | "device" | "spaces">): Keyring {
  const recovery = held.recovery ?? recoveryKeys(held.card ?? held.seed).public;
  const spaces = held.spaces.map(({ sealedName = NOTHING, ...space }) => {
    const opened = openBundle(sealedName, held.seed);
    return { ...space, name: "content" in opened ? new TextDecoder().decode(opened.content) : "" };
  });
  return { ...held, recovery, spaces, current: held.current ?? 0 };
}

/** What lies behind a passphrase's key; undefined for another key. */
export function openLocked({ salt, sealed, revision }: LockedKeyring, key: Uint8Array): Keyring | undefined {
  const opened = openBundle(sealed, key);
  if ("reason" in opened) return undefined;
  const ring = JSON.parse(new TextDecoder().decode(opened.content), (_, value) =>
    typeof value?.[BYTES] === "string" ? fromBase64url(value[BYTES]) : value,
  );
  return { ...ring, lock: { salt, key }, ...(revision !== undefined && { revision }) };
}

const BYTES = "bytes64";

function locked({ lock: _, ...ring }: Keyring, { salt, key }: NonNullable<Keyring["lock"]>): LockedKeyring {
  const text = JSON.stringify(ring, (__, value) =>
    value instanceof Uint8Array ? { [BYTES]: toBase64url(value) } : value,
  );
  const { revision = 0 } = ring;
  return { revision, salt, sealed: sealBundle(new TextEncoder().encode(text), key, random) };
}

function sealed(keyring: Keyring): Stored | LockedKeyring {
  const { spaces, lock, ...ring } = keyring;
  if (lock) return locked(keyring, lock);
  const seal = (name: string) => sealBundle(new TextEncoder().encode(name), ring.seed, random);
  return { ...ring, spaces: spaces.map(({ name, ...space }) => ({ ...space, sealedName: seal(name) })) };
}

const NOTHING = new Uint8Array(0);

/**
 * Durable when it resolves, with its new revision: the first write is the moment of taking part.
 * @throws StoreError `conflict` where another tab stored one since this one was read: neither seed may be lost
 */
export async function saveKeyring(keyring: Keyring): Promise<Keyring> {
  const database = await open();
  try {
    const transaction = database.transaction("keyring", "readwrite", { durability: "strict" });
    const { revision = 0 } = keyring;
    const held = await transaction.store.get("own");
    if ((held?.revision ?? 0) !== revision) {
      throw new StoreError("conflict", "the keys were stored by another tab");
    }
    const next = { ...keyring, revision: revision + 1 };
    await Promise.all([transaction.store.put(sealed(next), "own"), transaction.done]);
    return next;
  } finally {
    database.close();
  }
}
