import { existsSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { parseSync } from "vite";
import { tagsOf } from "./html.ts";

/** What a page needs, as paths from the root of `dist/`, in the order found. */
export interface Reach {
  /** Scripts that load at once: those in the page, their static imports, its workers and theirs. */
  initial: string[];
  /** Scripts that load on demand. */
  lazy: string[];
  /** Stylesheets, manifest, icons. */
  other: string[];
}

interface Node {
  type?: string;
  [key: string]: unknown;
}

function* nodes(tree: unknown): Generator<Node> {
  if (typeof tree !== "object" || tree === null) return;
  if (!Array.isArray(tree)) yield tree as Node;
  for (const child of Object.values(tree)) yield* nodes(child);
}

/** Addresses of scripts that stand as text somewhere in `tree`. */
function scriptsIn(tree: unknown): string[] {
  return [...nodes(tree)]
    .map((node) => (node.type === "TemplateElement" ? (node.value as { cooked?: unknown }).cooked : node.value))
    .filter((text) => typeof text === "string" && /^[./][^?#]*\.js$/.test(text)) as string[];
}

/** Names of other scripts in one script's text: imported, started as a worker, imported on demand. */
export function mentions(code: string): { imported: string[]; workers: string[]; lazy: string[] } {
  const all = [...nodes(parseSync("script.js", code).program)];
  const isWorker = (node: Node) =>
    node.type === "NewExpression" && /^(Shared)?Worker$/.test(String((node.callee as Node).name));
  return {
    imported: all
      .filter(({ type }) => /^(Import|ExportAll|ExportNamed)Declaration$/.test(type ?? ""))
      .flatMap(({ source }) => scriptsIn(source)),
    workers: all.filter(isWorker).flatMap((node) => scriptsIn((node.arguments as unknown[])[0])),
    lazy: all.filter(({ type }) => type === "ImportExpression").flatMap(({ source }) => scriptsIn(source)),
  };
}

/** Links to what a reader may go to; a browser loads nothing for them. */
const ONLY_NAMED = /\b(alternate|canonical|prev|next)\b/;

/** The files a page's own markup names, as paths without query: scripts and what `<link>` loads. */
export function named(html: string): { scripts: string[]; links: string[] } {
  const all = (tag: string, attribute: string) =>
    tagsOf(html)
      .filter(({ name, attributes }) => name === tag && !ONLY_NAMED.test(attributes.get("rel") ?? ""))
      .map(({ attributes }) => /^\/[^?#]+/.exec(attributes.get(attribute) ?? "")?.[0])
      .filter((path) => path !== undefined);
  return { scripts: all("script", "src"), links: all("link", "href") };
}

/**
 * Follows `page` (`/wijk/index.html`) through its scripts.
 * @throws {Error} when something it names is not in `dist`.
 */
export function reach(dist: string, page: string): Reach {
  const read = (path: string): string => {
    const file = join(dist, path);
    if (!existsSync(file)) throw new Error(`${page} needs ${path}, which was not built.`);
    return readFileSync(file, "utf8");
  };
  const { scripts, links } = named(read(page));
  const initial = new Set<string>();
  const lazy = new Set<string>();
  const follow = (path: string, onDemand: boolean): void => {
    if (initial.has(path) || (onDemand && lazy.has(path))) return;
    if (onDemand) lazy.add(path);
    else {
      initial.add(path);
      lazy.delete(path);
    }
    const { imported, workers, lazy: later } = mentions(read(path));
    const from = (name: string) => posix.resolve(posix.dirname(path), name);
    for (const name of [...imported, ...workers]) follow(from(name), onDemand);
    for (const name of later) follow(from(name), true);
  };
  const modules = links.filter((path) => path.endsWith(".js"));
  for (const path of [...scripts, ...modules]) follow(path, false);
  const other = links.filter((path) => !path.endsWith(".js"));
  for (const path of other) read(path);
  return { initial: [...initial], lazy: [...lazy], other: [...new Set(other)] };
}
