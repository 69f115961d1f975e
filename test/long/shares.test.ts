import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { FakeCamera } from "../support/camera.ts";
import { Neighbourhood } from "../support/neighbourhood.ts";
import { ask, begin, bring, goTo, inside } from "../support/wijk.ts";

const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
const textbox = (page: Page, name: string) => page.getByRole("textbox", { name, exact: true });

/** Whether a device holds the card secret. */
const holdsCard = (page: Page) =>
  page.evaluate(async () => {
    const opening = indexedDB.open("wijkkit-keys");
    await new Promise((resolve) => opening.addEventListener("success", resolve));
    const reading = opening.result.transaction("keyring").objectStore("keyring").get("own");
    await new Promise((resolve) => reading.addEventListener("success", resolve));
    opening.result.close();
    return "card" in reading.result;
  });

/** A neighbour answers a code, once they compared the number that is read aloud to them. */
async function help(page: Page, code: string, number: string): Promise<string> {
  await goTo(page, "Mijn gegevens");
  await button(page, "Help Fatma terug").click();
  await textbox(page, "Code van Fatma").fill(code.slice(1));
  await button(page, "Bekijk deze code").click();
  await page.getByText("Deze code klopt niet").waitFor();
  await textbox(page, "Code van Fatma").fill(code);
  await button(page, "Bekijk deze code").click();
  await page.getByText(`Vergelijk dit getal op beide apparaten: ${number}`).waitFor();
  await button(page, "Ja, dit is echt Fatma").click();
  return textbox(page, "Antwoord voor Fatma").inputValue();
}

test("[SI99] Fatma's phone is stolen: two of three neighbours, each on a device of their own, help her back", async () => {
  const hood = await Neighbourhood.found();
  const lens = await FakeCamera.make();
  const [fatma, jan, kim, bo] = [
    await hood.person("Fatma"),
    await hood.person("Jan"),
    await hood.person("Kim"),
    await hood.person("Bo"),
  ];
  const hers = await fatma.open();
  await begin(hers, "Middelland", fatma.name);
  await goTo(hers, "Mijn gegevens");
  await hers.getByText("Je hebt hier nog geen drie buren.").waitFor();
  const pages = [await bring(hers, jan), await bring(hers, kim), await bring(hers, bo)] as const;
  await ask(hers, "Wie past op mijn kat?");

  await goTo(hers, "Mijn gegevens");
  await button(hers, "Verdeel mijn sleutel").click();
  await hers.getByRole("combobox", { name: "Buur 1", exact: true }).selectOption("Jan");
  await hers.getByRole("combobox", { name: "Buur 2", exact: true }).selectOption("Kim");
  await button(hers, "Geef elk een deel").click();
  await hers.getByText("Kies drie buren").waitFor();
  await hers.getByRole("combobox", { name: "Buur 3", exact: true }).selectOption("Bo");
  await button(hers, "Geef elk een deel").click();
  await hers.getByText("Jan heeft het deel nog niet bewaard.").waitFor();
  expect(await button(hers, "Ja, mijn buren hebben hun deel").count()).toBe(0);
  for (const page of pages) {
    await goTo(page, "VraagBaak");
    await page.getByText("Een buur vraagt of jij een deel van een sleutel wilt bewaren.").waitFor();
    await goTo(page, "Mijn gegevens");
    await button(page, "Bewaar het deel van Fatma").click();
    await page.getByText("Je bewaart een deel van de sleutel van Fatma.").waitFor();
  }
  await hers.getByText("Bo bewaart een deel.").waitFor();
  expect(await holdsCard(hers)).toBe(true);
  await button(hers, "Ja, mijn buren hebben hun deel").click();
  await hers.getByText("De sleutel staat niet meer op dit apparaat.").waitFor();
  expect(await holdsCard(hers)).toBe(false);
  await fatma.goOffline();

  const fresh = await (await hood.person("Fatma, opnieuw", lens.options)).open();
  await button(fresh, "Ik heb een herstelkaart").click();
  await button(fresh, "Mijn buren helpen mij").click();
  const code = await textbox(fresh, "Code voor je buren").inputValue();
  const number = /\d{4} \d{4} \d{4}/.exec((await fresh.getByText(/^Lees dit getal/).textContent()) ?? "")?.[0] ?? "";
  const [his, kims] = pages;
  const first = await help(his, code, number);
  await textbox(fresh, "Antwoord van je eerste buur").fill(first);
  await textbox(fresh, "Antwoord van je tweede buur").fill(first);
  await button(fresh, "Haal mijn wijk terug").click();
  await fresh.getByText("Dit is twee keer hetzelfde deel").waitFor();
  await textbox(fresh, "Antwoord van je tweede buur").fill("");

  await help(kims, code, number);
  await lens.see(await kims.getByRole("img", { name: "QR-code voor Fatma", exact: true }).screenshot());
  await button(fresh, "Scan met de camera").click();
  await fresh.getByRole("status").filter({ hasText: "De code is gelezen." }).waitFor();
  await fresh.getByRole("radio", { name: /gestolen/ }).check();
  await button(fresh, "Haal mijn wijk terug").click();
  await inside(fresh);
  await fresh.getByRole("link", { name: "Wie past op mijn kat?" }).waitFor();
  await ask(fresh, "Ik ben er weer");
  await goTo(his, "VraagBaak");
  await his.getByRole("link", { name: "Ik ben er weer" }).waitFor();
  await goTo(his, "Leden");
  await his.getByText("teruggekomen met de herstelkaart").waitFor();
});
