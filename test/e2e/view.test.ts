import { afterAll, beforeAll, expect, test } from "vitest";
import { type Browser, launch } from "../support/chromium.ts";
import { openView } from "../support/view/page.ts";
import { DOCTOR, inside, LADDER, question } from "../support/view/people.ts";
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

test("[SI21, SI22] Mina begins a wijk; nothing is asked of the browser before the joining button", async () => {
  const page = await open("#/");
  await page.evaluate(() => {
    const asked: string[] = [];
    Object.assign(window, { asked });
    navigator.serviceWorker.register = (async (script: string, options?: RegistrationOptions) => {
      asked.push(`${script} ${options?.scope}`);
    }) as never;
    navigator.storage.persist = async () => asked.push("persist") > 0;
  });
  const asked = () => page.evaluate(() => (window as unknown as { asked: string[] }).asked);
  await page.getByRole("button", { name: "Begin een nieuwe wijk", exact: true }).click();
  await page.getByRole("textbox", { name: "Naam van de wijk", exact: true }).fill("Vogelbuurt");
  const join = page.getByRole("button", { name: "Bewaar op dit apparaat en doe mee", exact: true });
  await join.click();
  const name = page.getByRole("textbox", { name: "Je naam in de wijk", exact: true });
  expect(await name.evaluate((field) => field === document.activeElement)).toBe(true);
  expect(await name.getAttribute("aria-invalid")).toBe("true");
  expect(await asked()).toEqual([]);
  expect(await page.evaluate(() => window.fake.requests)).toEqual([]);
  await name.fill("Mina");
  await join.click();
  await page.getByRole("heading", { name: "VraagBaak", exact: true }).waitFor();
  expect(await asked()).toEqual(["/wijk/sw.js /wijk/", "persist"]);
  expect(await page.evaluate(() => window.fake.requests)).toEqual([{ do: "begin", wijk: "Vogelbuurt", name: "Mina" }]);
  const places = page.getByRole("navigation", { name: "Wijk", exact: true }).getByRole("link");
  expect(await places.allTextContents()).toEqual(["VraagBaak", "Leden", "Mijn gegevens", "Andere wijk"]);
  expect(await page.evaluate(() => history.length)).toBeLessThan(4);
  await page.close();
});

test("[SI20, SI22] an invitation says whose wijk it is; a broken one says what to do", async () => {
  const page = await open("#/meedoen/FOUT");
  await page.getByRole("heading", { name: "Deze uitnodiging klopt niet" }).waitFor();
  await page.evaluate(() => {
    location.hash = "#/meedoen/GOED";
  });
  await page.getByRole("heading", { name: "Doe mee in Vogelbuurt", exact: true }).waitFor();
  await page.getByRole("textbox", { name: "Je naam in de wijk", exact: true }).fill("Joop");
  await page.getByRole("button", { name: "Bewaar op dit apparaat en doe mee", exact: true }).click();
  await page.getByRole("status").getByText("Je doet mee in Vogelbuurt").waitFor();
  expect(new URL(page.url()).hash).toBe("#/vraagbaak");
  await page.evaluate(() => {
    location.hash = "#/meedoen/GOED";
  });
  await page.getByRole("heading", { name: "Je doet al mee" }).waitFor();
  await page.close();
});

