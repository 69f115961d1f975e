import { Feed } from "feed";
import { addressOf, type Card, cardOf } from "./card.ts";
import { pathIn } from "./locale.ts";
import { sectionsIn, slugOf, textsIn } from "./shelf.ts";
import { ourWijk } from "./wijk.ts";
import { wordsFor } from "./words.ts";

/** Texts in a feed, the newest first. */
const MOST = 40;

/** What was written or changed last, in one language. Nothing in it depends on when it was made. */
export async function feedOf(locale: string): Promise<Feed> {
  const wijk = await ourWijk(locale);
  const t = wordsFor(locale);
  const sections = await sectionsIn(locale);
  const kinds = sections.map(({ kind }) => kind).filter((kind) => kind !== "wijken");
  const texts = (await Promise.all(kinds.map((kind) => textsIn(kind, locale)))).flat();
  const newest = texts
    .toSorted((a, b) => b.data.bijgewerkt.localeCompare(a.data.bijgewerkt) || a.id.localeCompare(b.id))
    .slice(0, MOST);
  const changed = (date: string) => new Date(`${date}T00:00:00Z`);
  const feed = new Feed({
    id: `${wijk.adres}${pathIn(locale, "/")}`,
    link: `${wijk.adres}${pathIn(locale, "/")}`,
    title: wijk.naam,
    description: wijk.belofte,
    language: locale,
    generator: "Wijkkit",
    copyright: wijk.verantwoordelijke?.naam ?? wijk.naam,
    updated: changed(newest[0]?.data.bijgewerkt ?? "2026-01-01"),
    feedLinks: {
      atom: `${wijk.adres}${pathIn(locale, "/feed.xml")}`,
      json: `${wijk.adres}${pathIn(locale, "/feed.json")}`,
    },
    author: { name: wijk.verantwoordelijke?.naam ?? wijk.naam },
  });
  for (const entry of newest) {
    const card: Card = cardOf(entry, locale, t);
    const link = `${wijk.adres}${addressOf(locale, entry.collection, slugOf(entry))}`;
    const example = card.example ? `${t("voorbeeld")}: ` : "";
    feed.addItem({
      id: link,
      link,
      title: `${example}${card.title}`,
      description: card.text,
      date: changed(entry.data.bijgewerkt),
    });
  }
  return feed;
}
