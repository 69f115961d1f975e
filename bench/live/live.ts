import { progress, quantile, type Report, row } from "../report.ts";
import { PlainPair } from "./plain.ts";
import { WijkPair } from "./wijk.ts";

/** Posts in a block of one way, and blocks of each; the ways take turns, so that a slow moment falls on all. */
const BLOCK = 10;
const BLOCKS = 4;
/** The plan's flush interval, milliseconds: changes may be gathered that long before they are sealed. */
const FLUSH = 1000;

/** From posting on one screen to seeing it on the other. */
export async function run(): Promise<Report> {
  progress("three pairs of browsers meet …");
  const pairs = new Map<string, PlainPair | WijkPair>();
  try {
    pairs.set("plain y-webrtc", await PlainPair.open());
    pairs.set("ours, mesh", await WijkPair.open("mesh"));
    pairs.set("ours, relay", await WijkPair.open("relay"));
    return report(await takeTurns(pairs));
  } finally {
    for (const pair of pairs.values()) await pair.close();
  }
}

async function takeTurns(pairs: ReadonlyMap<string, PlainPair | WijkPair>): Promise<Map<string, number[]>> {
  const found = new Map<string, number[]>([...pairs.keys()].map((way) => [way, []]));
  let number = 0;
  for (let block = 1; block <= BLOCKS; block += 1) {
    for (const [way, pair] of pairs) {
      const runs = found.get(way) ?? [];
      for (let n = 0; n < BLOCK; n += 1) {
        number += 1;
        runs.push(await pair.post(`Post ${number} van ${way.replaceAll(/\W/g, "")}`));
      }
      progress(`block ${block} of ${BLOCKS}, ${way}: ${Math.round(quantile(runs, 0.5))} ms`);
    }
  }
  return found;
}

function report(found: ReadonlyMap<string, readonly number[]>): Report {
  const plain = quantile(found.get("plain y-webrtc") ?? [], 0.5);
  const rows = [...found].map(([way, runs]) => row(way, runs, plain));
  const goal = 1.5 * plain + FLUSH;
  return {
    tables: [{ title: "from posting to visible", unit: "ms", rows }],
    notes: [
      `Goal: 1.5 × plain y-webrtc + the flush interval of ${FLUSH} ms = ${goal.toFixed(0)} ms.`,
      ...rows.slice(1).map(({ name, median }) => {
        const more = (median - plain).toFixed(0);
        return `${name}: ${(median / goal).toFixed(2)} × the goal; ${more} ms more than plain, as a post is sealed at once.`;
      }),
      "Ours signs, seals and commits to disk before it sends, and verifies, commits and opens before it shows.",
    ],
  };
}
