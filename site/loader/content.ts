import { existsSync, lstatSync } from "node:fs";
import { join } from "node:path";
import type { z } from "astro/zod";
import { LISTS, type ListName, TEXTS, type TextName } from "../schema/kinds.ts";
import { type Wijk, wijk, wijkElders } from "../schema/wijk.ts";
import { CONTENT, HOME_LOCALE, LOCALES, type Place, placeOf } from "./content-dir.ts";
import { readFolder, strangers } from "./folder.ts";
import { linkMistakes } from "./links.ts";
import { readList } from "./list.ts";
import type { Mistake } from "./mistake.ts";
import { photoMistake } from "./photo.ts";
import { type Content, referenceMistakes } from "./references.ts";
import { readOne, slugOf, type Text } from "./text.ts";

/** Addresses of the site that are not a text's own. */
const TAKEN = new Set([
  "vragen",
  "markt",
  "agenda",
  "verhalen",
  "wijken",
  "wijk",
  "zoeken",
  "kiosk",
  "badge",
  "404",
  "index",
]);

/** What a language's folder may hold. */
const NAMES = [...Object.keys(TEXTS), ...Object.keys(LISTS).map((name) => `${name}.yaml`), "wijk.yaml"];

export const noSettings = (file: string): Mistake => ({
  file,
  found: "niets",
  expected: "een bestand met de naam van de wijk",
});

function takenMistakes({ texts }: Content): Mistake[] {
  return texts.paginas
    .filter(({ slug }) => TAKEN.has(slug) || LOCALES.includes(slug))
    .map(({ slug, file }) => ({ file, found: `het adres /${slug}/`, expected: "een naam die nog niet in gebruik is" }));
}

/** Reads one content folder; mistakes are collected, so that who writes sees them all at once. */
class Reading {
  readonly mistakes: Mistake[] = [];
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  async texts(locale: string, name: TextName): Promise<{ texts: Text[]; names: Set<string> }> {
    const { texts: places, images, mistakes } = readFolder(placeOf(this.#root, locale, name));
    this.mistakes.push(...mistakes);
    for (const image of images) {
      const mistake = await photoMistake(image);
      if (mistake) this.mistakes.push(mistake);
    }
    const photos = new Set(images.map(({ path }) => path));
    const texts: Text[] = [];
    for (const place of places) {
      const text = await readOne(place, photos, TEXTS[name]);
      if ("mistakes" in text) this.mistakes.push(...text.mistakes);
      else texts.push(text);
    }
    return { texts, names: new Set(places.map(({ path }) => slugOf(path))) };
  }

  list(locale: string, name: ListName): Map<string, unknown> {
    const data: object = this.#yaml(placeOf(this.#root, locale, `${name}.yaml`), LISTS[name]) ?? {};
    return new Map(
      Array.isArray(data) ? data.map((tekst, nth) => [String(nth + 1), { tekst }] as const) : Object.entries(data),
    );
  }

  wijk(locale: string): Partial<Wijk> {
    const place = placeOf(this.#root, locale, "wijk.yaml");
    const isHome = locale === HOME_LOCALE;
    if (isHome && !existsSync(place.path)) this.mistakes.push(noSettings(place.file));
    return (this.#yaml(place, isHome ? wijk : wijkElders) ?? {}) as Partial<Wijk>;
  }

  #yaml(place: Place, schema: z.ZodType): unknown {
    const read = readList(place, schema);
    if (read && "mistakes" in read) this.mistakes.push(...read.mistakes);
    return read && "data" in read ? read.data : undefined;
  }

  /** Whether the folder of a language is one; what does not belong in it is a mistake. */
  hasFolder(locale: string): boolean {
    const isHome = locale === HOME_LOCALE;
    const path = isHome ? this.#root : join(this.#root, locale);
    const stat = lstatSync(path, { throwIfNoEntry: false });
    if (!stat) return true;
    if (!stat.isDirectory()) return false;
    const others = isHome ? ["words", ...LOCALES.filter((other) => other !== HOME_LOCALE)] : [];
    this.mistakes.push(
      ...strangers({ path, file: isHome ? "content" : `content/${locale}` }, new Set([...NAMES, ...others])),
    );
    return true;
  }

  async locale(locale: string, home: Partial<Wijk>): Promise<Content> {
    const texts = {} as Content["texts"];
    const names = {} as Content["names"];
    for (const name of Object.keys(TEXTS) as TextName[]) {
      const read = await this.texts(locale, name);
      texts[name] = read.texts;
      names[name] = read.names;
    }
    const lists = {} as Content["lists"];
    for (const name of Object.keys(LISTS) as ListName[]) lists[name] = this.list(locale, name);
    const own = locale === HOME_LOCALE ? {} : this.wijk(locale);
    const content: Content = { locale, wijk: { ...home, ...own } as Wijk, texts, names, lists };
    this.mistakes.push(...takenMistakes(content), ...referenceMistakes(content));
    return content;
  }
}

/** Reads all of a content folder, in every language, and every mistake in it. */
export async function readContent(root = CONTENT): Promise<{ contents: Content[]; mistakes: Mistake[] }> {
  const reading = new Reading(root);
  const home = reading.wijk(HOME_LOCALE);
  const contents: Content[] = [];
  for (const locale of LOCALES) {
    if (reading.hasFolder(locale)) contents.push(await reading.locale(locale, home));
  }
  reading.mistakes.push(...linkMistakes(contents));
  return { contents, mistakes: reading.mistakes };
}