test("[SI22, SI23] Mina asks, and sees her question with where it is kept", async () => {
  const page = await open("#/vraagbaak", inside());
  await page.getByRole("button", { name: "Stel een vraag", exact: true }).click();
  const only = page.getByRole("group", { name: "Wie mag dit lezen", exact: true }).getByRole("radio");
  expect(await only.count()).toBe(1);
  expect(await only.isChecked()).toBe(true);
  for (const help of ["112", "113", "huisartsenpost"]) {
    await page.getByRole("complementary").getByText(help).first().waitFor();
  }
  await page.getByText("Iedereen die meedoet in Vogelbuurt kan dit lezen").waitFor();
  await page.getByRole("textbox", { name: "Je vraag", exact: true }).fill("  Wie past er\nop mijn kat? ");
  await page.getByRole("textbox", { name: "Toelichting", exact: true }).fill("In mei.");
  await page.getByRole("button", { name: "Plaats vraag", exact: true }).click();
  await page.getByRole("heading", { name: "Wie past er op mijn kat?", exact: true }).waitFor();
  const article = page.getByRole("article", { name: "Wie past er op mijn kat?" });
  await article.getByText("bewaard op dit apparaat").waitFor();
  await article.getByText("In mei.").waitFor();
  expect(new URL(page.url()).hash).toMatch(/^#\/vraag\/[\w-]{22}$/);
  await page.goBack();
  await page.getByRole("heading", { name: "VraagBaak", exact: true }).waitFor();
  await page.getByRole("link", { name: "Wie past er op mijn kat?", exact: true }).click();
  await article.waitFor();
  await page.close();
});

test("[SI24] an answer shows at once as not stored; when storing fails its words are in the field again", async () => {
  const page = await open("#/vraag/ladder", inside());
  const field = page.getByRole("textbox", { name: "Je antwoord", exact: true });
  const post = page.getByRole("button", { name: "Plaats antwoord", exact: true });
  const shown = page.getByRole("article").filter({ hasText: "Bij de bieb" });
  await page.evaluate(() => {
    window.fake.slow(1_500);
    window.fake.fail("answer", "storage-full");
  });
  await field.fill("Bij de bieb kan het ook.");
  await post.click();
  await shown.getByText("nog niet bewaard").waitFor({ timeout: 1_000 });
  expect(await field.inputValue()).toBe("");
  await field.fill("En verder?");
  const alert = page.getByRole("alert");
  await alert.getByText("Dit apparaat is vol").waitFor();
  await alert.getByText("Je woorden staan nog in het veld").waitFor();
  expect(await shown.count()).toBe(0);
  expect(await field.inputValue()).toBe("Bij de bieb kan het ook.\n\nEn verder?");
  await page.evaluate(() => {
    window.fake.slow(0);
    window.fake.fail("answer", undefined);
  });
  await post.click();
  await shown.getByText("bewaard op dit apparaat").waitFor();
  await page.getByRole("status").getByText("Je antwoord is bewaard").waitFor();
  expect(await field.inputValue()).toBe("");
  const ids = await page.evaluate(() => window.fake.requests.map((request) => "id" in request && request.id));
  expect(new Set(ids).size).toBe(1);
  await field.fill("Nog een.");
  await post.click();
  await page.getByRole("article").filter({ hasText: "Nog een." }).waitFor();
  const last = await page.evaluate(() => window.fake.requests.at(-1));
  expect(ids).not.toContain(last && "id" in last && last.id);
  await page.close();
});

test("[SI24] a question that could not be stored stays on its form, and is let go when it was stored after all", async () => {
  const page = await open("#/vraagbaak/stel", inside());
  const field = page.getByRole("textbox", { name: "Je vraag", exact: true });
  await page.evaluate(() => window.fake.fail("ask", "storage-failed"));
  await field.fill("Wie past er op mijn kat?");
  await page.getByRole("button", { name: "Plaats vraag", exact: true }).click();
  await page.getByRole("alert").waitFor();
  expect(await field.inputValue()).toBe("Wie past er op mijn kat?");
  const id = await page.evaluate(() => {
    const last = window.fake.requests.at(-1);
    return last && "id" in last ? last.id : "";
  });
  const late = question(id, "Wie past er op mijn kat?", { mine: true });
  await page.evaluate((arrived) => window.fake.arrive(arrived), late);
  await page.getByRole("alert").waitFor({ state: "detached" });
  expect(await field.inputValue()).toBe("");
  await page.close();
});

test("[SI22, SI25] Mina changes her words; half-changed words wait for her", async () => {
  const page = await open("#/vraag/ladder", inside());
  const hers = page.getByRole("article").filter({ hasText: "Mina" });
  await hers.getByRole("button", { name: "Wijzig", exact: true }).click();
  const text = hers.getByRole("textbox");
  await expect.poll(() => text.evaluate((field) => field === document.activeElement)).toBe(true);
  await text.fill("Zet hem heel goed vast.");
  await page.getByRole("link", { name: "Leden", exact: true }).click();
  await page.getByRole("heading", { name: "Leden", exact: true }).waitFor();
  await page.goBack();
  expect(await text.inputValue()).toBe("Zet hem heel goed vast.");
  await page.evaluate(() => window.fake.fail("edit", "not-saved"));
  await page.getByRole("button", { name: "Bewaar tekst", exact: true }).click();
  await page.getByRole("alert").waitFor();
  expect(await text.inputValue()).toBe("Zet hem heel goed vast.");
  await page.evaluate(() => window.fake.fail("edit", undefined));
  await page.getByRole("button", { name: "Bewaar tekst", exact: true }).click();
  await hers.getByText("gewijzigd").waitFor();
  await hers.getByText("Zet hem heel goed vast.").waitFor();
  const edit = hers.getByRole("button", { name: "Wijzig", exact: true });
  await expect.poll(() => edit.evaluate((button) => button === document.activeElement)).toBe(true);
  await edit.click();
  await text.fill("Nee.");
  await page.getByRole("button", { name: "Annuleer", exact: true }).click();
  await hers.getByText("Zet hem heel goed vast.").waitFor();
  await page.close();
});

test("[SI22] Mina changes her question, and only what changed is sent", async () => {
  const page = await open("#/vraag/doctor", inside());
  await page.getByRole("button", { name: "Wijzig", exact: true }).click();
  await page.getByRole("textbox", { name: "Toelichting", exact: true }).fill("Liefst dichtbij.");
  await page.getByRole("button", { name: "Bewaar tekst", exact: true }).click();
  await page.getByRole("article", { name: DOCTOR }).getByText("Liefst dichtbij.").waitFor();
  const sent = await page.evaluate(() => window.fake.requests);
  expect(sent).toEqual([{ do: "edit", id: "doctor", field: "body", text: "Liefst dichtbij." }]);
  expect(await page.getByRole("button", { name: "Nuttig" }).count()).toBe(0);
  await page.close();
});

test("[SI22] others' words can be called useful, and not any more", async () => {
  const page = await open("#/vraag/ladder", inside());
  const asked = page.getByRole("article", { name: LADDER });
  const useful = asked.getByRole("button", { name: "Nuttig", exact: true });
  expect(await useful.getAttribute("aria-pressed")).toBe("false");
  await useful.click();
  await asked.getByText("1 buur vindt dit nuttig").waitFor();
  expect(await useful.getAttribute("aria-pressed")).toBe("true");
  await useful.click();
  expect(await useful.getAttribute("aria-pressed"), "a second press at once is a slip").toBe("true");
  await page.waitForTimeout(600);
  await useful.click();
  await asked.getByText("vindt dit nuttig").waitFor({ state: "detached" });
  await page.waitForTimeout(600);
  await page.evaluate(() => window.fake.fail("vote", "not-saved"));
  await useful.click();
  await asked.getByRole("alert").waitFor();
  expect(await useful.getAttribute("aria-pressed")).toBe("false");
  await page.close();
});

test("[SI35] a refused invitation is said on every view; nothing can be written, and the device can be wiped", async () => {
  const refused = {
    name: "Vogelbuurt",
    me: "Mina",
    members: 7,
    mayInvite: false,
    usedInvitations: [],
    endedInvitations: [],
    isVoorkamer: false,
    role: undefined,
    version: 1,
  } as const;
  const page = await open("#/vraag/ladder", inside({ wijk: { ...refused, standing: "refused" } }));
  const alert = page.getByRole("alert").getByText("Deze uitnodiging is al gebruikt");
  await alert.waitFor();
  expect(await page.getByRole("textbox").count()).toBe(0);
  expect(await page.getByRole("button").count()).toBe(0);
  expect(await page.getByText(/bij \d+ buren|Verbonden met/).count()).toBe(0);
  for (const place of ["VraagBaak", "Leden"]) {
    await page.getByRole("link", { name: place, exact: true }).click();
    await page.getByRole("heading", { name: place, exact: true }).waitFor();
    await alert.waitFor();
    // Who is in comes a moment later.
    if (place === "Leden") await page.getByRole("heading", { name: /Mina/ }).waitFor();
    expect(await page.getByRole("button").count()).toBe(0);
  }
  await page.getByRole("link", { name: "Mijn gegevens", exact: true }).click();
  await alert.waitFor();
  expect(await page.getByText("Je doet mee in").count()).toBe(0);
  await page.getByRole("button", { name: "Wis dit apparaat", exact: true }).click();
  await page.getByRole("button", { name: "Ja, wis dit apparaat", exact: true }).click();
  await page.getByRole("button", { name: "Begin een nieuwe wijk", exact: true }).waitFor();
  await page.close();
});

test("[SI35] who waits for a first neighbour is told so, and when it ends", async () => {
  const wijk = {
    name: "Vogelbuurt",
    me: "Mina",
    members: 0,
    mayInvite: false,
    usedInvitations: [],
    endedInvitations: [],
    isVoorkamer: false,
    role: "beheerder" as const,
    version: 1,
  } as const;
  const page = await open("#/vraagbaak", inside({ wijk: { ...wijk, standing: "waiting" }, questions: [] }));
  const status = page.getByRole("status");
  await status.getByText("Je doet mee zodra een buur of de doorgeefcomputer je heeft gezien.").waitFor();
  await page.evaluate((member) => window.fake.set({ wijk: member }), { ...wijk, standing: "member" as const });
  await status.getByText("Je doet mee in Vogelbuurt.").waitFor();
  await page.close();
});

test("[SI36] an invitation that was used goes away", async () => {
  const state = inside();
  const page = await open("#/leden", state);
  await page.getByRole("button", { name: "Nodig uit", exact: true }).click();
  await page.getByRole("textbox", { name: "Uitnodigingslink", exact: true }).waitFor();
  await page.evaluate(
    (wijk) => wijk && window.fake.set({ wijk: { ...wijk, usedInvitations: ["een andere"] } }),
    state.wijk,
  );
  await page.getByRole("img").waitFor();
  await page.evaluate((wijk) => wijk && window.fake.set({ wijk: { ...wijk, usedInvitations: ["AX"] } }), state.wijk);
  await page.getByText("Deze uitnodiging is gebruikt.").waitFor();
  expect(await page.getByRole("textbox").count()).toBe(0);
  expect(await page.getByRole("img").count()).toBe(0);
  await page.close();
});

test("[SI28] a name has at most 60 characters, and says so", async () => {
  const page = await open("#/begin");
  const name = page.getByRole("textbox", { name: "Je naam in de wijk", exact: true });
  await name.click();
  await page.keyboard.insertText("M".repeat(80));
  expect(await name.inputValue()).toBe("M".repeat(60));
  await page.getByRole("textbox", { name: "Naam van de wijk", exact: true }).fill("Vogelbuurt");
  await page.evaluate(() => window.fake.fail("begin", "too-long"));
  await page.getByRole("button", { name: "Bewaar op dit apparaat en doe mee", exact: true }).click();
  await page.getByRole("alert").getByText("Gebruik hoogstens 60 tekens.").waitFor();
  await page.getByText("Je bent nu op 127.0.0.1.").waitFor();
  await page.close();
});
