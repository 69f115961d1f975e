import { expect, onTestFinished, test } from "vitest";
import { Neighbourhood } from "../support/neighbourhood.ts";
import { PHONE, SLOW, slowDown, withoutEd25519 } from "../support/old-phone.ts";
import {
  answer,
  ask,
  begin,
  contribution,
  edit,
  inside,
  inviteLink,
  join,
  openQuestion,
  sees,
  stored,
  vote,
} from "../support/wijk.ts";

const PATIENCE = 120_000;

test("the first story works on old phones: small, slow, on a slow network, without Ed25519 in WebCrypto", async () => {
  const { dist, remove } = withoutEd25519();
  onTestFinished(remove);
  const hood = await Neighbourhood.found({ dist });
  const [fatma, jan] = [await hood.person("Fatma", { viewport: PHONE }), await hood.person("Jan", { viewport: PHONE })];
  for (const { cable, browser } of [fatma, jan]) {
    cable.slow(SLOW);
    browser.context.setDefaultTimeout(PATIENCE);
  }
  const hers = await fatma.open("/");
  await slowDown(fatma.browser, hers);
  await hers.goto(`${hood.relay.url}/wijk/`);
  const refusal = await hers.evaluate(() =>
    crypto.subtle.generateKey("Ed25519", false, ["sign"]).catch(({ name }) => name),
  );
  expect(refusal).toBe("NotSupportedError");

  await begin(hers, "Donderberg", fatma.name);
  const link = await inviteLink(hers);
  const his = await jan.open("/");
  await slowDown(jan.browser, his);
  await his.goto(link);
  await join(his, jan.name);
  await ask(hers, "Wie heeft een ladder?", "Voor een middag.");
  await openQuestion(his, "Wie heeft een ladder?");
  await answer(his, "Ik, op nummer twaalf.");
  await sees(hers, "Ik, op nummer twaalf.", PATIENCE);
  await edit(his, "Ik, op nummer twaalf.", "Ik, op nummer veertien.");
  await sees(hers, "nummer veertien", PATIENCE);
  await vote(hers, "nummer veertien");
  await stored(his, "nummer veertien");
  await hers.reload();
  await inside(hers);
  await openQuestion(hers, "Wie heeft een ladder?");
  await sees(hers, "nummer veertien", PATIENCE);
  expect(await contribution(hers, "nummer twaalf").count()).toBe(0);
});
