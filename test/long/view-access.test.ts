import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { State } from "../../site/view/protocol.ts";
import { barriers } from "../support/axe.ts";
import { type Browser, launch } from "../support/chromium.ts";
import { names, openView } from "../support/view/page.ts";
import { DOCTOR, inside, LADDER } from "../support/view/people.ts";
import { serveView, type ViewSite } from "../support/view/site.ts";

interface Place {
  readonly hash: string;
  readonly state?: Partial<State>;
  /** Presses these buttons first: their order on the page. */
  readonly press?: readonly number[];
}

const apart = { relay: "off", neighbours: 0 } as const;

const REFUSED = {
  name: "Vogelbuurt",
  me: "Mina",
  members: 7,
  mayInvite: false,
  standing: "refused",
  usedInvitations: [],
  endedInvitations: [],
  isVoorkamer: false,
  role: "beheerder" as const,
  version: 1,
} as const;

const MEMBER = { ...REFUSED, standing: "member", mayInvite: true } as const;

const PLACES_TWO = [
  { space: "11".repeat(20), name: "Vogelbuurt", current: true },
  { space: "22".repeat(20), name: "Bloemenbuurt", current: false },
];

/** Every view in every state that looks different. */
const PLACES: Readonly<Record<string, Place>> = {
  start: { hash: "#/" },
  begin: { hash: "#/begin" },
  "begin, nothing filled in": { hash: "#/begin", press: [-1] },
  invited: { hash: "#/meedoen/GOED" },
  "broken invitation": { hash: "#/meedoen/FOUT" },
  "in already": { hash: "#/meedoen/GOED", state: inside() },
  loading: { hash: "#/", state: { phase: "loading" } },
  blocked: { hash: "#/", state: { phase: "blocked", problem: "storage-blocked" } },
  questions: { hash: "#/vraagbaak", state: inside() },
  refused: { hash: "#/vraag/ladder", state: inside({ wijk: REFUSED }) },
  "refused, mine": { hash: "#/mijn", state: inside({ wijk: REFUSED }) },
  "no questions": { hash: "#/vraagbaak", state: inside({ questions: [], connection: apart }) },
  "catching up": {
    hash: "#/vraagbaak",
    state: inside({ questions: [], connection: { relay: "open", neighbours: 1, progress: 0.3 } }),
  },
  "storage full": { hash: "#/vraagbaak", state: inside({ problem: "storage-full" }) },
  ask: { hash: "#/vraagbaak/stel", state: inside() },
  "ask, nothing filled in": { hash: "#/vraagbaak/stel", state: inside(), press: [0] },
  question: { hash: "#/vraag/ladder", state: inside() },
  "changing an answer": { hash: "#/vraag/ladder", state: inside(), press: [2] },
  "changing a question": { hash: "#/vraag/doctor", state: inside(), press: [0] },
  "no such question": { hash: "#/vraag/gone", state: inside() },
  members: { hash: "#/leden", state: inside() },
  invite: { hash: "#/leden", state: inside(), press: [0] },
  "other invitation": { hash: "#/leden", state: inside(), press: [1] },
  "another role": { hash: "#/leden", state: inside(), press: [2] },
  "removing, sure?": { hash: "#/leden", state: inside(), press: [4] },
  "front room": { hash: "#/leden", state: inside({ wijk: { ...MEMBER, isVoorkamer: true } }) },
  "other wijk": { hash: "#/andere", state: inside({ places: PLACES_TWO }) },
  restore: { hash: "#/kaart" },
  pair: { hash: "#/koppel" },
  mine: { hash: "#/mijn", state: inside() },
  card: { hash: "#/mijn", state: inside({ isCardDue: true }), press: [0] },
  locked: { hash: "#/vraagbaak", state: { phase: "locked" } },
  "a lock that is on": { hash: "#/mijn", state: inside({ isLocked: true }) },
  help: { hash: "#/mijn", state: inside(), press: [0] },
  sharing: { hash: "#/mijn", state: inside({ isCardDue: true }), press: [1] },
  give: { hash: "#/mijn", state: inside(), press: [2] },
  locking: { hash: "#/mijn", state: inside(), press: [3] },
  "erasing, sure?": { hash: "#/mijn", state: inside(), press: [-2] },
  "wiping, sure?": { hash: "#/mijn", state: inside(), press: [-1] },
};

