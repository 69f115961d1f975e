import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { brotli } from "../../site/build/compress.ts";
import { readingPages, weighPage } from "../../site/build/weigh.ts";
import { ROOT } from "../../test/support/repository.ts";
import { progress, quantile, type Report, row } from "../report.ts";
import { manyQuestions, timedBuild } from "./builds.ts";

const QUESTIONS = Number(process.env.QUESTIONS ?? 5000);
const RUNS = Number(process.env.RUNS ?? 3);

/** What pages of the built site weigh with all they load but images, in KiB. */
function weights() {
  const dist = join(ROOT, "dist");
  const pages = readingPages(dist).map((page) => weighPage(dist, page));
  const packed = pages.map(({ parts }) =>
    parts.reduce((sum, part) => sum + brotli(readFileSync(join(dist, part))).length, 0),
  );
  const kib = (bytes: readonly number[]) => bytes.map((one) => one / 1024);
  const gzipped = kib(pages.map(({ bytes }) => bytes));
  return [
    row("a page, gzip", gzipped, quantile(gzipped, 0.5)),
    row("a page, Brotli", kib(packed), quantile(gzipped, 0.5)),
  ];
}

/** What a page weighs, and what 5,000 questions take to build beside bare Astro on the same markdown. */
export async function run(): Promise<Report> {
  const content = manyQuestions(QUESTIONS);
  const found = { bare: [] as number[], ours: [] as number[], pages: [] as number[] };
  const config = ["--config", "bench/pages/astro.config.mjs"];
  for (let n = 1; n <= RUNS; n += 1) {
    found.bare.push(timedBuild(["--root", "bench/pages/bare"], { QUESTIONS: join(content, "vragen") }) / 1000);
    progress(`run ${n} of ${RUNS}, bare Astro: ${found.bare.at(-1)?.toFixed(1)} s`);
    found.pages.push(timedBuild(config, { CONTENT_DIR: content, PAGES_ONLY: "1" }) / 1000);
    progress(`run ${n} of ${RUNS}, ours, pages only: ${found.pages.at(-1)?.toFixed(1)} s`);
    found.ours.push(timedBuild(config, { CONTENT_DIR: content }) / 1000);
    progress(`run ${n} of ${RUNS}, ours: ${found.ours.at(-1)?.toFixed(1)} s`);
  }
  rmSync(content, { recursive: true, force: true });
  const bare = quantile(found.bare, 0.5);
  return {
    tables: [
      {
        title: `building ${QUESTIONS} questions`,
        unit: "s",
        rows: [
          row("bare Astro", found.bare, bare),
          row("ours, pages only", found.pages, bare),
          row("ours, whole", found.ours, bare),
        ],
      },
      { title: "weight, built by `npm run build`", unit: "KiB", rows: weights() },
    ],
    notes: [
      "Ours without its search index; with lists, feeds, sitemap, a frame around each page, and every check of content.",
      "Whole: with the live page's service worker and the packed forms of every file too, of which bare Astro has none.",
    ],
  };
}
