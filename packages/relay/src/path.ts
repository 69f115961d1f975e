import { LIMIT } from "./limits.ts";

/** What no file of a site has in its path: control characters, backslashes, marks with a meaning in addresses. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const STRANGE = /[\u0000-\u001f\u007f\\:?#]/;

function decode(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

/** No empty, hidden, relative, or endless names between the slashes; `/.well-known/` is the one exception. */
const isName = (name: string, at: number) =>
  name !== "" &&
  Buffer.byteLength(name) <= LIMIT.name &&
  (!name.startsWith(".") || (at === 0 && name === ".well-known"));

/**
 * The decoded path of a request's target, without its query: it begins with a slash and cannot leave the folder
 * that is served. Undefined for every other target.
 */
export function pathOf(target: string | undefined): string | undefined {
  if (target === undefined || target.length > LIMIT.path) return undefined;
  const [raw = ""] = target.split(/[?#]/, 1);
  const path = decode(raw);
  if (path === undefined || !path.startsWith("/") || STRANGE.test(path)) return undefined;
  const names = path.slice(1).split("/");
  if (names.at(-1) === "") names.pop();
  return names.every(isName) ? path : undefined;
}
