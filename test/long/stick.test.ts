import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { folderOf } from "../support/folder.ts";
import { Neighbourhood } from "../support/neighbourhood.ts";
import { ask, begin, goTo } from "../support/wijk.ts";

const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
const link = (page: Page, name: string) => page.getByRole("link", { name });

async function take(page: Page, file: string): Promise<void> {
  await page.getByLabel("Berichten op je stick").setInputFiles(file);
  await button(page, "Haal berichten binnen").click();
}

test("[SI102] without any network Fatma's words reach Jan on a stick, once, and as far as the file goes", async () => {
  const hood = await Neighbourhood.found();
  const { fatma, jan, hers, his } = await hood.twoNeighbours();
  await his.getByRole("status").filter({ hasText: "Je doet mee" }).waitFor();
  await fatma.goOffline();
  await jan.goOffline();
  await ask(hers, "Wie heeft een generator?");
  await ask(hers, "Waar is het warm?");
  await goTo(hers, "Mijn gegevens");
  const download = hers.waitForEvent("download");
  await button(hers, "Zet berichten op een stick").click();
  const folder = folderOf({});
  const file = join(folder, "wijk.wijk");
  copyFileSync(await (await download).path(), file);
  expect(readFileSync(file).includes("generator")).toBe(false);

  await goTo(his, "Mijn gegevens");
  const cut = join(folder, "cut.wijk");
  writeFileSync(cut, readFileSync(file).subarray(0, -40));
  await take(his, cut);
  await his.getByRole("status").filter({ hasText: "Het bestand was niet compleet." }).waitFor();
  await take(his, file);
  await his
    .getByRole("status")
    .filter({ hasText: /Er (is|zijn) \d+ nieuwe? bericht/ })
    .waitFor();
  await take(his, file);
  await his.getByRole("status").filter({ hasText: "Er zijn 0 nieuwe berichten." }).waitFor();
  writeFileSync(join(folder, "letter.wijk"), "Beste buur,");
  await take(his, join(folder, "letter.wijk"));
  await his.getByText("Dit is geen bestand met berichten").waitFor();
  await goTo(his, "VraagBaak");
  for (const title of ["Wie heeft een generator?", "Waar is het warm?"]) await link(his, title).waitFor();

  const kim = await hood.person("Kim");
  const other = await kim.open();
  await begin(other, "Utrecht", kim.name);
  await goTo(other, "Mijn gegevens");
  await take(other, file);
  await other.getByText("Dit bestand hoort niet bij deze wijk").waitFor();
});
