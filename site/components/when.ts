import type { CollectionEntry } from "astro:content";
import { DAYS } from "../schema/agenda.ts";
import type { Words } from "./words.ts";

type Event = CollectionEntry<"agenda">["data"];

type Style = "long" | "full";

/** A formatter costs more to make than a page; there is one for each language and style. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatted(date: string, locale: string, dateStyle: Style): string {
  const key = `${locale} ${dateStyle}`;
  const formatter = formatters.get(key) ?? new Intl.DateTimeFormat(locale, { dateStyle, timeZone: "UTC" });
  formatters.set(key, formatter);
  return formatter.format(new Date(`${date}T00:00:00Z`));
}

/** A day as it is said: `26 november 2026`. */
export const dayOf = (date: string, locale: string): string => formatted(date, locale, "long");

/** A day with its weekday: `vrijdag 27 november 2026`. */
const fullDayOf = (date: string, locale: string): string => formatted(date, locale, "full");

/** When something is: `Elke dinsdag, 10:00 – 12:00`. */
export function whenOf({ elke, datum, van, tot }: Event, t: Words): string {
  const day = elke ? t("agenda.elke", { dag: t(`agenda.dag.${elke}`) }) : fullDayOf(datum ?? "", t("taal"));
  return `${day}, ${van} – ${tot}`;
}

/** Weekly things by the day of the week, then single days by date. */
export function byTime(a: Event, b: Event): number {
  const rank = ({ elke, datum, van }: Event) => `${elke ? `0${DAYS.indexOf(elke)}` : datum} ${van}`;
  return rank(a) < rank(b) ? -1 : 1;
}
