import fc from "fast-check";
import { expect, test } from "vitest";
import { lanesIn } from "../support/lanes.ts";
import { Neighbourhood } from "../support/neighbourhood.ts";
import { record } from "../support/recording.ts";
import { answer, ask, contribution, inside, openQuestion, sees, stored } from "../support/wijk.ts";

const QUESTION = "Wat gaat er niet verloren?";

test("browser and relay die at any moment, again and again: what was said to be stored is there, once", async () => {
  const hood = await Neighbourhood.found();
  const { fatma, jan, hers, his } = await hood.twoNeighbours();
  const recordings = [await record(jan.browser.context)];
  await his.reload();
  await ask(hers, QUESTION);
  await stored(hers, QUESTION);
  await openQuestion(his, QUESTION);
  let page = hers;
  const kept: string[] = [];
  let round = 0;

  const oneRound = async (patience: number, relayToo: boolean) => {
    round += 1;
    const writing = (async () => {
      for (let n = 1; ; n += 1) {
        const text = `Ronde ${round}, regel ${n}.`;
        await answer(page, text);
        await stored(page, text);
        kept.push(text);
      }
    })().catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, patience));
    if (relayToo) await hood.relay.kill();
    await fatma.crash();
    await writing;
    if (relayToo) await hood.relay.start();
    page = await fatma.open();
    await inside(page);
    await openQuestion(page, QUESTION);
    for (const text of kept) {
      await sees(page, text);
      expect(await contribution(page, text).count(), text).toBe(1);
    }
  };
  const moments = fc.asyncProperty(fc.integer({ min: 200, max: 4000 }), fc.boolean(), oneRound);
  await fc.assert(moments, { numRuns: 10, endOnFailure: true });
  expect(kept.length).toBeGreaterThan(5);
  for (const text of kept) await sees(his, text, 120_000);
  expect(lanesIn(recordings).size).toBeGreaterThan(0);
});
