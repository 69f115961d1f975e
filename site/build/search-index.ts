import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { AstroIntegration } from "astro";
import { close, createIndex } from "pagefind";

/** Of what Pagefind makes, what a search reads; its own interface stays out. */
const NEEDED =
  /^(pagefind\.js|pagefind-worker\.js|pagefind-entry\.json|.*\.pf_(meta|index|fragment|filter)|wasm\..*\.pagefind)$/;

/**
 * Writes the index of what `data-pagefind-body` marks into `dist/pagefind/`, one per language.
 * @throws {Error} what Pagefind says is wrong.
 */
async function writeIndex(dist: string): Promise<number> {
  const { index, errors } = await createIndex({ writePlayground: false, verbose: false });
  if (!index) throw new Error(errors.join("\n"));
  const added = await index.addDirectory({ path: dist });
  const made = await index.getFiles();
  const wrong = [...added.errors, ...made.errors];
  await close();
  if (wrong.length > 0) throw new Error(wrong.join("\n"));
  for (const { path, content } of made.files.filter((file) => NEEDED.test(file.path))) {
    const place = join(dist, "pagefind", path);
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(place, content);
  }
  return added.page_count;
}

/** After Astro has written `dist/`: what the search page searches in. */
export function searchIndex(): AstroIntegration {
  return {
    name: "wijkkit-search",
    hooks: {
      "astro:build:done": async ({ dir, logger }) => {
        logger.info(`search index of ${await writeIndex(fileURLToPath(dir))} pages`);
      },
    },
  };
}
