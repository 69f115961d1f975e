import { expect, test } from "vitest";
import { lanesIn } from "../support/lanes.ts";
import { Neighbourhood } from "../support/neighbourhood.ts";
import { record } from "../support/recording.ts";
import { answer, ask, contribution, inside, openQuestion, sees, stored } from "../support/wijk.ts";

const QUESTION = "Wie helpt met sjouwen?";

test("two tabs of one person write, the first is closed in the middle: nothing is lost, no lane forks", async () => {
  const hood = await Neighbourhood.found();
  const { fatma, jan, hers, his } = await hood.twoNeighbours();
  const recordings = [await record(fatma.browser.context), await record(jan.browser.context)];
  await Promise.all([hers.reload(), his.reload()]);
  await inside(hers);
  await ask(hers, QUESTION);
  const second = await fatma.open();
  await inside(second);
  await openQuestion(second, QUESTION);
  await openQuestion(his, QUESTION);

  const [first, other] = [
    ["een", "drie", "vijf", "zeven"],
    ["twee", "vier", "zes", "acht"],
  ];
  const writing = [
    (async () => {
      for (const n of first) await answer(hers, `Eerste tab, antwoord ${n}.`);
    })(),
    (async () => {
      for (const n of other) await answer(second, `Tweede tab, antwoord ${n}.`);
    })(),
  ];
  await Promise.all(writing);
  await stored(hers, "Eerste tab, antwoord zeven.");
  const late = answer(second, "Tweede tab, terwijl de eerste dichtgaat.");
  await hers.close();
  await late;
  await answer(second, "Tweede tab, nu alleen.");
  await stored(second, "nu alleen");

  const all = [
    ...first.map((n) => `Eerste tab, antwoord ${n}.`),
    ...other.map((n) => `Tweede tab, antwoord ${n}.`),
    "Tweede tab, terwijl de eerste dichtgaat.",
    "Tweede tab, nu alleen.",
  ];
  for (const text of all) await sees(his, text, 60_000);
  await second.reload();
  await openQuestion(second, QUESTION);
  for (const text of all) {
    await sees(second, text);
    expect(await contribution(second, text).count(), text).toBe(1);
    expect(await contribution(his, text).count(), text).toBe(1);
  }
  expect(lanesIn(recordings).size).toBeGreaterThan(0);
});

test("a browser that dies while writing keeps what it said was stored, and nothing half", async () => {
  const hood = await Neighbourhood.found();
  const { fatma, jan, hers, his } = await hood.twoNeighbours();
  const recordings = [await record(jan.browser.context)];
  await his.reload();
  await ask(hers, QUESTION);
  await openQuestion(his, QUESTION);
  await answer(hers, "Dit stond er al.");
  await stored(hers, "Dit stond er al.");
  const typing = answer(hers, "Midden in deze zin valt de stroom uit.").catch(() => undefined);
  await fatma.crash();
  await typing;

  const again = await fatma.open();
  await inside(again);
  await openQuestion(again, QUESTION);
  await sees(again, "Dit stond er al.");
  await answer(again, "Ik ben er weer.");
  await sees(his, "Ik ben er weer.", 60_000);
  await sees(his, "Dit stond er al.");
  for (const page of [again, his]) {
    const halves = await contribution(page, "Midden in deze").allTextContents();
    for (const half of halves) expect(half).toContain("Midden in deze zin valt de stroom uit.");
    expect(halves.length).toBeLessThanOrEqual(1);
  }
  expect(lanesIn(recordings).size).toBeGreaterThan(0);
});

test("a tab that is killed while it writes leaves the other one writing, and nothing half", async () => {
  const hood = await Neighbourhood.found();
  const { fatma, jan, hers, his } = await hood.twoNeighbours();
  const recordings = [await record(fatma.browser.context), await record(jan.browser.context)];
  await Promise.all([hers.reload(), his.reload()]);
  await ask(hers, QUESTION);
  const second = await fatma.open();
  await openQuestion(second, QUESTION);
  await openQuestion(his, QUESTION);
  await answer(hers, "Voor de klap.");
  await stored(hers, "Voor de klap.");
  const dying = answer(hers, "Tijdens de klap, en helemaal.").catch(() => undefined);
  const line = await fatma.browser.context.newCDPSession(hers);
  await Promise.race([line.send("Page.crash").catch(() => undefined), hers.waitForEvent("crash")]);
  await dying;

  await answer(second, "Na de klap.");
  await stored(second, "Na de klap.");
  await sees(his, "Na de klap.", 60_000);
  for (const page of [second, his]) {
    await sees(page, "Voor de klap.");
    const torn = await contribution(page, "Tijdens de klap").allTextContents();
    for (const text of torn) expect(text).toContain("Tijdens de klap, en helemaal.");
    expect(torn.length).toBeLessThanOrEqual(1);
  }
  expect(lanesIn(recordings).size).toBeGreaterThan(0);
});
