import type { CollectionEntry } from "astro:content";
import type { PaginateFunction } from "astro";
import { LOCALES } from "../loader/content-dir.ts";
import { type Card, cardOf } from "./card.ts";
import { taalOf } from "./locale.ts";
import { neighbours } from "./related.ts";
import { localesWith, type SectionKind, slugOf, textsIn } from "./shelf.ts";
import { questionsByTheme } from "./themes.ts";
import { wordsFor } from "./words.ts";

/** Cards on one page of a list: with these it stays within its weight. */
export const PAGE_SIZE = 24;

type Compare<K extends SectionKind> = (a: CollectionEntry<K>, b: CollectionEntry<K>) => number;

/** For `getStaticPaths` of a page that a language has with the first text of this kind. */
export async function pathsWith(kind: SectionKind) {
  return (await localesWith(kind)).map((locale) => ({ params: { taal: taalOf(locale) } }));
}

/** For `getStaticPaths` of a list of everything of one kind. */
export async function listPaths<K extends SectionKind>(kind: K, compare: Compare<K>, paginate: PaginateFunction) {
  const paths = [];
  for (const locale of await localesWith(kind)) {
    const t = wordsFor(locale);
    const texts = (await textsIn(kind, locale)).sort(compare);
    const cards: Card[] = texts.map((text) => cardOf(text, locale, t));
    paths.push(paginate(cards, { params: { taal: taalOf(locale) }, pageSize: PAGE_SIZE }));
  }
  return paths.flat();
}

/** For `getStaticPaths` of the texts of one kind, each with those that follow it in its list. */
export async function itemPaths<K extends SectionKind>(kind: K, param: string, compare: Compare<K>) {
  const paths = [];
  for (const locale of await localesWith(kind)) {
    const t = wordsFor(locale);
    const texts = (await textsIn(kind, locale)).sort(compare);
    for (const [nth, entry] of texts.entries()) {
      const related = neighbours(texts, nth).map((text) => cardOf(text, locale, t));
      paths.push({ params: { taal: taalOf(locale), [param]: slugOf(entry) }, props: { entry, related } });
    }
  }
  return paths;
}

async function questionPathsIn(locale: string) {
  const t = wordsFor(locale);
  const themes = await questionsByTheme(locale);
  const all = new Map(themes.flatMap(({ questions }) => questions.map((one) => [slugOf(one), one] as const)));
  return themes.flatMap(({ id, name, questions }) =>
    questions.map((question, nth) => {
      const named = question.data.verwant.map((slug) => all.get(slug)).filter((one) => one !== undefined);
      const related = named.length > 0 ? named : neighbours(questions, nth);
      return {
        params: { taal: taalOf(locale), vraag: slugOf(question) },
        props: { question, theme: { id, name }, related: related.map((one) => cardOf(one, locale, t)) },
      };
    }),
  );
}

/** For `getStaticPaths` of the questions: each with those it names, else with those that follow it in its theme. */
export const questionPaths = async () => (await Promise.all(LOCALES.map(questionPathsIn))).flat();
