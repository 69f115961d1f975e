import type { Plugin } from "vite";
import { parse } from "yaml";

/**
 * Reads a word file: one flat map of key to text.
 * @throws {Error} one sentence that names the file and the key, when a value is not text or a key stands twice.
 */
export function readWords(source: string, file: string): Record<string, string> {
  const words: unknown = parse(source, { uniqueKeys: true });
  if (words === null) return {};
  if (typeof words !== "object" || Array.isArray(words)) {
    throw new Error(`${file}: expected lines of "key: text".`);
  }
  for (const [key, text] of Object.entries(words)) {
    if (typeof text !== "string") {
      throw new Error(`${file}: "${key}" is ${JSON.stringify(text)}, expected text (put it in quotes).`);
    }
  }
  return words as Record<string, string>;
}

/** Keys of screens that are fetched when they are opened: their words come with them, as `….yaml?later`. */
const LATER =
  /^(members\.(?!count)|role\.|remove\.|pending\.|deeds?\.|restore\.|card\.|import\.|pair\.|scan\.|frames\.|give\.|export\.|erased?\.|places\.|wish\.|stored\.|lasting\.|wipe\.|unsent\.|lock\.|meet\.|stick\.|shares\.|help\.|gather\.|locked\.|elsewhere\.|mine\.|invite\.|problem\.(card|import|pair|passphrase|share|stick|last)-)/;

/** The words of the page's first script, or the others. */
export function part(words: Readonly<Record<string, string>>, isLater: boolean): Record<string, string> {
  return Object.fromEntries(Object.entries(words).filter(([key]) => LATER.test(key) === isLater));
}

/** Lets `import words from "…/nl.yaml"` work at build time, in two parts, so that no YAML parser reaches a browser. */
export function words(): Plugin {
  return {
    name: "wijkkit:words",
    enforce: "pre",
    transform(source, id) {
      const file = id.split("?", 1)[0] ?? id;
      if (!file.endsWith(".yaml") || id.includes("?raw")) return undefined;
      const code = `export default ${JSON.stringify(part(readWords(source, file), id.includes("?later")))};`;
      return { code, map: null, moduleType: "js" };
    },
  };
}
