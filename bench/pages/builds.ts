import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "../../test/support/repository.ts";

/** A content folder with `count` questions: those of the kit over and over, each with a title of its own. */
export function manyQuestions(count: number): string {
  const content = mkdtempSync(join(tmpdir(), "wijkkit-pages-"));
  cpSync(join(ROOT, "content"), content, { recursive: true });
  const folder = join(content, "vragen");
  const names = readdirSync(folder).filter((name) => name.endsWith(".md"));
  const ours = names.map((name) => readFileSync(join(folder, name), "utf8"));
  rmSync(folder, { recursive: true });
  mkdirSync(folder);
  for (let n = 0; n < count; n += 1) {
    const text = ours[n % ours.length] ?? "";
    const own = text.replace(/^titel: .*$/m, `titel: Is dit vraag nummer ${n} van de lange lijst?`);
    // The first have their own names, as other texts link to them.
    writeFileSync(join(folder, names[n] ?? `vraag-${n}.md`), own);
  }
  return content;
}

/** Builds once, from nothing. Milliseconds of the whole process. */
export function timedBuild(args: readonly string[], env: Readonly<Record<string, string>>): number {
  const dist = mkdtempSync(join(tmpdir(), "wijkkit-dist-"));
  const begun = performance.now();
  const { status, stderr, stdout } = spawnSync("npx", ["astro", "build", "--force", "--outDir", dist, ...args], {
    cwd: ROOT,
    encoding: "utf8",
    env: { ...process.env, ...env, ASTRO_TELEMETRY_DISABLED: "1", NODE_ENV: "production" },
    maxBuffer: 1 << 28,
  });
  const took = performance.now() - begun;
  rmSync(dist, { recursive: true, force: true });
  if (status !== 0) throw new Error(`${stdout.slice(-2000)}${stderr.slice(-2000)}`);
  return took;
}
