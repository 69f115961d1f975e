import type { Page } from "playwright-core";
import { test } from "vitest";
import { Neighbourhood } from "../support/neighbourhood.ts";
import { ask, begin, bring, goTo, inside } from "../support/wijk.ts";

const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
const textbox = (page: Page, name: string) => page.getByRole("textbox", { name, exact: true });
const link = (page: Page, name: string) => page.getByRole("link", { name });

/** Links a second device of the same person, by text. */
async function pair(phone: Page, laptop: Page): Promise<void> {
  await button(laptop, "Ik doe al mee op een ander apparaat").click();
  const code = await textbox(laptop, "Code van dit apparaat").inputValue();
  await goTo(phone, "Mijn gegevens");
  await button(phone, "Koppel een apparaat").click();
  await textbox(phone, "Code van het nieuwe apparaat").fill(code);
  await button(phone, "Ga verder").click();
  await button(phone, "Ja, het getal is hetzelfde").click();
  const answer = await textbox(phone, "Antwoord voor het nieuwe apparaat").inputValue();
  await textbox(laptop, "Antwoord van je andere apparaat").fill(answer);
  await button(laptop, "Koppel").click();
  await inside(laptop);
}

test("[SI89] Bo has everything erased, in both her wijken and of both her devices, from one of them", async () => {
  const hood = await Neighbourhood.found();
  const [fatma, gerda, bo] = [await hood.person("Fatma"), await hood.person("Gerda"), await hood.person("Bo")];
  const hers = await fatma.open();
  await begin(hers, "Donderberg", fatma.name);
  const other = await gerda.open();
  await begin(other, "Middelland", gerda.name);
  const first = await bring(other, bo);
  await ask(first, "In de ene wijk");
  await first.close();
  const phone = await bring(hers, bo);
  await ask(phone, "Vanaf mijn telefoon");
  const second = await hood.person("Bo, laptop");
  const laptop = await second.open();
  await pair(phone, laptop);
  await goTo(laptop, "Andere wijk");
  await button(laptop, "Ga naar Donderberg")
    .click()
    .catch(() => {});
  await laptop.getByText("Vanaf mijn telefoon").waitFor();
  await ask(laptop, "Vanaf mijn laptop");
  for (const title of ["Vanaf mijn telefoon", "Vanaf mijn laptop"]) {
    for (const page of [hers, phone]) {
      await goTo(page, "VraagBaak");
      await link(page, title).waitFor();
    }
  }
  // What the laptop tells its owner's phone of itself comes a moment later.
  await laptop
    .getByRole("article")
    .first()
    .getByText(/doorgeefcomputer|bij 2 buren/)
    .first()
    .waitFor();
  await laptop.waitForTimeout(1_500);
  await second.goOffline();

  await goTo(phone, "Mijn gegevens");
  await button(phone, "Verwijder alles van mij").click();
  await button(phone, "Ja, verwijder alles").click();
  await phone.getByText("Middelland: weg bij de doorgeefcomputer").first().waitFor({ timeout: 60_000 });
  for (const title of ["Vanaf mijn telefoon", "Vanaf mijn laptop"]) {
    await link(hers, title).waitFor({ state: "detached" });
  }
  await link(other, "In de ene wijk").waitFor({ state: "detached" });
  await goTo(other, "Leden");
  await other.getByText("Je bent nog alleen in Middelland.").waitFor();
});
