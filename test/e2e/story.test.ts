import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { Neighbourhood } from "../support/neighbourhood.ts";
import { until } from "../support/until.ts";
import {
  answer,
  ask,
  contribution,
  edit,
  inside,
  openQuestion,
  says,
  sees,
  stored,
  vote,
  words,
} from "../support/wijk.ts";

const QUESTION = "Wie weet een goede fietsenmaker?";

/** Waits until both screens hold the same contributions, whoever they are by. */
async function showTheSame(hers: Page, his: Page): Promise<void> {
  const plain = async (page: Page) =>
    (await words(page)).map((text) => text.replaceAll(/Fatma|Jan|\(?jij\)?|Jij/g, ""));
  const same = async () => JSON.stringify(await plain(hers)) === JSON.stringify(await plain(his));
  await until("both screens show the same", same, 60_000);
}

test("two neighbours found, invite, ask, answer, edit and vote, and see each other do it", async () => {
  const hood = await Neighbourhood.found();
  const { hers, his } = await hood.twoNeighbours();

  await ask(hers, QUESTION, "Mijn ketting loopt er steeds af.");
  await openQuestion(his, QUESTION);
  await sees(his, "Mijn ketting loopt er steeds af.");
  await answer(his, "Bij de Kerkstraat zit een goede.");
  await sees(hers, "Bij de Kerkstraat zit een goede.");
  await edit(his, "Bij de Kerkstraat zit een goede.", "Op de hoek van de Kerkstraat zit een goede.");
  await sees(hers, "Op de hoek van de Kerkstraat");
  expect(await contribution(hers, "Bij de Kerkstraat").count()).toBe(0);
  await vote(hers, "Op de hoek van de Kerkstraat");
  await says(his, "Op de hoek van de Kerkstraat", /1 /);

  await stored(hers, QUESTION);
  await Promise.all([hers.reload(), his.reload()]);
  await Promise.all([inside(hers), inside(his)]);
  for (const page of [hers, his]) {
    await openQuestion(page, QUESTION);
    await sees(page, "Op de hoek van de Kerkstraat zit een goede.");
  }
  await showTheSame(hers, his);
});

test("with the relay dead, neighbours who found each other go on talking", async () => {
  const hood = await Neighbourhood.found();
  const { hers, his } = await hood.twoNeighbours();
  await ask(hers, QUESTION);
  await openQuestion(his, QUESTION);
  await says(hers, QUESTION, /bij 1 buur/i);
  await hood.relay.kill();

  await answer(his, "Ik hoor je nog.");
  await sees(hers, "Ik hoor je nog.");
  await answer(hers, "En ik jou, zonder relay.");
  await sees(his, "En ik jou, zonder relay.");
  await says(his, "Ik hoor je nog.", /bij 1 buur/i);
});

test("both go offline, both write, both come back, both show the same", async () => {
  const hood = await Neighbourhood.found();
  const { fatma, jan, hers, his } = await hood.twoNeighbours();
  await ask(hers, QUESTION);
  await openQuestion(his, QUESTION);
  await Promise.all([fatma.goOffline(), jan.goOffline()]);

  await answer(hers, "Geschreven in de kelder.");
  await answer(his, "Geschreven in de trein.");
  await Promise.all([stored(hers, "in de kelder"), stored(his, "in de trein")]);
  expect(await contribution(hers, "in de trein").count()).toBe(0);
  expect(await contribution(his, "in de kelder").count()).toBe(0);

  await Promise.all([fatma.comeBack(), jan.comeBack()]);
  await sees(hers, "in de trein", 60_000);
  await sees(his, "in de kelder", 60_000);
  await showTheSame(hers, his);
});

test("both write while away with their pages closed in between, and catch up", async () => {
  const hood = await Neighbourhood.found();
  const { fatma, jan, hers, his } = await hood.twoNeighbours();
  await ask(hers, QUESTION);
  await openQuestion(his, QUESTION);
  await hers.evaluate(() => navigator.serviceWorker.ready);
  await his.evaluate(() => navigator.serviceWorker.ready);
  await Promise.all([fatma.goOffline(), jan.goOffline()]);

  await Promise.all([hers.reload(), his.reload()]);
  await openQuestion(hers, QUESTION);
  await openQuestion(his, QUESTION);
  await answer(hers, "Na het herladen, zonder net.");
  await answer(his, "Ik ook, zonder net.");
  await Promise.all([stored(hers, "Na het herladen"), stored(his, "Ik ook, zonder net")]);

  await Promise.all([fatma.comeBack(), jan.comeBack()]);
  await sees(hers, "Ik ook, zonder net.", 60_000);
  await sees(his, "Na het herladen", 60_000);
  await showTheSame(hers, his);
});
