import { getEntry } from "astro:content";
import type { Wijk } from "../schema/wijk.ts";

const known = new Map<string, Promise<Wijk>>();

async function read(locale: string): Promise<Wijk> {
  const entry = await getEntry("wijk", locale);
  if (entry === undefined) throw new Error("content/wijk.yaml is missing.");
  return entry.data;
}

/** What `content/wijk.yaml` says of this wijk, in one language. */
export function ourWijk(locale: string): Promise<Wijk> {
  const wijk = (import.meta.env.PROD && known.get(locale)) || read(locale);
  known.set(locale, wijk);
  return wijk;
}
