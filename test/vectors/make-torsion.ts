// Crafts Ed25519 signatures at the edges where libraries disagree: torsion in R, in A and in both, small order,
// non-canonical encodings, S out of range. Whoever holds a lane's key can make each of them.
// Run: node test/vectors/make-torsion.ts
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { ED25519_TORSION_SUBGROUP, ed25519 } from "@noble/curves/ed25519.js";
import { bytesToNumberLE, numberToBytesLE } from "@noble/curves/utils.js";

const { Point } = ed25519;
type Point = ReturnType<typeof Point.fromHex>;
const L = Point.Fn.ORDER;
const P = Point.Fp.ORDER;

export interface EdgeCase {
  note: string;
  publicKey: string;
  message: string;
  signature: string;
  /** What every path must answer. */
  answer: boolean;
}

const sha512 = (...parts: Uint8Array[]): Uint8Array => createHash("sha512").update(Buffer.concat(parts)).digest();
const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
const modL = (bytes: Uint8Array): bigint => Point.Fn.create(bytesToNumberLE(bytes));
const scalar = (name: string): bigint => modL(sha512(Buffer.from(`wijkkit torsion ${name}`)));

const a = scalar("key");
const r = scalar("nonce");
/** A generator of the subgroup of eight. */
const T = Point.fromHex(ED25519_TORSION_SUBGROUP.find((one) => order(Point.fromHex(one)) === 8) ?? "");
const torsion = (n: number): Point => T.multiplyUnsafe(BigInt(n));

function order(point: Point): number {
  let n = 1;
  for (let sum = point; !sum.is0(); sum = sum.add(point)) n++;
  return n;
}

interface Forged {
  A: Uint8Array;
  R: Uint8Array;
  nonce: bigint;
  message: Uint8Array;
}

/** k as every library reduces it, and the S that fits but for torsion. */
function forge({ A, R, nonce, message }: Forged): { k: bigint; signature: Uint8Array } {
  const k = modL(sha512(R, A, message));
  return { k, signature: Buffer.concat([R, numberToBytesLE(Point.Fn.create(nonce + k * a), 32)]) };
}

function edge(note: string, forged: Forged, answer: (k: bigint) => boolean): EdgeCase {
  const { k, signature } = forge(forged);
  const [publicKey, message] = [toHex(forged.A), toHex(forged.message)];
  return { note, publicKey, message, signature: toHex(signature), answer: answer(k) };
}

/**
 * Torsion i in A and j in R: [S]B − [k]A = R − [j + k·i]T, so without cofactor it holds exactly when
 * j + k·i is a multiple of 8. Each pair gives one signature that holds and one that does not, where there are such.
 */
function torsioned(): EdgeCase[] {
  const cases: EdgeCase[] = [];
  for (let i = 0; i < 8; i++) {
    for (let j = 0; j < 8; j++) {
      const A = Point.BASE.multiply(a).add(torsion(i)).toBytes();
      const R = Point.BASE.multiply(r).add(torsion(j)).toBytes();
      const found = new Map<boolean, EdgeCase>();
      for (let n = 0; n < 64 && found.size < 2; n++) {
        const holds = (k: bigint): boolean => (BigInt(j) + k * BigInt(i)) % 8n === 0n;
        const one = edge(`torsion ${i} in A, ${j} in R`, { A, R, nonce: r, message: Buffer.of(n) }, holds);
        if (!found.has(one.answer)) found.set(one.answer, one);
      }
      cases.push(...found.values());
    }
  }
  return cases;
}

/** R = [j]T alone, with whatever torsion in A makes it fit without cofactor; A of small order with an R that fits. */
function smallOrder(): EdgeCase[] {
  const cases: EdgeCase[] = [];
  for (let j = 0; j < 8; j++) {
    const R = torsion(j).toBytes();
    for (let i = 0; i < 8; i++) {
      const A = Point.BASE.multiply(a).add(torsion(i)).toBytes();
      for (let n = 0; n < 64; n++) {
        const forged = { A, R, nonce: 0n, message: Buffer.of(n) };
        if ((BigInt(j) + forge(forged).k * BigInt(i)) % 8n !== 0n) continue;
        cases.push(edge(`R of small order ${j}, torsion ${i} in A, fits without cofactor`, forged, () => false));
        break;
      }
    }
    const key = torsion(j).toBytes();
    const nonceOnly = numberToBytesLE(r, 32);
    for (let n = 0; n < 64; n++) {
      const message = Buffer.of(n);
      const fitting = Point.BASE.multiply(r).toBytes();
      if ((modL(sha512(fitting, key, message)) * BigInt(j)) % 8n !== 0n) continue;
      cases.push({
        ...{ note: `A of small order ${j}, fits without cofactor`, publicKey: toHex(key) },
        ...{ message: toHex(message), signature: toHex(Buffer.concat([fitting, nonceOnly])), answer: false },
      });
      break;
    }
  }
  return cases;
}

/** Encodings of y that are not below p, and x = 0 with its sign set, as A and as R. */
function nonCanonical(): EdgeCase[] {
  const encodings = Array.from({ length: 19 }, (_, n) => [P + BigInt(n), P + BigInt(n) + 2n ** 255n]).flat();
  encodings.push(1n + 2n ** 255n, P - 1n + 2n ** 255n);
  const A = Point.BASE.multiply(a).toBytes();
  const R = Point.BASE.multiply(r).toBytes();
  return encodings.flatMap((encoding, n) => {
    const odd = numberToBytesLE(encoding, 32);
    return [
      edge(`non-canonical A ${n}`, { A: odd, R, nonce: r, message: Buffer.of(n) }, () => false),
      edge(`non-canonical R ${n}`, { A, R: odd, nonce: 0n, message: Buffer.of(n) }, () => false),
    ];
  });
}

/** S + L, S + 2L and so on: the same scalar under another name. */
function shiftedScalars(): EdgeCase[] {
  const A = Point.BASE.multiply(a).toBytes();
  const R = Point.BASE.multiply(r).toBytes();
  const message = Buffer.from("S");
  const { signature } = forge({ A, R, nonce: r, message });
  const s = bytesToNumberLE(signature.subarray(32));
  return [1n, 2n, 4n, 8n, 15n].map((times) => ({
    ...{ note: `S + ${times}L`, publicKey: toHex(A), message: toHex(message) },
    signature: toHex(Buffer.concat([R, numberToBytesLE(s + times * L, 32)])),
    answer: false,
  }));
}

/** ed25519-torsion.json */
export const edges = (): EdgeCase[] => [...torsioned(), ...smallOrder(), ...nonCanonical(), ...shiftedScalars()];

if (process.argv[1] === import.meta.filename) {
  writeFileSync(`${import.meta.dirname}/ed25519-torsion.json`, `${JSON.stringify(edges(), null, 2)}\n`);
}
