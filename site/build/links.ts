import { existsSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { filesUnder } from "./files.ts";
import { tagsOf } from "./html.ts";

/** Links and anchors of every page in `dist` that lead nowhere, as `page → address`. */
export function brokenLinks(dist: string): string[] {
  const pages = filesUnder(dist).filter((path) => path.endsWith(".html"));
  const ids = new Map(
    pages.map((page) => {
      const tags = tagsOf(readFileSync(join(dist, page), "utf8"));
      return [page, new Set(tags.map(({ attributes }) => attributes.get("id")))];
    }),
  );
  const leads = (from: string, address: string): boolean => {
    const [path = "", anchor] = address.split("#", 2);
    const full = path === "" ? from : posix.resolve(posix.dirname(from), path) + (path.endsWith("/") ? "/" : "");
    const file = full.endsWith("/") ? posix.join(full, "index.html") : full;
    if (!existsSync(join(dist, file))) return false;
    // The live page's fragments are routes of its script.
    return anchor === undefined || anchor.startsWith("/") || (ids.get(file)?.has(anchor) ?? false);
  };
  return pages.flatMap((page) =>
    tagsOf(readFileSync(join(dist, page), "utf8"))
      .filter(({ name }) => name === "a")
      .map(({ attributes }) => attributes.get("href"))
      .filter((address) => address !== undefined && !/^[a-z][a-z0-9+.-]*:/i.test(address) && !leads(page, address))
      .map((address) => `${page} → ${address}`),
  );
}
