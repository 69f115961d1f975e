import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { canary, foundIn, foundUnder } from "../support/canary.ts";
import { Neighbourhood, type Person } from "../support/neighbourhood.ts";
import { type Piece, record } from "../support/recording.ts";
import {
  answer,
  ask,
  begin,
  edit,
  goTo,
  inviteLink,
  join as joinWijk,
  openQuestion,
  says,
  sees,
  stored,
  vote,
} from "../support/wijk.ts";

const FIELDS = [
  "wijk",
  "founder",
  "neighbour",
  "question",
  "explanation",
  "answer",
  "edited",
  "later question",
] as const;
const WORD = Object.fromEntries(FIELDS.map((field) => [field, canary(field)])) as Record<
  (typeof FIELDS)[number],
  string
>;
const WORDS = Object.values(WORD);

/** Where a profile keeps what sites store. */
const STORES = [
  "IndexedDB",
  "Local Storage",
  "Session Storage",
  "Service Worker",
  "File System",
  "blob_storage",
  "WebStorage",
];

/** Puts a word in an IndexedDB of its own, as text and as bytes: the search must be able to find one. */
async function plant(page: Page, word: string): Promise<void> {
  await page.evaluate(async (text) => {
    const opening = indexedDB.open("planted", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("words");
    await new Promise((resolve) => {
      opening.onsuccess = resolve;
    });
    const writing = opening.result.transaction("words", "readwrite", { durability: "strict" });
    writing.objectStore("words").put({ text: `${text}t`, bytes: new TextEncoder().encode(`${text}b`) }, 1);
    await new Promise((resolve) => {
      writing.oncomplete = resolve;
    });
    opening.result.close();
  }, word);
}

function inStores(person: Person, words: readonly string[]): string[] {
  const home = join(person.browser.profile, "Default");
  const present = STORES.map((name) => join(home, name)).filter((path) => statSync(path, { throwIfNoEntry: false }));
  expect(present.map((path) => path.slice(home.length + 1))).toContain("IndexedDB");
  return present.flatMap((path) => foundUnder(path, words));
}

function inPieces(pieces: readonly Piece[]): string[] {
  return pieces.flatMap(({ how, where, bytes }) => foundIn(bytes, WORDS).map((word) => `${how} ${where}: ${word}`));
}

async function everythingTyped(hood: Neighbourhood, hers: Page, jan: Person): Promise<Page> {
  await begin(hers, WORD.wijk, WORD.founder);
  const his = await jan.open(await inviteLink(hers));
  await joinWijk(his, WORD.neighbour);
  await ask(hers, WORD.question, WORD.explanation);
  await openQuestion(his, WORD.question);
  await answer(his, WORD.answer);
  await sees(hers, WORD.answer);
  await edit(his, WORD.answer, WORD.edited);
  await sees(hers, WORD.edited);
  await vote(hers, WORD.edited);
  await stored(his, WORD.edited);
  await says(hers, WORD.question, /bij 1 buur/i);
  await hood.relay.stop();
  await hood.relay.start();
  await ask(his, WORD["later question"]);
  await goTo(hers, "VraagBaak");
  await sees(hers, WORD["later question"]);
  await says(his, WORD["later question"], /bij de doorgeefcomputer/i, 60_000);
  return his;
}

test("what is typed in any field leaves the device only sealed, and lies on it only sealed", async () => {
  const hood = await Neighbourhood.found();
  const [fatma, jan] = [await hood.person("Fatma"), await hood.person("Jan")];
  const recordings = [await record(fatma.browser.context), await record(jan.browser.context)];
  const hers = await fatma.open();
  const his = await everythingTyped(hood, hers, jan);
  const planted = canary("planted");
  await plant(his, planted);
  const pieces = recordings.flat();

  const kinds = new Set(
    pieces.map(({ how, where }) => (how === "request" ? how : `${how} ${new URL(where).pathname}`)),
  );
  for (const kind of ["request", "socket sent /sync", "socket received /sync", "socket sent /signal"]) {
    expect([...kinds]).toContain(kind);
  }
  expect([...kinds].some((kind) => kind.startsWith("channel sent"))).toBe(true);
  expect(inPieces(pieces)).toEqual([]);
  const wires = [fatma.cable, jan.cable].flatMap(({ sent, received }) => [
    Buffer.concat(sent),
    Buffer.concat(received),
  ]);
  for (const wire of wires) expect(foundIn(wire, WORDS)).toEqual([]);

  expect(readdirSync(hood.relay.dataDir).length).toBeGreaterThan(0);
  expect(foundUnder(hood.relay.dataDir, WORDS)).toEqual([]);
  await hood.relay.stop();
  expect(foundUnder(hood.relay.dataDir, WORDS)).toEqual([]);
  expect(foundIn(Buffer.from(hood.relay.printed), WORDS)).toEqual([]);
  expect(hood.relay.printed).not.toBe("");

  await Promise.all([fatma.browser.quit(), jan.browser.quit()]);
  expect(inStores(fatma, WORDS)).toEqual([]);
  expect(inStores(jan, WORDS)).toEqual([]);
  expect(inStores(jan, [`${planted}t`]).length).toBeGreaterThan(0);
  expect(inStores(jan, [`${planted}b`]).length).toBeGreaterThan(0);
});
