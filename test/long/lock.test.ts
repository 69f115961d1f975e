import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { Neighbourhood } from "../support/neighbourhood.ts";
import { ask, begin, goTo, inside, inviteLink, join } from "../support/wijk.ts";

const SENTENCE = "fiets regen lepel dinsdag";

const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
const field = (page: Page, name: string) => page.getByLabel(name, { exact: true });

/** Names of the fields of what lies in the database of keys. */
const stored = (page: Page) =>
  page.evaluate(async () => {
    const opening = indexedDB.open("wijkkit-keys");
    await new Promise((resolve) => opening.addEventListener("success", resolve));
    const reading = opening.result.transaction("keyring").objectStore("keyring").get("own");
    await new Promise((resolve) => reading.addEventListener("success", resolve));
    opening.result.close();
    return Object.keys(reading.result).toSorted();
  });

async function unlock(page: Page, sentence: string): Promise<void> {
  await field(page, "Wachtzin").fill(sentence);
  await button(page, "Haal van het slot").click();
}

test("[SI98] Fatma locks her phone: without her passphrase it shows nothing and says nothing; with it she goes on", async () => {
  const hood = await Neighbourhood.found();
  const { fatma, hers, his } = await hood.twoNeighbours();
  await ask(hers, "Wie heeft een ladder?");
  await goTo(hers, "Mijn gegevens");
  expect(await stored(hers)).toContain("seed");
  await button(hers, "Zet er een slot op").click();
  await field(hers, "Nieuwe wachtzin").fill("kort");
  await field(hers, "Nog een keer dezelfde zin").fill("kort");
  await button(hers, "Doe op slot").click();
  await hers.getByText("Deze wachtzin is te kort").waitFor();
  await field(hers, "Nieuwe wachtzin").fill(SENTENCE);
  await button(hers, "Doe op slot").click();
  await hers.getByText("De twee zinnen zijn niet gelijk.").waitFor();
  await field(hers, "Nog een keer dezelfde zin").fill(SENTENCE);
  await button(hers, "Doe op slot").click();
  await hers.getByText("Er zit een slot op.", { exact: false }).waitFor();
  expect(await stored(hers)).toEqual(["revision", "salt", "sealed"]);

  // What comes to be held while it is open lies under the lock as well.
  await goTo(hers, "VraagBaak");
  await ask(his, "Wie gaat er mee?");
  await hers.getByRole("link", { name: "Wie gaat er mee?" }).waitFor();

  await hers.reload();
  await hers.getByRole("heading", { name: "Dit apparaat zit op slot", exact: true }).waitFor();
  await ask(his, "Terwijl zij op slot zit");
  expect(await hers.getByText("ladder").count()).toBe(0);
  await hers.getByText("Achtse Barrier").waitFor({ state: "detached" });
  const shut = await fatma.open("/wijk/#/mijn");
  await shut.getByRole("heading", { name: "Dit apparaat zit op slot", exact: true }).waitFor();
  await shut.close();
  await unlock(hers, `${SENTENCE}!`);
  await hers.getByText("Deze wachtzin klopt niet").waitFor();
  await unlock(hers, SENTENCE);
  await inside(hers);
  await goTo(hers, "VraagBaak");
  await hers.getByRole("link", { name: "Wie heeft een ladder?" }).waitFor();
  await hers.getByRole("link", { name: "Terwijl zij op slot zit" }).waitFor();
  const kim = await hood.person("Kim");
  await join(await kim.open(await inviteLink(hers)), kim.name);

  await goTo(hers, "Mijn gegevens");
  await field(hers, "Je wachtzin van nu").fill("een andere zin dan die");
  await button(hers, "Haal het slot eraf").click();
  await hers.getByText("Deze wachtzin klopt niet").waitFor();
  await field(hers, "Je wachtzin van nu").fill(SENTENCE);
  await button(hers, "Haal het slot eraf").click();
  await button(hers, "Zet er een slot op").waitFor();
  expect(await stored(hers)).toContain("seed");
  await hers.reload();
  await inside(hers);
});

test("[SI98] a forgotten passphrase: the device is wiped, and begins anew", async () => {
  const hood = await Neighbourhood.found();
  const bo = await hood.person("Bo");
  const page = await bo.open();
  await begin(page, "Donderberg", bo.name);
  await goTo(page, "Mijn gegevens");
  await button(page, "Zet er een slot op").click();
  for (const name of ["Nieuwe wachtzin", "Nog een keer dezelfde zin"]) await field(page, name).fill(SENTENCE);
  await button(page, "Doe op slot").click();
  await page.getByText("Er zit een slot op.", { exact: false }).waitFor();
  await bo.crash();
  const again = await bo.open();
  await again.getByRole("heading", { name: "Dit apparaat zit op slot", exact: true }).waitFor();
  await button(again, "Wis dit apparaat").click();
  await button(again, "Ja, wis dit apparaat").click();
  await button(again, "Begin een nieuwe wijk").waitFor();
});
