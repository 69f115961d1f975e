import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { filesUnder } from "./files.ts";

const TEXT = /\.(css|html|ics|js|json|md|svg|txt|webmanifest|xml)$/;

export function gzip(bytes: Uint8Array): Uint8Array {
  return gzipSync(bytes, { level: constants.Z_BEST_COMPRESSION });
}

export function brotli(bytes: Uint8Array): Uint8Array {
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  };
  return brotliCompressSync(bytes, { params });
}

/** Writes `FILE.br` and `FILE.gz` beside every text file under `dist`, where that is smaller. Returns how many files. */
export function compressAll(dist: string): number {
  const texts = filesUnder(dist).filter((path) => TEXT.test(path));
  for (const path of texts) {
    const file = join(dist, path);
    const bytes = readFileSync(file);
    for (const [ending, packed] of [
      [".br", brotli(bytes)],
      [".gz", gzip(bytes)],
    ] as const) {
      if (packed.length < bytes.length) writeFileSync(file + ending, packed);
    }
  }
  return texts.length;
}
