// NaCl secretbox (XSalsa20-Poly1305), written from the specifications for the known-answer vectors only:
// D. J. Bernstein, "Extending the Salsa20 nonce" (2011) and RFC 8439 section 2.5. Slow, obvious, not constant time.

const rotate = (x: number, n: number): number => (x << n) | (x >>> (32 - n));

/** The sixteen words of Salsa20's matrix: constants on the diagonal, key in two halves, sixteen input bytes between. */
function matrix(key: Uint8Array, input: Uint8Array): Uint32Array {
  const k = new DataView(key.buffer, key.byteOffset, 32);
  const i = new DataView(input.buffer, input.byteOffset, 16);
  const word = (view: DataView, n: number): number => view.getUint32(4 * n, true);
  const c = [0x61707865, 0x3320646e, 0x79622d32, 0x6b206574] as const;
  return Uint32Array.from([
    ...[c[0], word(k, 0), word(k, 1), word(k, 2)],
    ...[word(k, 3), c[1], word(i, 0), word(i, 1)],
    ...[word(i, 2), word(i, 3), c[2], word(k, 4)],
    ...[word(k, 5), word(k, 6), word(k, 7), c[3]],
  ]);
}

const COLUMNS = [
  [0, 4, 8, 12],
  [5, 9, 13, 1],
  [10, 14, 2, 6],
  [15, 3, 7, 11],
] as const;
const ROWS = [
  [0, 1, 2, 3],
  [5, 6, 7, 4],
  [10, 11, 8, 9],
  [15, 12, 13, 14],
] as const;

function twentyRounds(x: Uint32Array): Uint32Array {
  const z = Uint32Array.from(x);
  const at = (n: number): number => z[n] as number;
  for (let round = 0; round < 20; round++) {
    for (const [a, b, c, d] of round % 2 === 0 ? COLUMNS : ROWS) {
      z[b] = at(b) ^ rotate((at(a) + at(d)) | 0, 7);
      z[c] = at(c) ^ rotate((at(b) + at(a)) | 0, 9);
      z[d] = at(d) ^ rotate((at(c) + at(b)) | 0, 13);
      z[a] = at(a) ^ rotate((at(d) + at(c)) | 0, 18);
    }
  }
  return z;
}

function littleEndian(words: Iterable<number>): Uint8Array {
  const list = [...words];
  const view = new DataView(new ArrayBuffer(4 * list.length));
  list.forEach((word, n) => {
    view.setUint32(4 * n, word, true);
  });
  return new Uint8Array(view.buffer);
}

function hsalsa20(key: Uint8Array, input: Uint8Array): Uint8Array {
  const z = twentyRounds(matrix(key, input));
  return littleEndian([0, 5, 10, 15, 6, 7, 8, 9].map((n) => z[n] as number));
}

function xsalsa20Stream(key: Uint8Array, nonce: Uint8Array, length: number): Uint8Array {
  const subkey = hsalsa20(key, nonce.slice(0, 16));
  const out = new Uint8Array(Math.ceil(length / 64) * 64);
  for (let block = 0; 64 * block < length; block++) {
    const input = new Uint8Array(16);
    input.set(nonce.slice(16));
    new DataView(input.buffer).setUint32(8, block, true);
    const x = matrix(subkey, input);
    const z = twentyRounds(x);
    out.set(littleEndian([...z].map((word, n) => (word + (x[n] as number)) >>> 0)), 64 * block);
  }
  return out.slice(0, length);
}

const number = (bytes: Uint8Array): bigint => bytes.reduceRight((sum, byte) => sum * 256n + BigInt(byte), 0n);

function poly1305(key: Uint8Array, message: Uint8Array): Uint8Array {
  const p = 2n ** 130n - 5n;
  const r = number(key.slice(0, 16)) & 0x0ffffffc0ffffffc0ffffffc0fffffffn;
  let sum = 0n;
  for (let n = 0; n < message.length; n += 16) {
    sum = ((sum + number(Uint8Array.from([...message.slice(n, n + 16), 1]))) * r) % p;
  }
  let tag = (sum + number(key.slice(16, 32))) % 2n ** 128n;
  return Uint8Array.from({ length: 16 }, () => {
    const byte = Number(tag % 256n);
    tag /= 256n;
    return byte;
  });
}

/** NaCl secretbox: 16 bytes of authenticator, then as many bytes as the message has. */
export function secretbox(message: Uint8Array, nonce: Uint8Array, key: Uint8Array): Uint8Array {
  const stream = xsalsa20Stream(key, nonce, 32 + message.length);
  const sealed = message.map((byte, n) => byte ^ (stream[32 + n] as number));
  return Uint8Array.from([...poly1305(stream.slice(0, 32), sealed), ...sealed]);
}

/** The published vector of NaCl's own tests (nacl-20110221, tests/secretbox.c and secretbox.out). */
export const PUBLISHED = {
  key: "1b27556473e985d462cd51197a9a46c76009549eac6474f206c4ee0844f68389",
  nonce: "69696ee955b62b73cd62bda875fc73d68219e0036b7a0b37",
  message:
    "be075fc53c81f2d5cf141316ebeb0c7b5228c52a4c62cbd44b66849b64244ffce5ecbaaf33bd751a1ac728d45e6c61296cdc3c01233561f41db66cce314adb310e3be8250c46f06dceea3a7fa1348057e2f6556ad6b1318a024a838f21af1fde048977eb48f59ffd4924ca1c60902e52f0a089bc76897040e082f937763848645e0705",
  sealed:
    "f3ffc7703f9400e52a7dfb4b3d3305d98e993b9f48681273c29650ba32fc76ce48332ea7164d96a4476fb8c531a1186ac0dfc17c98dce87b4da7f011ec48c97271d2c20f9b928fe2270d6fb863d51738b48eeee314a7cc8ab932164548e526ae90224368517acfeabd6bb3732bc0e9da99832b61ca01b6de56244a9e88d5f9b37973f622a43d14a6599b1f654cb45a74e355a5",
} as const;
