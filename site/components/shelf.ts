import { type CollectionEntry, getCollection } from "astro:content";
import { LOCALES } from "../loader/content-dir.ts";
import { FOLDERS, type TextName } from "../schema/kinds.ts";

export type SectionKind = keyof typeof FOLDERS;

/** The lists of the site, in the order of the menu. */
const SECTIONS = (Object.keys(FOLDERS) as SectionKind[]).map((kind) => ({ kind, folder: FOLDERS[kind] }));

/** Name of a text in its address. */
export const slugOf = ({ id }: { id: string }): string => id.slice(id.indexOf("/") + 1);

type Shelf = ReadonlyMap<string, ReadonlyMap<string, CollectionEntry<TextName>>>;

const shelves = new Map<TextName, Promise<Shelf>>();

async function fill(kind: TextName): Promise<Shelf> {
  const all: CollectionEntry<TextName>[] = await getCollection(kind);
  const own = (locale: string) =>
    all.filter(({ id }) => id.startsWith(`${locale}/`)).map((one) => [slugOf(one), one] as const);
  return new Map(LOCALES.map((locale) => [locale, new Map(own(locale))]));
}

/** In a build a kind is read once; `astro dev` reads it for each page. */
async function shelfOf<K extends TextName>(kind: K, locale: string): Promise<ReadonlyMap<string, CollectionEntry<K>>> {
  const shelf = (import.meta.env.PROD && shelves.get(kind)) || fill(kind);
  shelves.set(kind, shelf);
  return ((await shelf).get(locale) ?? new Map()) as ReadonlyMap<string, CollectionEntry<K>>;
}

/** All texts of a kind in one language. */
export async function textsIn<K extends TextName>(kind: K, locale: string): Promise<CollectionEntry<K>[]> {
  return [...(await shelfOf(kind, locale)).values()];
}

/** One text by its name, where it is there. */
export async function textIn<K extends TextName>(kind: K, locale: string, slug: string) {
  return (await shelfOf(kind, locale)).get(slug);
}

async function localesWhere(kind: TextName, has: (shelf: ReadonlyMap<string, unknown>) => boolean): Promise<string[]> {
  const full = await Promise.all(LOCALES.map(async (locale) => has(await shelfOf(kind, locale))));
  return LOCALES.filter((_, nth) => full[nth]);
}

/** Languages that have any text of this kind. */
export const localesWith = (kind: TextName) => localesWhere(kind, (shelf) => shelf.size > 0);

/** Languages that have a text of this kind with this name. */
export const localesOf = (kind: TextName, slug: string) => localesWhere(kind, (shelf) => shelf.has(slug));

/** The sections that have anything in this language. */
export async function sectionsIn(locale: string) {
  const full = await Promise.all(SECTIONS.map(async ({ kind }) => (await shelfOf(kind, locale)).size > 0));
  return SECTIONS.filter((_, nth) => full[nth]);
}
