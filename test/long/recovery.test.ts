import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { Neighbourhood } from "../support/neighbourhood.ts";
import { answer, ask, begin, bring, goTo, inside, openQuestion, sees } from "../support/wijk.ts";

const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
const link = (page: Page, name: string) => page.getByRole("link", { name });

/** Makes the card, and returns the text that is printed on it. */
async function makeCard(page: Page): Promise<string> {
  await goTo(page, "Mijn gegevens");
  await button(page, "Maak herstelkaart").click();
  const printed = page.locator(".wk-recovery__code");
  await printed.waitFor();
  await page.getByRole("img", { name: "QR-code van je herstelkaart" }).waitFor();
  const text = (await printed.textContent()) ?? "";
  await button(page, "Ja, ik heb de kaart").click();
  await printed.waitFor({ state: "detached" });
  await page.getByText("De code staat niet meer op dit apparaat.").waitFor();
  return text;
}

async function typeCard(page: Page, code: string, stolen = false): Promise<void> {
  await page.getByRole("textbox", { name: "Code van je kaart", exact: true }).fill(code);
  if (stolen) await page.getByRole("radio", { name: /gestolen/ }).check();
  await button(page, "Haal mijn wijk terug").click();
}

test("[SI85] [SI86] [SI87] Noor loses her phone: with the printed code she is herself again on another, and writes on", async () => {
  const hood = await Neighbourhood.found();
  const [fatma, noor] = [await hood.person("Fatma"), await hood.person("Noor")];
  const hers = await fatma.open();
  await begin(hers, "Middelland", fatma.name);
  const lost = await bring(hers, noor);
  await ask(lost, "Wie past op mijn kat?");
  const code = await makeCard(lost);
  expect(code.split(" ")).toHaveLength(13);
  await noor.browser.close();

  const fresh = await (await hood.person("Noor, opnieuw")).open();
  await button(fresh, "Ik heb een herstelkaart").click();
  const groups = code.split(" ");
  const wrong = [
    ...groups.slice(0, 3),
    `${groups[3]?.slice(0, 4)}${groups[3]?.at(4) === "7" ? "8" : "7"}`,
    ...groups.slice(4),
  ];
  await typeCard(fresh, wrong.join(" ").toLowerCase());
  await fresh.getByText("Kijk nog eens goed naar groepje: 4.").waitFor();
  await typeCard(fresh, groups.slice(0, 12).join(" "));
  await fresh.getByText("De code is niet compleet").waitFor();
  await typeCard(fresh, code.toLowerCase().replaceAll(" ", "-"));
  await inside(fresh);
  await link(fresh, "Wie past op mijn kat?").waitFor();
  await openQuestion(fresh, "Wie past op mijn kat?");
  await answer(fresh, "Het is al geregeld.");
  await openQuestion(hers, "Wie past op mijn kat?");
  await sees(hers, "Het is al geregeld.");
  await hers.getByRole("article").filter({ hasText: "Het is al geregeld." }).getByText("Noor").first().waitFor();
  await goTo(hers, "Leden");
  await hers.getByText("In Middelland doen 2 mensen mee.").waitFor();
});

test("[SI86] Noor's phone is stolen: she comes back under new keys, and what the thief writes counts nothing", async () => {
  const hood = await Neighbourhood.found();
  const [fatma, noor] = [await hood.person("Fatma"), await hood.person("Noor")];
  const hers = await fatma.open();
  await begin(hers, "Nieuwland", fatma.name);
  const stolen = await bring(hers, noor);
  await ask(stolen, "Wie heeft een ladder?");
  const code = await makeCard(stolen);
  await noor.goOffline();

  const fresh = await (await hood.person("Noor, opnieuw")).open("/wijk/#/kaart");
  await typeCard(fresh, code, true);
  await inside(fresh);
  await link(fresh, "Wie heeft een ladder?").waitFor();
  await ask(fresh, "Ik ben er weer");
  await goTo(hers, "VraagBaak");
  await link(hers, "Ik ben er weer").waitFor();
  await link(hers, "Wie heeft een ladder?").waitFor();
  await goTo(hers, "Leden");
  await hers.getByText("teruggekomen met de herstelkaart").waitFor();

  await ask(stolen, "Stuur mij geld");
  await noor.comeBack();
  await stolen.getByText("Je doet niet meer mee in deze wijk").first().waitFor();
  await goTo(hers, "VraagBaak");
  expect(await link(hers, "Stuur mij geld").count()).toBe(0);
});

