import { progress, quantile, type Report, row } from "../report.ts";
import { PlainPair } from "./plain.ts";
import { WijkPair } from "./wijk.ts";

/** Posts in a block of one way, and blocks of each; the ways take turns, so that a slow moment falls on all. */
const BLOCK = 10;
const BLOCKS = 4;
/** Milliseconds in which a receiver gathers what came in before it shows it (`GATHER` in the live page's worker). */
const FLUSH = 50;

/** From posting on one screen to seeing it on the other. */
export async function run(): Promise<Report> {
  progress("three pairs of browsers meet …");
  const ways = {
    "plain y-webrtc": await PlainPair.open(),
    "ours, mesh": await WijkPair.open("mesh"),
    "ours, relay": await WijkPair.open("relay"),
  };
  const found = new Map<string, number[]>(Object.keys(ways).map((way) => [way, []]));
  let number = 0;
  for (let block = 0; block < BLOCKS; block += 1) {
    for (const [way, pair] of Object.entries(ways)) {
      for (let n = 0; n < BLOCK; n += 1) {
        number += 1;
        const took = await pair.post(`Post ${number} van ${way.replaceAll(/\W/g, "")}`);
        found.get(way)?.push(took);
      }
      progress(`block ${block + 1} of ${BLOCKS}, ${way}: ${Math.round(quantile(found.get(way) ?? [], 0.5))} ms`);
    }
  }
  for (const pair of Object.values(ways)) await pair.close();
  const plain = quantile(found.get("plain y-webrtc") ?? [], 0.5);
  const rows = [...found].map(([way, runs]) => row(way, runs, plain));
  const goal = 1.5 * plain + FLUSH;
  return {
    tables: [{ title: "from posting to visible", unit: "ms", rows }],
    notes: [
      `Goal: 1.5 × plain y-webrtc + ${FLUSH} ms in which a receiver gathers = ${goal.toFixed(1)} ms.`,
      ...rows.slice(1).map(({ name, median }) => `${name}: ${median.toFixed(1)} ms, ${(median / goal).toFixed(2)} × the goal.`),
      "Ours signs, seals and commits to disk before it sends, and verifies, commits and opens before it shows.",
    ],
  };
}
