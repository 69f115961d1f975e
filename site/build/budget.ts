import { existsSync } from "node:fs";
import { heavyPhotos, readingPages, weighLive, weighPage } from "./weigh.ts";

const dist = process.argv[2] ?? "dist";
if (!existsSync(dist)) {
  process.stderr.write(`${dist} is not there: run "npm run build" first.\n`);
  process.exit(1);
}
const weights = [...readingPages(dist).map((page) => weighPage(dist, page)), weighLive(dist)];
for (const { name, bytes, parts } of weights.toSorted((a, b) => b.bytes - a.bytes)) {
  const size = (bytes / 1024).toFixed(1).padStart(7);
  process.stdout.write(`${size} KiB  ${String(parts.length).padStart(2)} files  ${name}\n`);
}
const findings = [...weights.flatMap((weight) => weight.findings), ...heavyPhotos(dist)];
for (const finding of findings) process.stderr.write(`${finding}\n`);
process.exitCode = findings.length === 0 ? 0 : 1;
