import { signFast } from "../support/fast-signing.ts";

/**
 * `npm run simulate -- [--seeds N] [--from SEED] [--until-failure] [--digests]`: runs so many seeds, and says which did
 * not hold.
 */

signFast();
const { loadComparison } = await import("../../packages/sync/src/load-comparison.ts");
await loadComparison();
const { simulate } = await import("./scenario.ts");

const option = (name: string, otherwise: number): number => {
  const at = process.argv.indexOf(`--${name}`);
  const value = at < 0 ? otherwise : Number(process.argv[at + 1]);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  console.error(`--${name} takes a whole number`);
  process.exit(2);
};

const [from, seeds] = [option("from", 1), option("seeds", 100)];
const start = performance.now();
let failed = 0;
for (let seed = from; seed < from + seeds; seed++) {
  const { failures, digest, hosts } = await simulate(seed);
  if (process.argv.includes("--digests")) console.log(`digest ${seed} ${digest}`);
  if (failures.length === 0) continue;
  failed += 1;
  console.log(`seed ${seed} (${hosts} hosts, ${digest}): ${failures.join("; ")}`);
  if (process.argv.includes("--until-failure")) break;
}
const seconds = ((performance.now() - start) / 1_000).toFixed(1);
console.log(`${seeds} seeds from ${from} in ${seconds} s, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
