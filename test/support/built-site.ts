import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const DONE = Symbol.for("wijkkit.site.built");

/** Builds the site once a run, before the first browser test: what is tested is what would be served. */
export default function setup(): void {
  const once = globalThis as { [DONE]?: true };
  if (once[DONE]) return;
  const build = spawnSync("npm", ["run", "--silent", "build"], {
    cwd: fileURLToPath(new URL("../..", import.meta.url)),
    encoding: "utf8",
    env: { ...process.env, NODE_ENV: "production" },
  });
  if (build.status !== 0) throw new Error(`the site does not build:\n${build.stdout}${build.stderr}`);
  once[DONE] = true;
}
