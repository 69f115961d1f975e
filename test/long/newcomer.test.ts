import { rmSync } from "node:fs";
import { expect, test } from "vitest";
import { largeWijk } from "../support/large-wijk.ts";
import { Neighbourhood } from "../support/neighbourhood.ts";
import { goTo, join } from "../support/wijk.ts";

const MiB = 1_048_576;

test("a newcomer whose only source is one neighbour's browser receives a wijk of 5 MB", async () => {
  const hood = await Neighbourhood.found();
  await hood.relay.stop();
  const wijk = await largeWijk(hood.relay.dataDir, { residents: 70, questions: 10, length: 8000, invitations: 2 });
  expect(wijk.bytes).toBeGreaterThan(5 * MiB);
  await hood.relay.start();
  const [first = "", second = ""] = wijk.links;

  const fatma = await hood.person("Fatma");
  const hers = await fatma.open(`/wijk/#/meedoen/${first}`);
  await join(hers, fatma.name);
  await goTo(hers, "VraagBaak");
  const listed = (page: typeof hers) => page.getByText(`van de ${wijk.titles.length}.`);
  await listed(hers).waitFor({ timeout: 120_000 });

  await hood.relay.stop();
  rmSync(hood.relay.dataDir, { recursive: true });
  fatma.cable.refuse("/sync");
  await hood.relay.start();
  const jan = await hood.person("Jan");
  jan.cable.refuse("/sync");
  const his = await jan.open(`/wijk/#/meedoen/${second}`);
  const begun = performance.now();
  await join(his, jan.name);
  await goTo(his, "VraagBaak");
  await listed(his).waitFor({ timeout: 300_000 });
  console.log(`5 MB from one neighbour: ${Math.round(performance.now() - begun)} ms`);
  expect(jan.cable.refused).toBeGreaterThan(0);

  await his.getByRole("main").getByRole("listitem").getByRole("link").last().click();
  await his.getByRole("heading", { level: 1, name: /^Vraag \d+ van Buur \d+$/ }).waitFor();
  expect((await his.getByRole("article").first().innerText()).length).toBeGreaterThan(8000);
  expect(await his.evaluate(() => navigator.storage.estimate().then(({ usage }) => usage))).toBeGreaterThan(wijk.bytes);
});
