import { concatBytes } from "@noble/hashes/utils.js";
import { SIZE } from "@wijkkit/envelope";

/**
 * What an envelope says once it is open. `document` (16 bytes), `identity` (32) and `certificate` (64) are there
 * exactly on a BASE; the last two are zero for an anonymous lane. Bytes that `open` gives are views on one array.
 */
export interface Body {
  /** 0 to 255: which kind of document this is part of. */
  readonly kind: number;
  readonly document?: Uint8Array;
  readonly identity?: Uint8Array;
  readonly certificate?: Uint8Array;
  readonly payload: Uint8Array;
}

const DOCUMENT = 16;
const IDENTITY = DOCUMENT + SIZE.key;
/** What a BASE's body holds besides kind and payload. */
const BASE_FIELDS = IDENTITY + SIZE.signature;

/** Largest plaintext of a box: the largest padded length that fits an envelope with or without a gate. */
const LARGEST_PLAIN = 63_488;

/** Largest payload of one envelope, in bytes, by whether it is a BASE. */
export const PAYLOAD_LIMIT = {
  base: LARGEST_PLAIN - 4 - 1 - BASE_FIELDS,
  other: LARGEST_PLAIN - 4 - 1,
} as const;

/** The bytes of a body. Throws on fields that its kind of envelope has not, or of a wrong length. */
export function writeBody(body: Body, isBase: boolean): Uint8Array {
  const { kind, document, identity, certificate, payload } = body;
  if (!Number.isInteger(kind) || kind < 0 || kind > 255) throw new RangeError("a kind is a u8");
  if (payload.length > (isBase ? PAYLOAD_LIMIT.base : PAYLOAD_LIMIT.other)) throw new RangeError("payload too large");
  const lengths = [document?.length, identity?.length, certificate?.length];
  const expected = isBase ? [DOCUMENT, SIZE.key, SIZE.signature] : [undefined, undefined, undefined];
  if (lengths.some((length, n) => length !== expected[n])) {
    throw new TypeError("document, identity and certificate belong to a BASE, and to it alone");
  }
  const fields = [document, identity, certificate].filter((field) => field !== undefined);
  return concatBytes(Uint8Array.of(kind), ...fields, payload);
}

/** Reads a body; undefined when it is shorter than its fixed fields, or half anonymous. */
export function readBody(bytes: Uint8Array, isBase: boolean): Body | undefined {
  const [kind] = bytes;
  if (kind === undefined) return undefined;
  const rest = bytes.subarray(1);
  if (!isBase) return { kind, payload: rest };
  if (rest.length < BASE_FIELDS) return undefined;
  const identity = rest.subarray(DOCUMENT, IDENTITY);
  const certificate = rest.subarray(IDENTITY, BASE_FIELDS);
  if (isZero(identity) !== isZero(certificate)) return undefined;
  return { kind, document: rest.subarray(0, DOCUMENT), identity, certificate, payload: rest.subarray(BASE_FIELDS) };
}

const isZero = (bytes: Uint8Array): boolean => bytes.every((byte) => byte === 0);
