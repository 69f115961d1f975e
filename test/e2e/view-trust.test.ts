import { generate } from "lean-qr/nano";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { canary, foundUnder } from "../support/canary.ts";
import { type Browser, launch } from "../support/chromium.ts";
import { openView } from "../support/view/page.ts";
import { answer, inside, LADDER, question } from "../support/view/people.ts";
import { serveView, type ViewSite } from "../support/view/site.ts";

let site: ViewSite;
let browser: Browser;

beforeAll(async () => {
  site = await serveView();
  browser = await launch({ viewport: { width: 360, height: 740 } });
});

afterAll(async () => {
  await browser?.close();
  await site?.close();
});

const open = (hash: string, state?: Parameters<typeof openView>[3]) => openView(browser, site, hash, state);
const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent);

test("[SI26] navigation moves the focus to the heading, the way back finds its place", async () => {
  const many = Array.from({ length: 60 }, (_, n) => question(`q${n}`, `Vraag nummer ${n}?`));
  const page = await open("#/vraagbaak", inside({ questions: many }));
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("BODY");
  expect(await page.getByRole("article").count()).toBe(50);
  await page.getByRole("button", { name: "Toon oudere vragen" }).click();
  expect(await page.getByRole("article").count()).toBe(60);
  await page.getByRole("link", { name: "Vraag nummer 55?" }).click();
  await expect.poll(() => focused(page)).toBe("Vraag nummer 55?");
  expect(await page.evaluate(() => scrollY)).toBe(0);
  await page.goBack();
  await expect.poll(() => focused(page)).toBe("VraagBaak");
  await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(2_000);
  await page.getByRole("link", { name: "Leden", exact: true }).click();
  await expect.poll(() => focused(page)).toBe("Leden");
  expect(await page.title()).toBe("Leden – Wijkkit");
  await page.goForward();
  await page.evaluate(() => {
    location.hash = "#inhoud";
  });
  await page.getByRole("heading", { name: "Leden", exact: true }).waitFor();
  await page.close();
});

test("[SI27] no word typed reaches a server, a title, or a file of the browser", async () => {
  const own = await launch();
  const asked: string[] = [];
  const page = await own.open();
  page.on("request", (request) => asked.push(request.url() + (request.postData() ?? "")));
  await page.goto(`${site.url}/wijk/#/begin`);
  const fields = ["wijk", "name", "title", "body", "answer"] as const;
  const words = Object.fromEntries(fields.map((field) => [field, canary(`view ${field}`)])) as Record<string, string>;
  await page.getByRole("textbox", { name: "Naam van de wijk" }).fill(words.wijk ?? "");
  await page.getByRole("textbox", { name: "Je naam in de wijk" }).fill(words.name ?? "");
  await page.getByRole("button", { name: "Bewaar op dit apparaat" }).click();
  await page.getByRole("button", { name: "Stel een vraag" }).click();
  await page.getByRole("textbox", { name: "Je vraag" }).fill(words.title ?? "");
  await page.getByRole("textbox", { name: "Toelichting" }).fill(words.body ?? "");
  await page.getByRole("button", { name: "Plaats vraag" }).click();
  await page.getByRole("textbox", { name: "Je antwoord" }).fill(words.answer ?? "");
  const titles = new Set([await page.title()]);
  await page.getByRole("button", { name: "Plaats antwoord" }).click();
  await page
    .getByRole("article")
    .filter({ hasText: words.answer ?? "" })
    .waitFor();
  await page.getByRole("textbox", { name: "Je antwoord" }).fill(words.answer ?? "");
  titles.add(await page.title());
  await page.goto("about:blank");
  await own.quit();
  const all = fields.map((field) => words[field] ?? "");
  for (const word of all) expect([...asked, ...titles].join("\n")).not.toContain(word);
  expect(foundUnder(own.profile, all)).toEqual([]);
  await own.close();
});

