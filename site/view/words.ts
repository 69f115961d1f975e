import { phrases } from "./phrase.ts";

// `site.*.yaml` are the words of the pages that are read without script.
const files = import.meta.glob<Readonly<Record<string, string>>>(
  ["../../content/words/*.yaml", "!../../content/words/site.*.yaml"],
  { eager: true, import: "default" },
);

const FALLBACK = "nl";

function wordsOf(language: string): Readonly<Record<string, string>> | undefined {
  return files[`../../content/words/${language}.yaml`];
}

const asked = document.documentElement.lang.split("-", 1)[0] ?? FALLBACK;
const language = wordsOf(asked) ? asked : FALLBACK;

/** The words of the page's own language (`<html lang>`). A new language is a new file, no code. */
export const { locale, word, count } = phrases(wordsOf(language) ?? {}, language);
