import { lstatSync, readdirSync } from "node:fs";
import { type Place, within } from "./content-dir.ts";
import type { Mistake } from "./mistake.ts";

/** A photo, in bytes: what a phone makes. */
export const MAX_IMAGE = 12 * 1024 * 1024;

/** Letters, digits and hyphens, not digits alone: `/vragen/2/` is the second page of a list. */
const TEXT = /^(?![0-9-]+\.md)[a-z0-9]+(-[a-z0-9]+)*\.md$/;
const IMAGE = /^[A-Za-z0-9][A-Za-z0-9_-]*\.(jpe?g|png|webp)$/i;
/** Left by other programs; nobody put them there. */
const IGNORED = /^\.|^(Thumbs\.db|desktop\.ini)$|~$/;

const LINK = {
  found: "een verwijzing naar een andere plek op de computer",
  expected: "een gewoon bestand of een gewone map. Zet het bestand zelf in deze map",
};

/** The files of one folder of content. */
export interface Folder {
  /** The markdown, by name. */
  texts: Place[];
  images: Place[];
  mistakes: Mistake[];
}

/** The name a file could have: what stands there, in letters, digits and hyphens. */
function suggestion(name: string): string {
  const bare = name
    .normalize("NFKD")
    .replace(/\.[^.]*$/, "")
    .toLowerCase()
    .replaceAll(/\p{M}+/gu, "")
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "");
  return `${/[a-z]/.test(bare) ? bare : "moeilijke-brief"}.md`;
}

/** A name in which what cannot be seen is a question mark. */
const visible = (name: string) => name.replace(/\p{C}/gu, "?");

function fileMistake({ path, file }: Place, name: string): Mistake | undefined {
  const stat = lstatSync(path);
  if (stat.isSymbolicLink()) return { file, ...LINK };
  if (!stat.isFile()) return { file, found: "iets dat geen bestand is", expected: "een gewoon bestand" };
  if (IMAGE.test(name)) {
    if (stat.size <= MAX_IMAGE) return undefined;
    const found = `een foto van ${Math.round(stat.size / 1024 / 1024)} MiB`;
    return { file, found, expected: `hoogstens ${MAX_IMAGE / 1024 / 1024} MiB. Maak de foto kleiner` };
  }
  if (/\.md$/i.test(name)) {
    if (TEXT.test(name)) return undefined;
    const expected = `kleine letters, cijfers en streepjes, zoals ${suggestion(name)}`;
    return { file, found: `de bestandsnaam "${visible(name)}"`, expected };
  }
  return {
    file,
    found: `de bestandsnaam "${visible(name)}"`,
    expected: "een tekst (.md) of een foto (.jpg, .png, .webp)",
  };
}

/** What stands in a folder and is none of `known`, or is a way to another place. */
export function strangers(folder: Place, known: ReadonlySet<string>): Mistake[] {
  return readdirSync(folder.path)
    .sort()
    .filter((name) => !IGNORED.test(name))
    .flatMap((name) => {
      const { path, file } = within(folder, name);
      if (lstatSync(path).isSymbolicLink()) return [{ file, ...LINK }];
      const expected = `een van deze namen: ${[...known].join(", ")}`;
      return known.has(name) ? [] : [{ file, found: "een naam die de site niet kent", expected }];
    });
}

/** What stands in `folder`, and the photos in folders in it. No symbolic link is followed. */
export function readFolder(folder: Place): Folder {
  const found: Folder = { texts: [], images: [], mistakes: [] };
  const walk = (at: Place): void => {
    for (const name of readdirSync(at.path).sort()) {
      if (IGNORED.test(name)) continue;
      const place = within(at, name);
      if (lstatSync(place.path).isDirectory()) {
        walk(place);
        continue;
      }
      const mistake = fileMistake(place, name);
      if (mistake) found.mistakes.push(mistake);
      else if (IMAGE.test(name)) found.images.push(place);
      else if (at === folder) found.texts.push(place);
      else {
        const expected = "de tekst in de map zelf";
        found.mistakes.push({ file: place.file, found: "een tekst in een map in een map", expected });
      }
    }
  };
  const stat = lstatSync(folder.path, { throwIfNoEntry: false });
  if (stat?.isDirectory()) walk(folder);
  else if (stat) found.mistakes.push({ file: folder.file, found: "iets dat geen map is", expected: "een map" });
  return found;
}