test("[SI88] Joost takes everything along to a device without a network; another's file is said to be that", async () => {
  const hood = await Neighbourhood.found();
  const [fatma, joost] = [await hood.person("Fatma"), await hood.person("Joost")];
  const hers = await fatma.open();
  await begin(hers, "Utrecht", fatma.name);
  await ask(hers, "Wie doet er mee?");
  const his = await bring(hers, joost);
  await openQuestion(his, "Wie doet er mee?");
  await answer(his, "Ik doe mee.");
  await goTo(his, "Mijn gegevens");
  await button(his, "Exporteer alles").click();
  await his.getByText("Maak eerst je herstelkaart").waitFor();
  const code = await makeCard(his);
  const download = his.waitForEvent("download");
  await button(his, "Exporteer alles").click();
  const path = await (await download).path();
  const file = JSON.parse(readFileSync(path, "utf8"));
  expect(JSON.stringify(file.wijken)).toContain("Ik doe mee.");
  expect(file.bundle).not.toContain("Ik doe mee.");

  const other = await makeCard(hers);
  const someone = await hood.person("Joost, opnieuw");
  const fresh = await someone.open("/wijk/#/kaart");
  await fresh.getByRole("textbox", { name: "Code van je kaart", exact: true }).waitFor();
  const bring_ = async (with_: string, content: string | Buffer) => {
    await fresh.getByRole("textbox", { name: "Code van je kaart", exact: true }).fill(with_);
    const buffer = Buffer.from(content);
    await fresh.getByLabel("Bestand").setInputFiles({ name: "mijn-wijk.json", mimeType: "application/json", buffer });
    await fresh.waitForTimeout(300);
    await button(fresh, "Importeer").click();
  };
  await bring_(other, readFileSync(path));
  await fresh.getByText("Dit bestand hoort niet bij deze kaart").waitFor();
  await bring_(code, "{}");
  await fresh.getByText("Dit bestand klopt niet").waitFor();
  await someone.goOffline();
  await bring_(code, readFileSync(path));
  await inside(fresh);
  await openQuestion(fresh, "Wie doet er mee?");
  await sees(fresh, "Ik doe mee.");
});

test("[SI89] Bo has everything erased: it is gone everywhere, and she sees who has confirmed it", async () => {
  const hood = await Neighbourhood.found();
  const [fatma, bo] = [await hood.person("Fatma"), await hood.person("Bo")];
  const hers = await fatma.open();
  await begin(hers, "Donderberg", fatma.name);
  const page = await bring(hers, bo);
  await ask(page, "Een vraag die weg moet");
  await goTo(hers, "VraagBaak");
  await link(hers, "Een vraag die weg moet").waitFor();
  await goTo(page, "Mijn gegevens");
  await button(page, "Verwijder alles van mij").click();
  await button(page, "Ja, verwijder alles").click();
  await page.getByText("weg bij de doorgeefcomputer").waitFor();
  await link(hers, "Een vraag die weg moet").waitFor({ state: "detached" });
  await page.getByText("Je doet niet meer mee in deze wijk").first().waitFor();
});

test("[SI90] [SI91] Ayse links her laptop: both write the same feed at once, apart, and lose no word", async () => {
  const hood = await Neighbourhood.found();
  const [fatma, ayse] = [await hood.person("Fatma"), await hood.person("Ayse")];
  const hers = await fatma.open();
  await begin(hers, "Westerpark", fatma.name);
  const phone = await bring(hers, ayse);
  await ask(phone, "Wie gaat er mee wandelen?");
  const second = await hood.person("Ayse, laptop");
  const laptop = await second.open();
  await button(laptop, "Ik doe al mee op een ander apparaat").click();
  const asked = laptop.getByRole("textbox", { name: "Code van dit apparaat", exact: true });
  await asked.waitFor();
  const request = await asked.inputValue();
  const number = await laptop.getByText(/Vergelijk dit getal/).textContent();

  await goTo(phone, "Mijn gegevens");
  await button(phone, "Koppel een apparaat").click();
  const given = phone.getByRole("textbox", { name: "Code van het nieuwe apparaat", exact: true });
  await given.fill(request.slice(0, 20));
  await button(phone, "Ga verder").click();
  await phone.getByText("Deze code klopt niet").waitFor();
  await given.fill(request);
  await button(phone, "Ga verder").click();
  await phone.getByText(number ?? "").waitFor();
  await button(phone, "Ja, het getal is hetzelfde").click();
  const answering = phone.getByRole("textbox", { name: "Antwoord voor het nieuwe apparaat", exact: true });
  await answering.waitFor();
  const text = await answering.inputValue();
  await phone.getByRole("img", { name: "QR-code voor het nieuwe apparaat" }).waitFor();

  const field = laptop.getByRole("textbox", { name: "Antwoord van je andere apparaat", exact: true });
  await field.fill(`${text.slice(0, 43)}${text[43] === "A" ? "B" : "A"}${text.slice(44)}`);
  await button(laptop, "Koppel").click();
  await laptop.getByText("Dit antwoord is voor een ander apparaat").waitFor();
  await field.fill(text);
  await button(laptop, "Koppel").click();
  await inside(laptop);
  await link(laptop, "Wie gaat er mee wandelen?").waitFor();

  await ayse.goOffline();
  await second.goOffline();
  await ask(phone, "Vanaf mijn telefoon");
  await ask(laptop, "Vanaf mijn laptop");
  await ayse.comeBack();
  await second.comeBack();
  for (const page of [phone, laptop, hers]) {
    await goTo(page, "VraagBaak");
    for (const title of ["Wie gaat er mee wandelen?", "Vanaf mijn telefoon", "Vanaf mijn laptop"]) {
      await link(page, title).waitFor();
    }
  }
  await goTo(hers, "Leden");
  await hers.getByText("In Westerpark doen 2 mensen mee.").waitFor();
});
