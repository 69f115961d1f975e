import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { noSettings } from "../loader/content.ts";
import { CONTENT, HOME_LOCALE, placeOf } from "../loader/content-dir.ts";
import { readList } from "../loader/list.ts";
import { ContentMistake } from "../loader/mistake.ts";
import { type Wijk, wijk } from "../schema/wijk.ts";

/**
 * What `content/wijk.yaml` says.
 * @throws {ContentMistake} when it is not there or not right.
 */
export function readSettings(): Wijk {
  const place = placeOf(CONTENT, HOME_LOCALE, "wijk.yaml");
  const read = readList(place, wijk);
  if (read && "data" in read) return read.data as Wijk;
  throw new ContentMistake(read?.mistakes ?? [noSettings(place.file)]);
}

/** Path of the style sheet with this wijk's tokens. */
export const houseStyle = ({ huisstijl }: Wijk): string => resolve("site/theme/huisstijlen", `${huisstijl}.css`);

/**
 * The light value of a token, `#0a4541`.
 * @throws {Error} when the style does not set it.
 */
export function tokenOf(wijk: Wijk, name: string): string {
  const value = new RegExp(`${name}:\\s*([^;]+);`).exec(readFileSync(houseStyle(wijk), "utf8"))?.[1];
  if (value === undefined) throw new Error(`${houseStyle(wijk)} does not set ${name}.`);
  return value;
}
