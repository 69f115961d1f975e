import { type CollectionEntry, getCollection } from "astro:content";
import type { Card } from "./card.ts";

export interface Theme {
  id: string;
  name: string;
  questions: CollectionEntry<"vragen">[];
}

const byTitle = new Intl.Collator("nl");

/** Every question under its theme, in the order of `content/themas.yaml`; a theme without questions is left out. */
export async function questionsByTheme(): Promise<Theme[]> {
  const questions = await getCollection("vragen");
  const themes = await getCollection("themas");
  return themes
    .toSorted((a, b) => a.data.volgorde - b.data.volgorde)
    .map(({ id, data }) => ({
      id,
      name: data.naam,
      questions: questions
        .filter((question) => question.data.thema.id === id)
        .toSorted((a, b) => byTitle.compare(a.data.titel, b.data.titel)),
    }))
    .filter((theme) => theme.questions.length > 0);
}

export function cardOf({ id, data }: CollectionEntry<"vragen">, label?: string): Card {
  return { href: `/vragen/${id}/`, title: data.titel, text: data.kort, ...(label !== undefined && { label }) };
}
