import { Cable } from "../../test/support/cable.ts";
import { launch } from "../../test/support/chromium.ts";
import { signFast } from "../../test/support/fast-signing.ts";
import { type LargeWijk, largeWijk } from "../../test/support/large-wijk.ts";
import { Relay } from "../../test/support/relay.ts";
import { goTo, join } from "../../test/support/wijk.ts";
import { progress, quantile, type Report, row } from "../report.ts";
import { peer } from "./peers.ts";
import { type Joined, PlainServer } from "./plain.ts";

const RESIDENTS = Number(process.env.RESIDENTS ?? 5000);
/** Besides a profile: four records each. */
const QUESTIONS = 3;
/** Characters of the text under a question. */
const LENGTH = 200;
const RUNS = 3;
/** Milliseconds one join may take. */
const LIMIT = 900_000;

/** A new browser redeems an invitation on the live page; timed from the button until every question is counted. */
async function joinOurs(relay: Relay, link: string, expected: number): Promise<Joined> {
  const cable = await new Cable(relay.port).open();
  const browser = await launch({ args: [`--host-resolver-rules=MAP localhost:${relay.port} 127.0.0.1:${cable.port}`] });
  try {
    const page = await browser.open(`${relay.url}/wijk/#/meedoen/${link}`);
    await page.getByRole("heading", { name: /^Doe mee in / }).waitFor();
    const before = cable.received.reduce((sum, { length }) => sum + length, 0);
    const begun = performance.now();
    await join(page, "Nieuw");
    await goTo(page, "VraagBaak");
    await page.getByText(`van de ${expected}.`).waitFor({ timeout: LIMIT });
    const took = performance.now() - begun;
    return { took, bytes: cable.received.reduce((sum, { length }) => sum + length, 0) - before };
  } finally {
    await browser.close();
    await cable.close();
  }
}

/** The records of the wijk as plain fields. */
function plainRecords({ titles }: LargeWijk): Record<string, string>[] {
  const profiles = Array.from({ length: RESIDENTS }, (_, n) => ({ kind: "profile", name: `Buur ${n}` }));
  const body = "straat buurt fiets hulp markt vraag tuin brood deur licht ".repeat(4).slice(0, LENGTH);
  return [...profiles, ...titles.map((title) => ({ kind: "question", title, body, by: title }))];
}

/** A whole wijk comes to a new browser, beside the same in one plaintext document. */
export async function run(): Promise<Report> {
  peer("@y/websocket-server/package.json");
  const relay = await Relay.start();
  try {
    await relay.stop();
    signFast();
    progress(`making a wijk of ${RESIDENTS} residents …`);
    const size = { residents: RESIDENTS, questions: QUESTIONS, length: LENGTH, invitations: RUNS };
    const wijk = await largeWijk(relay.dataDir, size);
    await relay.start();
    return report(wijk, await takeTurns(relay, wijk));
  } finally {
    await relay.remove();
  }
}

interface Found {
  readonly ours: Joined[];
  readonly plain: Joined[];
}

async function takeTurns(relay: Relay, wijk: LargeWijk): Promise<Found> {
  const found: Found = { ours: [], plain: [] };
  const plain = await PlainServer.open(plainRecords(wijk));
  try {
    for (const [n, link] of wijk.links.entries()) {
      found.plain.push(await plain.join(wijk.titles.length));
      progress(`run ${n + 1} of ${RUNS}, plaintext Y.Doc: ${Math.round(found.plain.at(-1)?.took ?? 0)} ms`);
      found.ours.push(await joinOurs(relay, link, wijk.titles.length));
      progress(`run ${n + 1} of ${RUNS}, ours: ${Math.round(found.ours.at(-1)?.took ?? 0)} ms`);
    }
    return found;
  } finally {
    await plain.close();
  }
}

function report(wijk: LargeWijk, found: Found): Report {
  const of = (key: keyof Joined, scale: number) => {
    const values = (joined: readonly Joined[]) => joined.map((one) => one[key] / scale);
    const beside = quantile(values(found.plain), 0.5);
    return [
      row("one plaintext Y.Doc, @y/websocket-server", values(found.plain), beside),
      row("ours, from the relay", values(found.ours), beside),
    ];
  };
  return {
    tables: [
      { title: "a new browser has and shows all", unit: "ms", rows: of("took", 1) },
      { title: "bytes it received", unit: "KiB", rows: of("bytes", 1024) },
    ],
    notes: [
      `${RESIDENTS} residents, ${RESIDENTS * (QUESTIONS + 1)} records; envelopes of ${Math.round(wijk.bytes / 1024)} KiB on the relay.`,
      "Ours verifies every signature, opens every envelope and commits all of it to disk; the plaintext document does none of that.",
    ],
  };
}
