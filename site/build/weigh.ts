import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { gzip } from "./compress.ts";
import { filesUnder } from "./files.ts";
import { tagsOf } from "./html.ts";
import { named, reach } from "./reach.ts";

const KIB = 1024;

/** What may be sent, gzip (every browser's worst case; Brotli is smaller). */
export const BUDGET = {
  /** A page of the leeszone with all it loads but its images, bytes. */
  page: 14 * KIB,
  /** Requests for it, its own included. */
  requests: 3,
  /** Script the live page starts with: its own, what that imports, its worker; bytes. */
  script: 120 * KIB,
} as const;

/** One measured thing: its size in bytes (gzip), its parts, and what is wrong with it. */
export interface Weight {
  name: string;
  bytes: number;
  parts: string[];
  findings: string[];
}

const size = (dist: string, path: string) => gzip(readFileSync(join(dist, path))).length;
const sum = (numbers: number[]) => numbers.reduce((total, one) => total + one, 0);

/** The page that searches, in each language. */
export const isSearch = (page: string): boolean => /^(\/[a-z]{2,3})?\/zoeken\/index\.html$/.test(page);

/** Pages of the leeszone, the one that searches too: all but the live ones. */
export function readingPages(dist: string): string[] {
  return filesUnder(dist).filter((path) => path.endsWith(".html") && !path.startsWith("/wijk/"));
}

/**
 * Weighs one page of the leeszone. Images are not counted; script is a finding at any size, but on the page that
 * searches, where it is weighed, and is one request more. What that page fetches after the first key is not.
 */
export function weighPage(dist: string, page: string): Weight {
  const html = readFileSync(join(dist, page), "utf8");
  const { scripts, links } = named(html);
  const parts = [page, ...new Set([...scripts, ...links])];
  const bytes = sum(parts.map((part) => size(dist, part)));
  const requests = BUDGET.requests + (isSearch(page) ? 1 : 0);
  const hasScript = !isSearch(page) && tagsOf(html).some(({ name }) => name === "script");
  return {
    name: page,
    bytes,
    parts,
    findings: [
      ...(bytes > BUDGET.page ? [`${page}: ${bytes} bytes, at most ${BUDGET.page}`] : []),
      ...(parts.length > requests ? [`${page}: ${parts.length} requests, at most ${requests}`] : []),
      ...(hasScript ? [`${page}: has script`] : []),
    ],
  };
}

/** A photo on a page, bytes as sent. */
export const PHOTO = 60 * KIB;

/** Photos of the whole site that weigh more than they may. */
export function heavyPhotos(dist: string): string[] {
  return filesUnder(dist)
    .filter((path) => /\.(avif|gif|jpe?g|png|webp)$/i.test(path) && statSync(join(dist, path)).size > PHOTO)
    .map((path) => `${path}: ${statSync(join(dist, path)).size} bytes, at most ${PHOTO}`);
}

/** Weighs what the live page's script starts with, and looks for Automerge in all of its scripts. */
export function weighLive(dist: string, page = "/wijk/index.html"): Weight {
  const { initial, lazy } = reach(dist, page);
  const bytes = sum(initial.map((path) => size(dist, path)));
  const heavy = [...initial, ...lazy].filter((path) => /automerge/i.test(readFileSync(join(dist, path), "utf8")));
  return {
    name: `${page} (script)`,
    bytes,
    parts: initial,
    findings: [
      ...(bytes > BUDGET.script ? [`${page}: ${bytes} bytes of script at the start, at most ${BUDGET.script}`] : []),
      ...heavy.map((path) => `${page}: ${path} speaks of Automerge`),
    ],
  };
}