let dutch: ViewSite;
let english: ViewSite;
let browser: Browser;

beforeAll(async () => {
  [dutch, english] = [await serveView("nl"), await serveView("en")];
  browser = await launch({ viewport: { width: 360, height: 740 } });
});

afterAll(async () => {
  await browser?.close();
  await dutch?.close();
  await english?.close();
});

async function open(site: ViewSite, { hash, state, press = [] }: Place): Promise<Page> {
  const page = await openView(browser, site, hash, state);
  for (const nth of press) await page.getByRole("button").nth(nth).click();
  await page.waitForTimeout(50);
  return page;
}

const KINDS = ["button", "link", "textbox", "radio", "heading", "navigation", "group"];

/** Pairs of different names of one role, where one contains the other. */
function clashes(found: readonly { role: string; name: string }[]): string[] {
  const words = new Set<string>([LADDER, DOCTOR]);
  return KINDS.flatMap((kind) => {
    const all = [
      ...new Set(found.filter(({ role, name }) => role === kind && !words.has(name)).map(({ name }) => name)),
    ];
    const inside = (a: string, b: string) => a !== b && b.toLowerCase().includes(a.toLowerCase());
    return all.flatMap((a) => all.filter((b) => inside(a, b)).map((b) => `${kind}: ${a} < ${b}`));
  });
}

test.for(Object.keys(PLACES))("[SI22, SI34] %s: names apart, one status, nothing cut off, axe clean", async (name) => {
  const place = PLACES[name] ?? { hash: "#/" };
  const page = await open(dutch, place);
  const found = await names(page);
  expect(found.length).toBeGreaterThan(2);
  expect(clashes(found)).toEqual([]);
  expect(await page.getByRole("status").count()).toBe(1);
  expect(await page.locator("h1").count()).toBe(1);
  expect(await barriers(page)).toEqual([]);
  await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
  expect(await barriers(page)).toEqual([]);
  await page.setViewportSize({ width: 320, height: 640 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  const small = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>("button, input:not([type=radio]), textarea, label.wk-radio, nav a")]
      .filter((control) => control.getBoundingClientRect().height < 44)
      .map((control) => control.outerHTML),
  );
  expect(small).toEqual([]);
  await page.close();
});

test.for(Object.keys(PLACES))("[SI22, SI30] %s: in English too names stay apart", async (name) => {
  const page = await open(english, PLACES[name] ?? { hash: "#/" });
  expect(clashes(await names(page))).toEqual([]);
  const text = await page.locator("body").innerText();
  expect(text).not.toMatch(/\{\w+\}|\bbewaard\b|\bJe\b/);
  await page.close();
});

test("[SI34] by keyboard alone: skip the navigation, ask, answer, change", async () => {
  const page = await openView(browser, dutch, "#/vraagbaak", inside());
  const key = page.keyboard;
  const onto = async (name: string) => {
    for (let presses = 0; presses < 40; presses++) {
      await key.press("Tab");
      const at = await page.evaluate(() => {
        const { activeElement: element } = document;
        const label = element instanceof HTMLTextAreaElement ? element.labels[0] : element;
        return label?.textContent?.trim();
      });
      if (at === name) return;
    }
    throw new Error(`no way by Tab to ${name}`);
  };
  await key.press("Tab");
  expect(await page.evaluate(() => document.activeElement?.textContent?.trim())).toBe("Ga naar de inhoud");
  await key.press("Enter");
  expect(await page.evaluate(() => document.activeElement?.id)).toBe("inhoud");
  await onto("Stel een vraag");
  await key.press("Enter");
  await page.getByRole("heading", { name: "Wat wil je vragen?" }).waitFor();
  await onto("Je vraag");
  await key.type("Wie past er op mijn kat?");
  await onto("Plaats vraag");
  await key.press("Space");
  await page.getByRole("heading", { name: "Wie past er op mijn kat?" }).waitFor();
  await onto("Je antwoord");
  await key.type("Ik vraag het mijn zus.");
  await onto("Plaats antwoord");
  await key.press("Enter");
  const answer = page.getByRole("article").filter({ hasText: "mijn zus" });
  await answer.getByText("bewaard op dit apparaat").waitFor();
  await page.getByRole("link", { name: "VraagBaak", exact: true }).focus();
  await key.press("Enter");
  await page.getByRole("heading", { name: "VraagBaak", exact: true }).waitFor();
  await page.close();
});
