import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import type { Loader, LoaderContext } from "astro/loaders";
import type { ListName, TextName } from "../schema/kinds.ts";
import { readContent } from "./content.ts";
import { CONTENT } from "./content-dir.ts";
import { ContentMistake } from "./mistake.ts";
import type { Content } from "./references.ts";

/** One reading serves all collections; a change in a file makes the next one read anew. */
let reading: Promise<Content[]> | undefined;
let begun = 0;
/** Milliseconds in which the collections hear of one change. */
const TOGETHER = 200;

async function contents(): Promise<Content[]> {
  if (reading === undefined) begun = performance.now();
  reading ??= readContent().then(({ contents: all, mistakes }) => {
    if (mistakes.length > 0) throw new ContentMistake(mistakes);
    return all;
  });
  return reading;
}

/** What was said already: all collections meet the same mistake. */
const told = new WeakSet<Error>();

type Entry = Parameters<LoaderContext["store"]["set"]>[0];

function loader(name: string, entries: (content: Content, context: LoaderContext) => Entry[]): Loader {
  const fill = async (context: LoaderContext) => {
    const all = await contents();
    context.store.clear();
    for (const entry of all.flatMap((content) => entries(content, context))) context.store.set(entry);
  };
  return {
    name: `wijkkit-${name}`,
    async load(context) {
      await fill(context);
      context.watcher?.add(CONTENT);
      context.watcher?.on("all", (_event, path) => {
        if (!path.startsWith(CONTENT)) return;
        if (performance.now() - begun > TOGETHER) reading = undefined;
        // What is wrong is said where the writer looks, and the pages stay as they were.
        fill(context).catch((mistake: Error) => {
          if (!told.has(mistake)) context.logger.error(mistake.message);
          told.add(mistake);
        });
      });
    },
  };
}

/** A folder of markdown as a collection; ids are `nl/slug`. */
export function texts(name: TextName): Loader {
  return loader(name, ({ locale, texts: all }, { config, generateDigest }) =>
    all[name].map(({ slug, path, data, body, rendered: { html, images, headings } }) => ({
      id: `${locale}/${slug}`,
      data: { ...data },
      body,
      filePath: relative(fileURLToPath(config.root), path),
      digest: generateDigest({ data, body }),
      rendered: { html, metadata: { imagePaths: images, headings, frontmatter: {} } },
      assetImports: images,
    })),
  );
}

/** A YAML list as a collection; ids are `nl/key`. */
export function list(name: ListName): Loader {
  return loader(name, ({ locale, lists }) =>
    [...lists[name]].map(([key, data]) => ({ id: `${locale}/${key}`, data: data as Record<string, unknown> })),
  );
}

/** `wijk.yaml` in each language; ids are `nl`, `en`. */
export function settings(): Loader {
  return loader("wijk", ({ locale, wijk }) => [{ id: locale, data: { ...wijk } }]);
}
