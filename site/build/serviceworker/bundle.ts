import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { build } from "vite";

/** All caches of the live page begin so; the rest of the name is a hash of what is in it. */
export const CACHE_PREFIX = "wijkkit-live-";

/** Path to the `integrity` value of its bytes, sorted by path. */
export function integrities(files: ReadonlyMap<string, Uint8Array>): Record<string, string> {
  const hash = (bytes: Uint8Array) => `sha256-${createHash("sha256").update(bytes).digest("base64")}`;
  return Object.fromEntries(
    [...files].sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, bytes]) => [path, hash(bytes)]),
  );
}

/** One cache name for one set of bytes. */
export function cacheName(files: Readonly<Record<string, string>>): string {
  return CACHE_PREFIX + createHash("sha256").update(JSON.stringify(files)).digest("hex").slice(0, 16);
}

/** Compiles the service worker that keeps `files`: one classic script. */
export async function serviceWorker(files: Readonly<Record<string, string>>): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: "warn",
    publicDir: false,
    define: { __FILES__: JSON.stringify(files), __CACHE__: JSON.stringify(cacheName(files)) },
    build: {
      write: false,
      target: "es2020",
      lib: { entry: fileURLToPath(new URL("./sw.ts", import.meta.url)), formats: ["iife"], name: "sw", fileName: "sw" },
    },
  });
  const [result] = Array.isArray(built) ? built : [built];
  const chunk = result !== undefined && "output" in result ? result.output[0] : undefined;
  if (chunk === undefined) throw new Error("the service worker was not built");
  return chunk.code;
}
