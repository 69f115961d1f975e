import { LOCALES } from "../loader/content-dir.ts";
import { languageName, pathIn } from "./locale.ts";
import { sectionsIn, slugOf, textsIn } from "./shelf.ts";
import type { Words } from "./words.ts";

export interface MenuLink {
  href: string;
  name: string;
}

/** The lists of this language, then what the site is. */
export async function mainMenu(locale: string, t: Words): Promise<MenuLink[]> {
  const sections = await sectionsIn(locale);
  return [
    ...sections.map(({ folder }) => ({ href: pathIn(locale, `/${folder}/`), name: t(`nav.${folder}`) })),
    { href: pathIn(locale, "/over/"), name: t("nav.over") },
  ];
}

/** The pages of `content/paginas/`, by title. */
export async function pageMenu(locale: string): Promise<MenuLink[]> {
  const pages = await textsIn("paginas", locale);
  return pages
    .map((page) => ({ href: pathIn(locale, `/${slugOf(page)}/`), name: page.data.titel }))
    .toSorted((a, b) => a.name.localeCompare(b.name, locale));
}

/** The other languages: the same page where `elsewhere` has it, else their home page. */
export function languageMenu(
  locale: string,
  elsewhere: readonly string[],
  path: string,
): (MenuLink & { lang: string })[] {
  return LOCALES.filter((other) => other !== locale).map((other) => ({
    href: pathIn(other, elsewhere.includes(other) ? path : "/"),
    name: languageName(other),
    lang: other,
  }));
}
