import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, brotliCompressSync, constants, gzip as gzipCompress, gzipSync } from "node:zlib";
import { filesUnder } from "./files.ts";

/** Files packed at the same time. */
const AT_ONCE = 8;

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

const brotliLater = promisify(brotliCompress);
const gzipLater = promisify(gzipCompress);

/** Scripts and styles are few, and fetched by all. A page is read by some: hundreds of them are packed in the time. */
const qualityOf = (path: string): number => (/\.(css|js|svg)$/.test(path) ? constants.BROTLI_MAX_QUALITY : 9);

/** Writes `FILE.br` and `FILE.gz` where that is smaller than the file. */
async function compressOne(file: string): Promise<void> {
  const bytes = await readFile(file);
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: qualityOf(file),
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  };
  const [br, gz] = await Promise.all([
    brotliLater(bytes, { params }),
    gzipLater(bytes, { level: constants.Z_BEST_COMPRESSION }),
  ]);
  if (br.length < bytes.length) await writeFile(`${file}.br`, br);
  if (gz.length < bytes.length) await writeFile(`${file}.gz`, gz);
}

/** Packs every text file under `dist`, several at a time. Returns how many files. */
export async function compressAll(dist: string): Promise<number> {
  const texts = filesUnder(dist).filter((path) => TEXT.test(path));
  const left = [...texts];
  const work = async () => {
    for (let path = left.pop(); path !== undefined; path = left.pop()) await compressOne(join(dist, path));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return texts.length;
}
