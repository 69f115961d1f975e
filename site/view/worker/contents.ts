import { fromBase64url, toBase64url } from "@wijkkit/identity";
import type { Keyring, SpaceKeys } from "./keyring.ts";

/** What a person takes to another device beside what everyone holds sealed. */
export interface Contents {
  readonly generation: number;
  readonly spaces: readonly SpaceKeys[];
  /** 32 bytes each: for a device of one's own, which needs no card. */
  readonly own?: { readonly seed: Uint8Array; readonly recovery: Uint8Array; readonly safe?: Uint8Array };
}

const KEY = 32;

/** As UTF-8 JSON. `isOwn`: with the seed. */
export function writeContents(ring: Keyring, isOwn: boolean): Uint8Array {
  const { generation = 0, seed, recovery, safe } = ring;
  const spaces = ring.spaces.map(({ root, name, relay, secrets }) => {
    return { root: toBase64url(root), name, relay, secrets: secrets.map((secret) => toBase64url(secret)) };
  });
  const kept = safe === undefined ? {} : { safe: toBase64url(safe) };
  const own = isOwn ? { own: { seed: toBase64url(seed), recovery: toBase64url(recovery), ...kept } } : {};
  return new TextEncoder().encode(JSON.stringify({ generation, spaces, ...own }));
}

/** Undefined for bytes that say no such thing. */
export function readContents(bytes: Uint8Array | undefined): Contents | undefined {
  try {
    const { generation, spaces, own } = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    if (!Number.isSafeInteger(generation) || generation < 0 || !Array.isArray(spaces)) return undefined;
    const opened = spaces.flatMap((space: unknown) => spaceIn(space) ?? []);
    if (opened.length === 0) return undefined;
    const [seed, recovery, safe] = [keyIn(own?.seed), keyIn(own?.recovery), keyIn(own?.safe)];
    const mine = seed && recovery ? { own: { seed, recovery, ...(safe && { safe }) } } : {};
    return { generation, spaces: opened, ...mine };
  } catch {
    return undefined;
  }
}

function spaceIn(space: unknown): SpaceKeys | undefined {
  const { root, name, relay, secrets } = space as Record<string, unknown>;
  const rootKey = keyIn(root);
  const held = Array.isArray(secrets) ? secrets.flatMap((secret: unknown) => keyIn(secret) ?? []) : [];
  if (rootKey === undefined || held.length === 0) return undefined;
  return { root: rootKey, name: String(name), relay: String(relay), secrets: held };
}

function keyIn(text: unknown): Uint8Array | undefined {
  const bytes = typeof text === "string" ? fromBase64url(text) : undefined;
  return bytes?.length === KEY ? bytes : undefined;
}