test("[SI28] blocked storage says what to do, and words not sent can be taken along", async () => {
  const page = await open("#/vraagbaak/stel", inside());
  await page.getByRole("textbox", { name: "Toelichting" }).fill("Mijn lange verhaal.");
  await page.evaluate(() => window.fake.set({ phase: "blocked", problem: "worker-failed" }));
  await page.getByRole("heading", { name: "De pagina is vastgelopen" }).waitFor();
  await page.getByText("Wat bewaard was op dit apparaat, is veilig.").waitFor();
  expect(await page.getByRole("textbox", { name: "Nog niet geplaatst" }).inputValue()).toBe("Mijn lange verhaal.");
  await page.getByRole("button", { name: "Open opnieuw" }).waitFor();
  await page.getByRole("button", { name: "Wis dit apparaat", exact: true }).click();
  await page.getByRole("button", { name: "Ja, wis dit apparaat", exact: true }).click();
  await page.getByRole("status").getByText("Deze site heeft niets meer op dit apparaat").waitFor();
  await page.close();
});

test("[SI28] a short break in the connection passes unsaid, a longer one is said calmly", async () => {
  const page = await open("#/vraag/ladder", inside());
  const status = page.getByRole("status");
  await page.evaluate(() => window.fake.set({ connection: { relay: "connecting", neighbours: 0 } }));
  await page.getByText("Verbinding zoeken").waitFor();
  expect(await status.textContent()).toBe("");
  await status.getByText("Zonder verbinding kun je gewoon lezen en schrijven").waitFor();
  expect(await page.getByRole("alert").count()).toBe(0);
  await page.evaluate(() => window.fake.set({ connection: { relay: "off", neighbours: 1, progress: 0.4 } }));
  await page.getByText("Verbonden met 1 buur").waitFor();
  expect(await status.textContent()).toBe("");
  expect(await page.getByRole("progressbar").getAttribute("value")).toBe("40");
  await status.getByText("Je ziet alleen buren op dit netwerk").waitFor();
  await page.close();
});

test("[SI29, SI21] Mijn gegevens says what is stored; wiping asks once, and leaves a page as new", async () => {
  const page = await open("#/vraag/ladder", inside());
  await page.evaluate(async () => {
    await caches.open("wijk-x");
  });
  await page.getByRole("textbox", { name: "Je antwoord" }).fill("Een half antwoord");
  await page.getByRole("link", { name: "Mijn gegevens", exact: true }).click();
  for (const thing of ["Je naam en je sleutels", "Berichten van de wijk", "Deze pagina zelf"]) {
    const item = page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: thing }) });
    await item.getByText("Hoe lang").waitFor();
    await item.getByText(/\d[\d,.]* (byte|kB|MB)/).waitFor();
  }
  await page.getByRole("button", { name: "Wis dit apparaat", exact: true }).click();
  await expect.poll(() => focused(page)).toBe("Weet je het zeker?");
  expect(await page.getByRole("button", { name: "Wis dit apparaat", exact: true }).count()).toBe(0);
  await page.getByRole("button", { name: "Nee, laat alles staan" }).click();
  await expect.poll(() => focused(page)).toBe("Wis dit apparaat");
  await page.getByRole("button", { name: "Wis dit apparaat", exact: true }).click();
  await page.getByRole("button", { name: "Ja, wis dit apparaat", exact: true }).click();
  await page.getByRole("button", { name: "Begin een nieuwe wijk" }).waitFor();
  await page.getByRole("status").getByText("Deze site heeft niets meer op dit apparaat").waitFor();
  expect(new URL(page.url()).hash).toBe("#/");
  expect(await page.evaluate(() => caches.keys())).toEqual([]);
  expect(await page.evaluate(() => document.body.textContent?.includes("Vogelbuurt"))).toBe(false);
  await page.evaluate((state) => window.fake.set(state), inside());
  await page.evaluate(() => {
    location.hash = "#/vraag/ladder";
  });
  expect(await page.getByRole("textbox", { name: "Je antwoord" }).inputValue()).toBe("");
  await page.close();
});

test("[SI29] words that are nowhere else, and that nobody can invite any more, are named before wiping", async () => {
  const kept = { device: true, neighbours: 0, relay: false };
  const page = await open("#/mijn", inside({ questions: [question("q", "Alleen hier?", { mine: true, kept })] }));
  await page.getByRole("button", { name: "Wis dit apparaat" }).click();
  await page.getByText("staat alleen nog hier").waitFor();
  await page.getByText("kan niemand meer buren uitnodigen").waitFor();
  expect(await page.getByText("nieuwe uitnodiging").count()).toBe(0);
  await page.close();
});

