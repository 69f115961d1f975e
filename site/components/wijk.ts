import { type CollectionEntry, getEntry } from "astro:content";
import type { Wijk } from "../schema/wijk.ts";

/** What `content/wijk.yaml` says of this wijk. */
export async function ourWijk(): Promise<Wijk> {
  const entry = await getEntry("wijk", "wijk");
  if (entry === undefined) throw new Error("content/wijk.yaml is missing.");
  return entry.data;
}

/** A page of running text from `content/paginas/`, by its file name. */
export async function pageOf(id: string): Promise<CollectionEntry<"paginas">> {
  const page = await getEntry("paginas", id);
  if (page === undefined) throw new Error(`content/paginas/${id}.md is missing.`);
  return page;
}
