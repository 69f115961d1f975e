import { equalBytes } from "@wijkkit/envelope";
import { PASSPHRASE_LENGTH, passphraseKey, SALT_LENGTH } from "@wijkkit/seal";
import type { Reply, Request } from "../protocol.ts";
import { type Keyring, type LockedKeyring, openLocked } from "./keyring.ts";
import type { Keys } from "./keys.ts";
import { random } from "./random.ts";

/**
 * Puts the keys of this device under a passphrase; an empty one takes it off. `before`: the one that they are under.
 * Durable when it resolves. @throws StoreError
 */
export async function lock(keys: Keys, { passphrase, before }: Extract<Request, { do: "lock" }>): Promise<Reply> {
  const { lock: held } = keys.ring;
  if (held && !(await isTheirs(held, before))) return { ok: false, problem: "passphrase-wrong" };
  if (passphrase === "") {
    await keys.change(({ lock: _, ...ring }) => ring);
    return { ok: true };
  }
  if (passphrase.length < PASSPHRASE_LENGTH.least) return { ok: false, problem: "passphrase-short" };
  if (passphrase.length > PASSPHRASE_LENGTH.most) return { ok: false, problem: "too-long" };
  const salt = random(SALT_LENGTH);
  const key = await passphraseKey(passphrase, salt);
  await keys.change((ring) => ({ ...ring, lock: { salt, key } }));
  return { ok: true };
}

/** The keys behind a passphrase; undefined where it is another one. */
export async function unlock(locked: LockedKeyring, passphrase: string): Promise<Keyring | undefined> {
  if (passphrase.length > PASSPHRASE_LENGTH.most) return undefined;
  return openLocked(locked, await passphraseKey(passphrase, locked.salt));
}

async function isTheirs({ salt, key }: NonNullable<Keyring["lock"]>, passphrase: string): Promise<boolean> {
  if (passphrase.length > PASSPHRASE_LENGTH.most) return false;
  return equalBytes(await passphraseKey(passphrase, salt), key);
}
