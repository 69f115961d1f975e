import { expect, onTestFinished, test } from "vitest";
import { launch } from "../support/chromium.ts";
import { Neighbourhood } from "../support/neighbourhood.ts";
import { accessible, byKeyboard, forced, onPaper, zoomed } from "../support/reading-access.ts";
import { Relay } from "../support/relay.ts";
import { answer, ask, begin, goTo, inviteLink, openQuestion } from "../support/wijk.ts";

test("[SI69] a page for reading is free of barriers, by keyboard, zoomed, in forced colours and on paper", async () => {
  const relay = await Relay.start();
  onTestFinished(() => relay.remove());
  const browser = await launch();
  onTestFinished(() => browser.close());
  const page = await browser.open();
  for (const path of ["/", "/vragen/somber-of-geen-zin-meer/", "/wijken/achtse-barrier/", "/zoeken/"]) {
    await page.goto(relay.url + path);
    await byKeyboard(page, path);
    await accessible(page, path);
    await zoomed(page, path);
    await forced(page, path);
    await onPaper(page, path);
  }
});

test("every view of the live page is free of barriers", async () => {
  const hood = await Neighbourhood.found();
  const fatma = await hood.person("Fatma");
  const page = await fatma.open();
  await page.getByRole("button", { name: "Begin een nieuwe wijk", exact: true }).waitFor();
  await accessible(page, "start");
  await page.getByRole("button", { name: "Begin een nieuwe wijk", exact: true }).click();
  await accessible(page, "begin");
  await page.reload();
  await page.goto(`${hood.relay.url}/wijk/`);
  await begin(page, "Middelland", fatma.name);
  await goTo(page, "VraagBaak");
  await accessible(page, "no questions yet");
  await page.getByRole("button", { name: "Stel een vraag", exact: true }).click();
  await accessible(page, "asking");
  await ask(page, "Wie heeft een ladder?", "Voor een middag.");
  await answer(page, "Ik, op nummer twaalf.");
  await accessible(page, "question");
  await page.getByRole("button", { name: "Wijzig", exact: true }).first().click();
  await accessible(page, "editing");
  await goTo(page, "VraagBaak");
  await accessible(page, "questions");
  const link = await inviteLink(page);
  await accessible(page, "members with an invitation");
  await goTo(page, "Mijn gegevens");
  await accessible(page, "my data");
  await page.getByRole("button", { name: "Wis dit apparaat", exact: true }).click();
  await accessible(page, "asked whether to wipe");

  const jan = await hood.person("Jan");
  const his = await jan.open(link);
  await his.getByRole("heading", { name: /^Doe mee in / }).waitFor();
  await accessible(his, "invitation");
  await his.goto(`${hood.relay.url}/wijk/#/meedoen/kapot`);
  await his.reload();
  await accessible(his, "broken invitation");
});

test("in one view no name of a control contains another of the same role", async () => {
  const hood = await Neighbourhood.found();
  const fatma = await hood.person("Fatma");
  const page = await fatma.open();
  await begin(page, "Middelland", fatma.name);
  await ask(page, "Wie heeft een ladder?");
  for (const view of ["VraagBaak", "Leden", "Mijn gegevens"]) {
    await goTo(page, view);
    for (const role of ["button", "textbox", "link"] as const) {
      const names = await page
        .getByRole(role)
        .evaluateAll((found) => found.map((one) => (one.getAttribute("aria-label") ?? one.textContent ?? "").trim()));
      const distinct = [...new Set(names)].filter((name) => name !== "");
      const inside = distinct.filter((name) => distinct.some((other) => other !== name && other.includes(name)));
      expect(inside, `${view}, ${role}`).toEqual([]);
    }
  }
});

test("the first story goes by keyboard alone", async () => {
  const hood = await Neighbourhood.found();
  const fatma = await hood.person("Fatma");
  const page = await fatma.open();
  const press = async (role: "button" | "textbox" | "link", name: string, key: string) => {
    const target = page.getByRole(role, { name, exact: true });
    await target.waitFor();
    for (let n = 0; n < 60 && !(await target.evaluate((one) => one === document.activeElement)); n += 1)
      await page.keyboard.press("Tab");
    expect(await target.evaluate((one) => one === document.activeElement), `${name} is reached by Tab`).toBe(true);
    if (role === "textbox") await page.keyboard.insertText(key);
    else await page.keyboard.press(key);
  };
  await press("button", "Begin een nieuwe wijk", "Enter");
  await press("textbox", "Naam van de wijk", "Westerpark");
  await press("textbox", "Je naam in de wijk", "Fatma");
  await press("button", "Bewaar op dit apparaat en doe mee", "Enter");
  await press("link", "VraagBaak", "Enter");
  await press("button", "Stel een vraag", "Enter");
  await press("textbox", "Je vraag", "Lukt dit zonder muis?");
  await press("button", "Plaats vraag", "Space");
  await page.getByRole("heading", { name: "Lukt dit zonder muis?", exact: true }).waitFor();
  await openQuestion(page, "Lukt dit zonder muis?");
});
