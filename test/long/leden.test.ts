import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { Neighbourhood } from "../support/neighbourhood.ts";
import { ask, begin, bring, goTo, inside, inviteLink, join } from "../support/wijk.ts";

const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name, exact: true });

/** What is written in the view Leden. */
const said = (page: Page, text: string | RegExp) => page.locator("main").getByText(text).first().waitFor();

test("[SI82] Noor was away during a removal: she comes back, and what she wrote meanwhile is there", async () => {
  const hood = await Neighbourhood.found();
  const [fatma, noor, joost] = [await hood.person("Fatma"), await hood.person("Noor"), await hood.person("Joost")];
  const hers = await fatma.open();
  await begin(hers, "Donderberg", fatma.name);
  const away = await bring(hers, noor);
  await bring(hers, joost);
  await noor.goOffline();
  await ask(away, "Ik schrijf onderweg");
  await goTo(hers, "Leden");
  await button(hers, "Verwijder Joost uit de wijk").click();
  await button(hers, "Ja, verwijder Joost").click();
  await said(hers, /Fatma verwijderde Joost/);
  await ask(hers, "Het nieuwe slot zit erop");
  await noor.comeBack();
  await goTo(away, "VraagBaak");
  await away.getByRole("link", { name: "Het nieuwe slot zit erop" }).waitFor();
  await goTo(hers, "VraagBaak");
  await hers.getByRole("link", { name: "Ik schrijf onderweg" }).waitFor();
  await away.reload();
  await inside(away);
  await away.getByRole("link", { name: "Het nieuwe slot zit erop" }).waitFor();
});

test("[SI82] a link that was given before a removal lets in whom it was for, under the new lock", async () => {
  const hood = await Neighbourhood.found();
  const [fatma, joost, bo] = [await hood.person("Fatma"), await hood.person("Joost"), await hood.person("Bo")];
  const hers = await fatma.open();
  await begin(hers, "Achtse Barrier", fatma.name);
  await bring(hers, joost);
  const link = await inviteLink(hers);
  await button(hers, "Verwijder Joost uit de wijk").click();
  await button(hers, "Ja, verwijder Joost").click();
  await said(hers, /Fatma verwijderde Joost/);
  await ask(hers, "Onder het nieuwe slot");
  const new_ = await bo.open(link);
  await join(new_, bo.name);
  await new_.getByRole("link", { name: "Onder het nieuwe slot" }).waitFor();
  await ask(new_, "Dag allemaal");
  await goTo(hers, "VraagBaak");
  await hers.getByRole("link", { name: "Dag allemaal" }).waitFor();
});

test("[SI83] a withdrawn invitation says so kindly, and another one helps; the last beheerder stays one", async () => {
  const hood = await Neighbourhood.found();
  const [fatma, jan] = [await hood.person("Fatma"), await hood.person("Jan")];
  const hers = await fatma.open();
  await begin(hers, "Nieuwland", fatma.name);
  const link = await inviteLink(hers);
  await button(hers, "Trek deze uitnodiging in").click();
  await said(hers, "Fatma trok een uitnodiging in.");
  const late = await jan.open(link);
  await join(late, jan.name);
  await late.getByText("Deze uitnodiging is ingetrokken").first().waitFor();
  const again = await inviteLink(hers);
  await late.goto(again);
  await join(late, jan.name);
  await late.getByText("Deze uitnodiging is ingetrokken").first().waitFor({ state: "detached" });
  await ask(late, "Ben ik er nu?");
  await goTo(hers, "VraagBaak");
  await hers.getByRole("link", { name: "Ben ik er nu?" }).waitFor();
  await goTo(hers, "Leden");
  await button(hers, "Andere rol voor Fatma").click();
  await hers.getByRole("combobox", { name: "Rol van Fatma", exact: true }).selectOption("resident");
  await button(hers, "Bewaar de rol").click();
  await hers.getByText("Jij bent de enige beheerder").first().waitFor();
});

