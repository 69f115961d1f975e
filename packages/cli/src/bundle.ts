import { existsSync, mkdirSync, statSync } from "node:fs";
import { type Command, InvalidArgumentError, Option } from "commander";
import { leave } from "./leave.ts";

interface Given {
  readonly data: string;
  readonly space?: readonly string[];
}

/** Adds `wijk bundle export FILE` and `wijk bundle import FILE`. Their code is loaded when they run, and holds no key. */
export function registerBundle(program: Command): void {
  const bundle = program.command("bundle").description("carry sealed messages on a stick").exitOverride(leave);
  const data = () => new Option("--data <folder>", "where the store is").env("DATA_DIR").default("./data");
  bundle
    .command("export")
    .description("write what a relay or kiosk holds to a file")
    .argument("<file>", "the file to write, such as wijk.wijk")
    .addOption(data())
    .addOption(new Option("--space <hex>", "only this space; may be given again").argParser(readSpaces))
    .exitOverride(leave)
    .action(exportTo);
  bundle
    .command("import")
    .description("take a file into the store of a relay or kiosk")
    .argument("<file>", "a file that `export` wrote, or a resident's page")
    .addOption(data())
    .exitOverride(leave)
    .action(importFrom);
}

function readSpaces(text: string, before: readonly string[] = []): string[] {
  if (!/^[0-9a-f]{40}$/i.test(text)) throw new InvalidArgumentError("40 hex digits are expected.");
  return [...before, text.toLowerCase()];
}

async function exportTo(file: string, { data, space }: Given): Promise<void> {
  if (!existsSync(data)) return fail(`There is no store in ${data}.`);
  const { exportBundle } = await import("@wijkkit/relay");
  try {
    const spaces = await exportBundle(data, file, space as never);
    console.log(`${file}: ${spaces} spaces, ${statSync(file).size} bytes.`);
    if (spaces === 0) process.exitCode = 1;
  } catch (error) {
    fail(`${file} was not written (${codeOf(error)}). What was there before is unchanged.`);
  }
}

async function importFrom(file: string, { data }: Given): Promise<void> {
  if (!existsSync(file)) return fail(`There is no file ${file}.`);
  const { importBundle } = await import("@wijkkit/relay");
  const size = statSync(file).size;
  try {
    mkdirSync(data, { recursive: true, mode: 0o700 });
    const taken = await importBundle(data, file, progressOn(size));
    if (taken === undefined) return fail(`${file} is no bundle. Nothing was taken.`);
    const { accepted, known, waiting, refused, isCut } = taken;
    console.log(`${accepted} new, ${known} known, ${waiting} waiting, ${refused} refused.`);
    if (isCut) fail(`${file} ends in the middle. What was there is taken; the whole file brings the rest.`);
    else if (refused > 0) process.exitCode = 1;
  } catch (error) {
    fail(`${file} was not taken to its end (${codeOf(error)}). What was taken is safe; run this again for the rest.`);
  }
}

/** Says on a terminal how far it is. */
function progressOn(size: number): (bytes: number) => void {
  if (!process.stderr.isTTY) return () => {};
  return (bytes) =>
    process.stderr.write(`\r${Math.floor((100 * bytes) / Math.max(1, size))} %${bytes >= size ? "\n" : ""}`);
}

const codeOf = (error: unknown): string =>
  typeof error === "object" && error !== null && "code" in error ? String(error.code) : "unknown";

function fail(sentence: string): void {
  console.error(sentence);
  process.exitCode = 1;
}
