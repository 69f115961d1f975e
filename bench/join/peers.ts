import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const FOLDER = fileURLToPath(new URL("../peers/", import.meta.url));

/**
 * Path of something the peers installed.
 * @throws one sentence that says what to do when they are not there.
 */
export function peer(path: string): string {
  const place = `${FOLDER}node_modules/${path}`;
  if (!existsSync(place)) throw new Error("The peers are not installed: run `npm run bench:peers` first.");
  return place;
}
