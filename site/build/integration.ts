import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { AstroIntegration } from "astro";
import { webManifest } from "./manifest.ts";
import { reach } from "./reach.ts";
import { integrities, serviceWorker } from "./serviceworker/bundle.ts";
import { readSettings } from "./settings.ts";

const PAGE = "/wijk/index.html";

/**
 * The live page's files, by the address they are asked for, and no other file of the site.
 * @throws {Error} when one of its scripts lies outside the service worker's scope.
 */
export function liveFiles(dist: string): Map<string, Uint8Array> {
  const { initial, lazy, other } = reach(dist, PAGE);
  const outside = [...initial, ...lazy].filter((path) => !path.startsWith("/wijk/"));
  if (outside.length > 0) throw new Error(`${outside.join(", ")}: a worker there would not start without a network.`);
  const paths = [...initial, ...lazy, ...other].filter((path) => !path.endsWith(".png"));
  const read = (path: string) => readFileSync(join(dist, path));
  return new Map([["/wijk/", read(PAGE)], ...paths.map((path) => [path, read(path)] as const)]);
}

/** After Astro has written `dist/`: what makes the live page work without a network, and small files for the host. */
export function livePage(): AstroIntegration {
  return {
    name: "wijkkit",
    hooks: {
      "astro:build:done": async ({ dir, logger }) => {
        const dist = fileURLToPath(dir);
        const wijk = readSettings();
        writeFileSync(join(dist, "wijk/manifest.webmanifest"), webManifest(wijk, "nl"));
        const files = integrities(liveFiles(dist));
        writeFileSync(join(dist, "wijk/sw.js"), await serviceWorker(files));
        logger.info(`service worker keeps ${Object.keys(files).length} files of /wijk/`);
        // In a process of its own: beside the heap of a build of thousands of pages it takes five times as long.
        const packed = execFileSync(process.execPath, [join(import.meta.dirname, "pack.ts"), dist], {
          encoding: "utf8",
        });
        logger.info(`packed ${packed} text files`);
        if (wijk.verantwoordelijke === undefined) {
          logger.warn("content/wijk.yaml names nobody who is responsible under the AVG; every page says so.");
        }
      },
    },
  };
}
