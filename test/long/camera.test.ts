import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { FakeCamera } from "../support/camera.ts";
import { Neighbourhood } from "../support/neighbourhood.ts";
import { ask, begin, goTo, inside } from "../support/wijk.ts";

const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
const code = (page: Page, name: string) => page.getByRole("img", { name, exact: true });

/** Every one of the codes that are shown by turns, held still. */
async function pictures(page: Page, name: string): Promise<Buffer[]> {
  const shown = code(page, name);
  await shown.waitFor();
  const hold = button(page, "Zet de codes stil");
  if ((await hold.count()) === 0) return [await shown.screenshot()];
  await hold.click();
  const [, of] = /van (\d+)/.exec((await page.getByText(/^Code \d+ van \d+/).textContent()) ?? "") ?? [];
  const taken: Buffer[] = [];
  for (let n = 0; n < Number(of); n++) {
    taken.push(await shown.screenshot());
    await button(page, "Volgende code").click();
  }
  return taken;
}

test("[SI96] [SI97] Ayse links her laptop with the camera alone, both ways, without a network", async () => {
  const hood = await Neighbourhood.found();
  const [hers, new_] = [await FakeCamera.make(), await FakeCamera.make()];
  const ayse = await hood.person("Ayse", hers.options);
  const second = await hood.person("Ayse, laptop", new_.options);
  const phone = await ayse.open();
  await begin(phone, "Westerpark", ayse.name);
  await ask(phone, "Wie gaat er mee wandelen?");
  const laptop = await second.open();
  await button(laptop, "Ik doe al mee op een ander apparaat").click();
  const number = await laptop.getByText(/Vergelijk dit getal/).textContent();
  await ayse.goOffline();

  await hers.see(...(await pictures(laptop, "QR-code van dit apparaat")));
  await goTo(phone, "Mijn gegevens");
  await button(phone, "Koppel een apparaat").click();
  await button(phone, "Scan met de camera").click();
  await phone.getByText(number ?? "").waitFor();
  await button(phone, "Ja, het getal is hetzelfde").click();
  const answers = await pictures(phone, "QR-code voor het nieuwe apparaat");
  expect(answers.length).toBeGreaterThan(1);

  await new_.see(...answers);
  await button(laptop, "Scan met de camera").click();
  const field = laptop.getByRole("textbox", { name: "Antwoord van je andere apparaat", exact: true });
  await laptop.getByRole("status").filter({ hasText: "De code is gelezen." }).waitFor();
  expect((await field.inputValue()).length).toBeGreaterThan(480);
  await button(laptop, "Koppel").click();
  await inside(laptop);
  await goTo(laptop, "Mijn gegevens");
  await laptop.getByText("Je doet mee in Westerpark").waitFor();
});

test("[SI97] Noor's printed card is read by the camera of her new phone; its code stays in no address", async () => {
  const hood = await Neighbourhood.found();
  const lens = await FakeCamera.make();
  const noor = await hood.person("Noor");
  const fresh = await hood.person("Noor, opnieuw", lens.options);
  const lost = await noor.open();
  await begin(lost, "Middelland", noor.name);
  await ask(lost, "Wie past op mijn kat?");
  await goTo(lost, "Mijn gegevens");
  await button(lost, "Maak herstelkaart").click();
  const printed = (await lost.locator(".wk-recovery__code").textContent())?.replaceAll(" ", "") ?? "";
  await lens.see(...(await pictures(lost, "QR-code van je herstelkaart")));
  await button(lost, "Ja, ik heb de kaart").click();
  await lost.getByText("De code staat niet meer op dit apparaat.").waitFor();
  await noor.browser.close();

  const page = await fresh.open("/wijk/#/kaart");
  await button(page, "Scan met de camera").click();
  const field = page.getByRole("textbox", { name: "Code van je kaart", exact: true });
  await page.getByRole("status").filter({ hasText: "De code is gelezen." }).waitFor();
  expect(await field.inputValue()).toBe(printed);

  const scanned = await fresh.open(`/wijk/#/kaart/${printed}`);
  await scanned.waitForURL((url) => url.hash === "#/kaart");
  expect(await scanned.getByRole("textbox", { name: "Code van je kaart", exact: true }).inputValue()).toBe(printed);
  await button(page, "Haal mijn wijk terug").click();
  await inside(page);
  await page.getByRole("link", { name: "Wie past op mijn kat?" }).waitFor();
});

test("[SI97] without a camera, or with one that may not be used, it is said; the camera stops when it is told", async () => {
  const hood = await Neighbourhood.found();
  const lens = await FakeCamera.make();
  const [with_, without] = [await hood.person("Kim", lens.options), await hood.person("Bo")];
  const page = await with_.open("/wijk/#/kaart");
  await button(page, "Scan met de camera").click();
  await page.getByLabel("Beeld van de camera").waitFor();
  const isLive = () => page.evaluate(() => document.querySelector("video")?.srcObject !== null);
  await page.waitForFunction(() => (document.querySelector("video")?.videoWidth ?? 0) > 0);
  expect(await isLive()).toBe(true);
  await button(page, "Stop de camera").click();
  await button(page, "Scan met de camera").waitFor();

  const other = await without.open("/wijk/#/kaart");
  await button(other, "Scan met de camera").click();
  await other
    .getByRole("alert")
    .getByText(/Plak de tekst hieronder/)
    .waitFor();
});
