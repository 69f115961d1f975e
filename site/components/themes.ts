import { type CollectionEntry, getCollection } from "astro:content";
import { slugOf, textsIn } from "./shelf.ts";

export interface Theme {
  id: string;
  name: string;
  questions: readonly CollectionEntry<"vragen">[];
}

/** Every question under its theme, in the order of `content/themas.yaml`; a theme without questions is left out. */
export async function questionsByTheme(locale: string): Promise<Theme[]> {
  const questions = await textsIn("vragen", locale);
  const byTitle = new Intl.Collator(locale, { numeric: true });
  const sorted = questions.toSorted((a, b) => byTitle.compare(a.data.titel, b.data.titel));
  const byTheme = Map.groupBy(sorted, ({ data }) => data.thema);
  const themes = (await getCollection("themas")).filter(({ id }) => id.startsWith(`${locale}/`));
  return themes
    .toSorted((a, b) => a.data.volgorde - b.data.volgorde)
    .map((theme) => ({ id: slugOf(theme), name: theme.data.naam, questions: byTheme.get(slugOf(theme)) ?? [] }))
    .filter(({ questions }) => questions.length > 0);
}
