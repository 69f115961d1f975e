import fallback from "../../content/words/nl.yaml";
import { phrases } from "./phrase.ts";

type Words = Readonly<Record<string, string>>;

// Another language is fetched by the page that is in it. `site.*.yaml` are the words of the pages without script.
const others = import.meta.glob<Words>(
  ["../../content/words/*.yaml", "!../../content/words/nl.yaml", "!../../content/words/site.*.yaml"],
  { import: "default" },
);

const asked = document.documentElement.lang.split("-", 1)[0];
const other = others[`../../content/words/${asked}.yaml`];

/** The words of the page's own language (`<html lang>`). A new language is a new file, no code. */
export const { locale, word, count } = other ? phrases(await other(), asked ?? "") : phrases(fallback, "nl");
