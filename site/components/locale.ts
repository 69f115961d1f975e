import { HOME_LOCALE, LOCALES } from "../loader/content-dir.ts";

/** Route parameter of a language: none for the one at the root. */
export const taalOf = (locale: string): string | undefined => (locale === HOME_LOCALE ? undefined : locale);

/** The language of a route parameter, and back of `Astro.currentLocale`. */
export const localeOf = (taal: string | undefined): string => taal ?? HOME_LOCALE;

/** `/over/` in `locale`: `/over/`, `/en/over/`. */
export const pathIn = (locale: string, path: string): string => (locale === HOME_LOCALE ? path : `/${locale}${path}`);

/** For `getStaticPaths` of a page that every language has. */
export const everyLocale = () => LOCALES.map((locale) => ({ params: { taal: taalOf(locale) } }));

/** The name of a language in that language: `English`. */
function nameOf(locale: string): string {
  const name = new Intl.DisplayNames([locale], { type: "language" }).of(locale) ?? locale;
  return name[0]?.toLocaleUpperCase(locale) + name.slice(1);
}

const names = new Map(LOCALES.map((locale) => [locale, nameOf(locale)]));

export const languageName = (locale: string): string => names.get(locale) ?? locale;