test("[SI29] a browser that promised nothing may tidy up, and that is said at each thing", async () => {
  const page = await open("#/mijn", inside({ persisted: false }));
  await page.getByText("of tot je browser het opruimt").nth(1).waitFor();
  await page.evaluate(() => window.fake.set({ persisted: true }));
  await page.getByText("of tot je browser het opruimt").waitFor({ state: "detached" });
  await page.close();
});

test("[SI31] the QR code is the link's, dark on white in the dark as well", async () => {
  const page = await open("#/leden", inside());
  await page.emulateMedia({ colorScheme: "dark" });
  await page.getByRole("button", { name: "Nodig uit", exact: true }).click();
  const box = page.getByRole("textbox", { name: "Uitnodigingslink", exact: true });
  expect(await box.getAttribute("readonly")).not.toBeNull();
  const link = await box.inputValue();
  expect(link).toBe(`${site.url}/wijk/#/meedoen/${"AX".repeat(120)}`);
  const image = page.getByRole("img", { name: "QR-code van de uitnodiging", exact: true });
  const drawn = await image.evaluate(async (svg) => {
    const side = (svg as SVGSVGElement).viewBox.baseVal.width;
    const copy = svg.cloneNode(true) as SVGElement;
    copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
    for (const name of ["width", "height"]) copy.setAttribute(name, String(side * 4));
    const picture = new Image();
    picture.src = `data:image/svg+xml,${encodeURIComponent(copy.outerHTML)}`;
    await picture.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width: side * 4, height: side * 4 });
    const context = canvas.getContext("2d");
    context?.drawImage(picture, 0, 0);
    const dark = (x: number, y: number) => (context?.getImageData(x * 4 + 2, y * 4 + 2, 1, 1).data[0] ?? 255) < 128;
    return Array.from({ length: side }, (_, y) => Array.from({ length: side }, (_, x) => dark(x, y)));
  });
  const code = generate(link);
  expect(drawn.length).toBe(code.size + 8);
  const wrong = drawn.flatMap((row, y) => row.filter((dark, x) => dark !== code.get(x - 4, y - 4)));
  expect(wrong).toEqual([]);
  expect((await image.boundingBox())?.width).toBeGreaterThan(280);
  await page.getByText("Wie deze link heeft, kan alles in de wijk lezen.").waitFor();
  await page.getByText("Deze link werkt alleen op dit apparaat").waitFor();
  await page.close();
});

test("[SI32] whatever neighbours write is text, and fits", async () => {
  const nasty = `<img src=x onerror="document.title='gehackt'"><script>document.title='gehackt'</script>`;
  const long = "x".repeat(3_000);
  const page = await open(
    "#/vraag/n",
    inside({
      wijk: {
        name: long,
        me: nasty,
        members: 2,
        mayInvite: true,
        standing: "member",
        usedInvitations: [],
        endedInvitations: [],
        isVoorkamer: false,
        role: "beheerder" as const,
        version: 1,
      },
      questions: [
        question("n", `${nasty} ${long}`, {
          author: long.slice(0, 200),
          at: Number.NaN,
          body: `${long}\n‮מה שלומך؟ שלום\u0000`,
          answers: [answer("a", nasty), answer("b", long, { at: 1e300 })],
        }),
      ],
    }),
  );
  await page.getByRole("article").filter({ hasText: "onerror=" }).first().waitFor();
  expect(await page.locator("main img, main script").count()).toBe(0);
  const wide = () => page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  expect(await wide()).toBe(false);
  await page.getByRole("link", { name: "VraagBaak", exact: true }).click();
  await page.getByRole("heading", { name: "VraagBaak", exact: true }).waitFor();
  expect(await wide()).toBe(false);
  expect(await page.title()).not.toContain("gehackt");
  await page.close();
});

test("[SI33] leaving asks while something is not stored, and not otherwise", async () => {
  const page = await open("#/vraag/ladder", inside({ pending: true }));
  await page.getByRole("heading", { name: LADDER }).click();
  const leave = async () => {
    const asked = page.waitForEvent("dialog", { timeout: 1_500 }).then(
      async (dialog) => {
        await dialog.accept();
        return dialog.type();
      },
      () => "none",
    );
    await page.reload();
    return asked;
  };
  expect(await leave()).toBe("beforeunload");
  await page.getByRole("heading", { name: LADDER }).click();
  await page.evaluate(() => window.fake.set({ pending: false }));
  expect(await leave()).toBe("none");
  await page.close();
});
