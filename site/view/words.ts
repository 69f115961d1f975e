import fallback from "../../content/words/nl.yaml";
import { phrases } from "./phrase.ts";

type Words = Readonly<Record<string, string>>;

// Another language is fetched by the page that is in it. `site.*.yaml` are the words of the pages without script.
const others = import.meta.glob<Words>(
  ["../../content/words/*.yaml", "!../../content/words/nl.yaml", "!../../content/words/site.*.yaml"],
  { import: "default" },
);
const laterOthers = import.meta.glob<Words>(
  ["../../content/words/*.yaml", "!../../content/words/nl.yaml", "!../../content/words/site.*.yaml"],
  { import: "default", query: "?later" },
);

const asked = document.documentElement.lang.split("-", 1)[0];
const file = `../../content/words/${asked}.yaml`;
const other = others[file];
const words: Record<string, string> = { ...(other ? await other() : fallback) };

/** The words of the page's own language (`<html lang>`). A new language is a new file, no code. */
export const { locale, word, count } = phrases(words, other ? (asked ?? "") : "nl");

/** Fetches the words of the screens that are fetched when they are opened. */
export async function moreWords(): Promise<void> {
  const later = laterOthers[file];
  Object.assign(words, later ? await later() : (await import("../../content/words/nl.yaml?later")).default);
}
