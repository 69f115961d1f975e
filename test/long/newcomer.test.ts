import { rmSync } from "node:fs";
import { expect, test } from "vitest";
import { largeWijk } from "../support/large-wijk.ts";
import { Neighbourhood } from "../support/neighbourhood.ts";
import { until } from "../support/until.ts";
import { goTo, join, openQuestion } from "../support/wijk.ts";

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
  const listed = (page: typeof hers) => page.getByText(`van ${wijk.titles.length}`);
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

  await until("the last question came too", async () => {
    await openQuestion(his, "Vraag 0 van Fatma").catch(() => undefined);
    return (await his.getByRole("heading", { name: "Vraag 0 van Fatma", exact: true }).count()) === 1;
  });
});
