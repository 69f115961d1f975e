import { type ListName, TEXTS, type TextKind, type TextName } from "../schema/kinds.ts";
import type { Wijk } from "../schema/wijk.ts";
import { type Mistake, quoted } from "./mistake.ts";
import type { Text } from "./text.ts";

/** Everything in `content/` in one language. */
export interface Content {
  locale: string;
  wijk: Wijk;
  texts: Record<TextName, Text[]>;
  /** Names of all files of a kind, those with mistakes too. */
  names: Record<TextName, ReadonlySet<string>>;
  /** Key to fields; a list without keys is numbered from 1. */
  lists: Record<ListName, Map<string, unknown>>;
}

function ofText(text: Text, names: TextKind["names"], known: (kind: string) => ReadonlySet<string>): Mistake[] {
  return Object.entries(names).flatMap(([field, kind]) => {
    const value = text.data[field];
    const all: unknown[] = Array.isArray(value) ? value : value === undefined ? [] : [value];
    return all.flatMap((name, nth) => {
      if (known(kind).has(String(name))) return [];
      const line = text.lineOf(Array.isArray(value) ? [field, nth] : [field]);
      const expected =
        kind === "themas" ? `een thema dat er is: ${[...known(kind)].join(", ")}` : `een bestand in content/${kind}/`;
      return [{ file: text.file, line, field, found: quoted(name), expected }];
    });
  });
}

/** What texts name that is not there in their own language. */
export function referenceMistakes({ texts, names: files, lists }: Content): Mistake[] {
  const sets = new Map<string, ReadonlySet<string>>([
    ...Object.entries(files),
    ...Object.entries(lists).map(([name, list]) => [name, new Set(list.keys())] as const),
  ]);
  const known = (kind: string) => sets.get(kind) ?? new Set<string>();
  return Object.entries(TEXTS).flatMap(([name, { names }]) =>
    texts[name as TextName].flatMap((text) => ofText(text, names, known)),
  );
}
