import type { CollectionEntry } from "astro:content";
import { FOLDERS } from "../schema/kinds.ts";
import { pathIn } from "./locale.ts";
import { type SectionKind, slugOf } from "./shelf.ts";
import { whenOf } from "./when.ts";
import type { Words } from "./words.ts";

/** One card of a list: a title that links, and a sentence. */
export interface Card {
  href: string;
  title: string;
  text: string;
  /** A few words above the title. */
  label?: string | undefined;
  /** Made up, to show what could be here. */
  example?: boolean;
}

/** Address of a text. */
export function addressOf(locale: string, kind: SectionKind, slug: string): string {
  return pathIn(locale, `/${FOLDERS[kind]}/${slug}/`);
}

/** What a text costs, `2 FitKnip per keer`. */
export function priceOf({ prijs, per }: CollectionEntry<"aanbod">["data"], t: Words): string {
  return prijs === 0 ? t("markt.gratis") : t("markt.prijs", { prijs, per: t(`markt.per.${per}`) });
}

/** What stands above a text's title: what distinguishes it in its list. */
export function labelOf(entry: CollectionEntry<SectionKind>, t: Words): string | undefined {
  switch (entry.collection) {
    case "aanbod":
      return `${t(`markt.soort.${entry.data.soort}`)} · ${priceOf(entry.data, t)}`;
    case "agenda":
      return whenOf(entry.data, t);
    case "wijken":
      return entry.data.stad;
    default:
      return undefined;
  }
}

/** The card of a text. */
export function cardOf(entry: CollectionEntry<SectionKind>, locale: string, t: Words, label = labelOf(entry, t)): Card {
  const { data, collection } = entry;
  return {
    href: addressOf(locale, collection, slugOf(entry)),
    title: "titel" in data ? data.titel : data.naam,
    text: data.kort,
    label,
    example: "voorbeeld" in data && data.voorbeeld,
  };
}
