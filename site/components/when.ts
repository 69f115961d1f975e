import type { CollectionEntry } from "astro:content";
import { DAYS } from "../schema/agenda.ts";
import type { Words } from "./words.ts";

type Event = CollectionEntry<"agenda">["data"];

/** A day as it is said: `26 november 2026`. */
export function dayOf(date: string, locale: string): string {
  return new Date(`${date}T00:00:00Z`).toLocaleDateString(locale, { dateStyle: "long", timeZone: "UTC" });
}

/** A day with its weekday: `vrijdag 27 november 2026`. */
export function fullDayOf(date: string, locale: string): string {
  return new Date(`${date}T00:00:00Z`).toLocaleDateString(locale, { dateStyle: "full", timeZone: "UTC" });
}

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
