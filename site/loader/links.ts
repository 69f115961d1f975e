import { FOLDERS } from "../schema/kinds.ts";
import { HOME_LOCALE } from "./content-dir.ts";
import type { Mistake } from "./mistake.ts";
import type { Content } from "./references.ts";

/** Addresses that one language has, by what is in its content. */
function addressesOf({ locale, names, lists, texts }: Content): string[] {
  const root = locale === HOME_LOCALE ? "" : `/${locale}`;
  const used = new Set(texts.vragen.map(({ data }) => String(data.thema)));
  const sections = Object.entries(FOLDERS).flatMap(([kind, folder]) => {
    const all = [...names[kind as keyof typeof FOLDERS]];
    return all.length === 0 ? [] : [`/${folder}/`, ...all.map((slug) => `/${folder}/${slug}/`)];
  });
  const themes = [...lists.themas.keys()].filter((key) => used.has(key)).map((key) => `/vragen/thema/${key}/`);
  const pages = [...names.paginas].map((slug) => `/${slug}/`);
  return ["/", "/zoeken/", "/feed.xml", "/feed.json", ...sections, ...themes, ...pages].map((path) => root + path);
}

/** Links between texts that lead to no page. */
export function linkMistakes(contents: readonly Content[]): Mistake[] {
  const known = new Set(["/wijk/", ...contents.flatMap(addressesOf)]);
  const texts = contents.flatMap((content) => Object.values(content.texts).flat());
  return texts.flatMap(({ file, bodyAfter, rendered }) =>
    rendered.links
      .filter(({ address }) => !known.has(address.split(/[?#]/, 1)[0] ?? ""))
      .map(({ line, address }) => ({
        file,
        line: line + bodyAfter,
        found: `een link naar "${address}"`,
        expected: "een pagina die er is, met een / aan het begin en aan het eind",
      })),
  );
}
