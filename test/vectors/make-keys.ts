// Vectors of derivation: card, seeds, identities per space, lanes, epoch keys, document ids, padding.
import { fixed, hexed, hkdf, join, publicKey, sha512, u8, u32 } from "./primitives.ts";

const NO_SALT = Buffer.alloc(0);

const rootSeed = fixed("root seed", 32);
const root = publicKey("ed25519", rootSeed);
export const WIJK = hexed({ seed: rootSeed, public: root });
export const ROOT = { seed: rootSeed, public: root };
export const space = sha512(root).subarray(0, 20);

export interface Identity {
  sign: { seed: Buffer; public: Buffer };
  box: { secret: Buffer; public: Buffer };
  operator: { seed: Buffer; public: Buffer };
  witness: { seed: Buffer; public: Buffer };
}

export function identity(seed: Uint8Array, inSpace: Uint8Array): Identity {
  const sign = hkdf(seed, inSpace, "sign");
  const box = hkdf(seed, inSpace, "box");
  const operator = hkdf(seed, inSpace, "operator");
  const witness = hkdf(seed, inSpace, "witness");
  return {
    sign: { seed: sign, public: publicKey("ed25519", sign) },
    box: { secret: box, public: publicKey("x25519", box) },
    operator: { seed: operator, public: publicKey("ed25519", operator) },
    witness: { seed: witness, public: publicKey("ed25519", witness) },
  };
}

/** Noor founds the wijk; Samir is her neighbour. */
export const NOOR = { card: fixed("Noor's card", 32), device: fixed("Noor's phone", 16) };
export const SAMIR = { card: fixed("Samir's card", 32), device: fixed("Samir's phone", 16) };
export const seedOf = (card: Uint8Array, n: number): Buffer => hkdf(card, NO_SALT, join("identity", u32(n)));
export const recoveryOf = (card: Uint8Array): Buffer => hkdf(card, NO_SALT, "recovery");

/** What the membership log of a space shows of a recovery key. */
export const recoveryMark = (card: Uint8Array, inSpace: Uint8Array): Buffer =>
  sha512(join("wijkkit/1 recovery", inSpace, publicKey("ed25519", recoveryOf(card)))).subarray(0, 32);

export interface Epoch {
  secret: Buffer;
  content: Buffer;
  gateSeed: Buffer;
  gatePublic: Buffer;
  room: Buffer;
  live: Buffer;
  chain: Buffer;
  id: Buffer;
}

export function epoch(name: string): Epoch {
  const secret = fixed(name, 32);
  const gateSeed = hkdf(secret, space, "gate");
  const gatePublic = publicKey("ed25519", gateSeed);
  return {
    secret,
    content: hkdf(secret, space, "content"),
    gateSeed,
    gatePublic,
    room: hkdf(secret, space, "room"),
    live: hkdf(secret, space, "live"),
    chain: hkdf(secret, space, "chain"),
    id: sha512(gatePublic).subarray(0, 8),
  };
}

export const FIRST_EPOCH = epoch("first epoch");

export function laneSeed(seed: Uint8Array, epochId: Uint8Array, device: Uint8Array, document: Uint8Array): Buffer {
  return hkdf(seed, space, join("lane", epochId, device, document));
}

export const documentId = (kind: number, owner: Uint8Array): Buffer =>
  sha512(join("wijkkit/1 document", u8(kind), owner)).subarray(0, 16);

/** identity.json */
export function identities(): unknown {
  const otherSpace = sha512(publicKey("ed25519", fixed("another root seed", 32))).subarray(0, 20);
  const people = { Noor: NOOR, Samir: SAMIR };
  return Object.entries(people).map(([name, { card, device }]) => ({
    name,
    ...hexed({ card }),
    recovery: hexed({ seed: recoveryOf(card), public: publicKey("ed25519", recoveryOf(card)) }),
    seeds: [0, 1, 2 ** 32 - 1].map((n) => hexed({ n, seed: seedOf(card, n) })),
    spaces: [space, otherSpace].map((inSpace) => {
      const keys = identity(seedOf(card, 0), inSpace);
      return {
        ...hexed({ seed: seedOf(card, 0), space: inSpace }),
        sign: hexed({ ...keys.sign }),
        box: hexed({ ...keys.box }),
        operator: hexed({ ...keys.operator }),
        witness: hexed({ ...keys.witness }),
        recoveryMark: recoveryMark(card, inSpace).toString("hex"),
      };
    }),
    lanes: [0, 1].map((kind) => {
      const seed = seedOf(card, 0);
      const document = documentId(kind, identity(seed, space).sign.public);
      const lane = laneSeed(seed, FIRST_EPOCH.id, device, document);
      const fields = { seed, space, epoch: FIRST_EPOCH.id, device, document };
      return hexed({ ...fields, laneSeed: lane, lanePublic: publicKey("ed25519", lane) });
    }),
  }));
}

/** The epochs of epoch.json */
export const epochs = (): unknown => [FIRST_EPOCH, epoch("second epoch")].map((keys) => hexed({ ...keys }));

/** document.json */
export function documents(): unknown {
  const owner = identity(seedOf(NOOR.card, 0), space).sign.public;
  return [0, 1, 2, 3, 4, 5, 6].map((kind) => hexed({ kind, owner, id: documentId(kind, owner) }));
}

/** PADMÉ (Nikitin et al., "Reducing metadata leakage from encrypted files", 2019, algorithm 1), at least 256. */
export function padded(length: number): number {
  const e = Math.floor(Math.log2(Math.max(length, 2)));
  const s = Math.floor(Math.log2(Math.max(e, 1))) + 1;
  const last = 2 ** Math.max(e - s, 0);
  return Math.max(256, Math.ceil(length / last) * last);
}

/** padding.json: `length` counts the u32 as well, so a body of n bytes has length n + 4. */
export const paddings = (): unknown =>
  [
    4, 5, 255, 256, 257, 263, 264, 265, 511, 512, 513, 528, 529, 1000, 1025, 4096, 4097, 9999, 16_385, 32_768, 32_769,
    65_000,
  ].map((length) => ({ length, padded: padded(length) }));
