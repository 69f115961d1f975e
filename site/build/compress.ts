import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { filesUnder } from "./files.ts";

/** Fetched with every page. */
const SHARED = /\.(css|js|svg)$/;

const TEXT = /\.(css|html|ics|js|json|md|svg|txt|webmanifest|xml)$/;

export function gzip(bytes: Uint8Array): Uint8Array {
  return gzipSync(bytes, { level: constants.Z_BEST_COMPRESSION });
}

export function brotli(bytes: Uint8Array): Uint8Array {
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_LGWIN]: windowOf(bytes.length),
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  };
  return brotliCompressSync(bytes, { params });
}

/** Brotli's window as wide as the file (RFC 7932: 10 to 24 bits): to make ready a wider one takes longer than to pack. */
const windowOf = (length: number): number => Math.min(22, Math.max(10, Math.ceil(Math.log2(length + 1))));

/**
 * Writes `FILE.gz` beside every text file under `dist`, and `FILE.br` beside scripts and styles, where that is smaller.
 * A page is smaller by a twentieth with Brotli than with gzip, and there can be thousands. Returns how many files.
 */
export function compressAll(dist: string): number {
  const texts = filesUnder(dist).filter((path) => TEXT.test(path));
  for (const path of texts) {
    const file = join(dist, path);
    const bytes = readFileSync(file);
    const write = (ending: string, packed: Uint8Array) => {
      if (packed.length < bytes.length) writeFileSync(file + ending, packed);
    };
    write(".gz", gzip(bytes));
    if (SHARED.test(path)) write(".br", brotli(bytes));
  }
  return texts.length;
}
