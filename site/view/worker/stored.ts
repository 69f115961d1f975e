import { deleteDB } from "idb";
import type { StoredThing } from "../protocol.ts";

/** Holds envelopes and space records, all of them sealed or public keys. */
export const STORE_DATABASE = "wijkkit";
/** A seed, a card secret, a recovery key and a device number; and for each space a root key, an epoch secret, an invitation. */
const KEYRING_BYTES = { own: 32 + 32 + 32 + 16, space: 32 + 32 + 32 };

/** The keys first: without them the rest is noise, should the second deletion be interrupted. */
export async function deleteDatabases(keyring: string): Promise<void> {
  await deleteDB(keyring);
  await deleteDB(STORE_DATABASE);
}

/** Everything this site keeps on this device, by purpose. */
export async function storedThings(held: { lanes: number; bytes: number }, spaces: number): Promise<StoredThing[]> {
  return [
    { purpose: "keys", count: 1, bytes: KEYRING_BYTES.own + spaces * KEYRING_BYTES.space },
    { purpose: "envelopes", count: held.lanes, bytes: held.bytes },
    { purpose: "site", ...(await siteFiles()) },
  ];
}

async function siteFiles(): Promise<{ count: number; bytes: number }> {
  let count = 0;
  let bytes = 0;
  if (!("caches" in globalThis)) return { count, bytes };
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      count += 1;
      bytes += (await (await cache.match(request))?.arrayBuffer())?.byteLength ?? 0;
    }
  }
  return { count, bytes };
}