test("[SI84] in one browser in two wijken: each shows its own, the last one comes back, and a link for one's own says so", async () => {
  const hood = await Neighbourhood.found();
  const [fatma, jan] = [await hood.person("Fatma"), await hood.person("Jan")];
  const hers = await fatma.open();
  await begin(hers, "Westerpark", fatma.name);
  await ask(hers, "Vraag in Westerpark");
  const link = await inviteLink(hers);
  const his = await jan.open();
  await begin(his, "Utrecht", jan.name);
  await ask(his, "Vraag in Utrecht");
  await his.goto(link);
  await his.getByText("Je doet al mee in Utrecht.").first().waitFor();
  await join(his, jan.name);
  await his.getByRole("link", { name: "Vraag in Westerpark" }).waitFor();
  expect(await his.getByRole("link", { name: "Vraag in Utrecht" }).count()).toBe(0);
  await goTo(his, "Andere wijk");
  await button(his, "Ga naar Utrecht").click();
  await his.getByRole("link", { name: "Vraag in Utrecht" }).waitFor();
  expect(await his.getByRole("link", { name: "Vraag in Westerpark" }).count()).toBe(0);
  await his.reload();
  await his.getByRole("link", { name: "Vraag in Utrecht" }).waitFor();
  await his.goto(link);
  await his.getByRole("heading", { name: "Je doet al mee" }).waitFor();
  await button(his, "Ga naar je wijk").click();
  await his.getByRole("link", { name: "Vraag in Westerpark" }).waitFor();
});

test("[SI92] a poster in the voorkamer lets in whoever sees it, until it is taken down", async () => {
  const hood = await Neighbourhood.found();
  const [fatma, jan, kees, piet] = await Promise.all(["Fatma", "Jan", "Kees", "Piet"].map((name) => hood.person(name)));
  if (!fatma || !jan || !kees || !piet) throw new Error("four people");
  const hers = await fatma.open();
  await button(hers, "Begin een nieuwe wijk").click();
  await hers.getByRole("radio", { name: /voorkamer/ }).check();
  await hers.getByRole("textbox", { name: "Naam van de wijk", exact: true }).fill("HoodLab");
  await hers.getByRole("textbox", { name: "Je naam in de wijk", exact: true }).fill(fatma.name);
  await button(hers, "Bewaar op dit apparaat en doe mee").click();
  await inside(hers);
  await goTo(hers, "Leden");
  await button(hers, "Andere uitnodiging").click();
  await hers.getByRole("combobox", { name: "Voor hoeveel mensen", exact: true }).selectOption("25");
  await button(hers, "Maak deze uitnodiging").click();
  const poster = hers.getByRole("textbox", { name: "Uitnodigingslink", exact: true });
  await poster.waitFor();
  const url = await poster.inputValue();
  await hers.getByText("Iedereen die de link of de poster ziet, kan meedoen zolang er plaats is.").waitFor();
  for (const guest of [jan, kees]) {
    const page = await guest.open(url);
    await join(page, guest.name);
    await page.getByRole("status").filter({ hasText: "Je doet mee" }).waitFor();
  }
  await said(hers, "voor 23 mensen");
  await button(hers, "Trek deze uitnodiging in").click();
  await said(hers, "Fatma trok een uitnodiging in.");
  const late = await piet.open(url);
  await join(late, piet.name);
  await late.getByText("Deze uitnodiging is ingetrokken").first().waitFor();
  await said(hers, "In HoodLab doen 3 mensen mee.");
  // Its end brings a new lock by itself.
  await said(hers, "Fatma gaf de wijk een nieuw slot.");
});

test("[SI93] Jan asks in the voorkamer to be in the wijk; Fatma, who is in both, invites him, and nobody else can use it", async () => {
  const hood = await Neighbourhood.found();
  const [fatma, jan] = [await hood.person("Fatma"), await hood.person("Jan")];
  const hers = await fatma.open();
  await begin(hers, "Middelland", fatma.name);
  await ask(hers, "Alleen voor de wijk");
  await goTo(hers, "Andere wijk");
  await button(hers, "Begin een nieuwe wijk").click();
  await hers.getByRole("radio", { name: /voorkamer/ }).check();
  await hers.getByRole("textbox", { name: "Naam van de wijk", exact: true }).fill("HoodLab");
  await hers.getByRole("textbox", { name: "Je naam in de wijk", exact: true }).fill(fatma.name);
  await button(hers, "Bewaar op dit apparaat en doe mee").click();
  await hers.getByRole("heading", { name: "VraagBaak", exact: true }).waitFor();
  await hers.getByText("HoodLab").first().waitFor();
  const his = await bring(hers, jan);
  await goTo(his, "Leden");
  await button(his, "Ik wil bij de wijk").click();
  await said(his, "Een moderator kan je nu uitnodigen.");
  await goTo(hers, "Leden");
  await button(hers, "Nodig Jan uit in Middelland").click();
  await his.getByRole("link", { name: "Open je uitnodiging" }).click();
  await join(his, jan.name);
  await his.getByRole("link", { name: "Alleen voor de wijk" }).waitFor();
  await goTo(his, "Andere wijk");
  await button(his, "Ga naar HoodLab").waitFor();
});
