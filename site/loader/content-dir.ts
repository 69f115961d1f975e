import { existsSync, readdirSync, realpathSync } from "node:fs";
import { join, resolve } from "node:path";

/** The folder of the words: `content/`, or the one `CONTENT_DIR` names. */
export const CONTENT = realpathSync(resolve(process.env.CONTENT_DIR ?? "content"));

/** The language at the root of the site; its texts stand in `content/` itself, those of others in `content/XX/`. */
export const HOME_LOCALE = "nl";

/** Languages of the site: those with words of the interface, `content/words/site.XX.yaml`, and texts of their own. */
export const LOCALES: readonly string[] = readdirSync("content/words")
  .map((file) => /^site\.([a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\.yaml$/.exec(file)?.[1])
  .filter((locale) => locale !== undefined)
  .filter((locale) => locale === HOME_LOCALE || existsSync(join(CONTENT, locale)))
  .sort((a, b) => Number(b === HOME_LOCALE) - Number(a === HOME_LOCALE) || a.localeCompare(b));

/** A file or folder of content. */
export interface Place {
  path: string;
  /** As a sentence names it: `content/vragen/slaap.md`. */
  file: string;
}

/** Where `locale` keeps its `name`, a file or a folder, in the content folder `root`. */
export function placeOf(root: string, locale: string, name: string): Place {
  const parts = locale === HOME_LOCALE ? [name] : [locale, name];
  return { path: join(root, ...parts), file: ["content", ...parts].join("/") };
}

/** A file in a folder. */
export const within = ({ path, file }: Place, name: string): Place => ({
  path: join(path, name),
  file: `${file}/${name.replace(/\p{C}/gu, "?")}`,
});
