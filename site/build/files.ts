import { readdirSync } from "node:fs";
import { join, relative, sep } from "node:path";

/** Every file under `folder` as a path from its root (`/vragen/index.html`), sorted, so that builds are alike. */
export function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `/${relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/")}`)
    .sort();
}
