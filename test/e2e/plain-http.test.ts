import { expect, test } from "vitest";
import { Neighbourhood } from "../support/neighbourhood.ts";
import { answer, ask, begin, contribution, inside, openQuestion, sees, stored } from "../support/wijk.ts";

const QUESTION = "Wie weet waar de sleutel ligt?";

test("[SI40] on plain http, without locks or WebCrypto, two tabs have one writer, and the second takes over", async () => {
  const hood = await Neighbourhood.found();
  const fatma = await hood.person("Fatma", { args: [`--host-resolver-rules=MAP wijk.test 127.0.0.1`] });
  const address = `http://wijk.test:${hood.relay.port}/wijk/`;
  const first = await fatma.browser.open(address);
  expect(await first.evaluate(() => [isSecureContext, navigator.locks, crypto.subtle])).toEqual([
    false,
    undefined,
    undefined,
  ]);
  await begin(first, "Donderberg", fatma.name);
  await ask(first, QUESTION);
  await stored(first, QUESTION);

  const second = await fatma.browser.open(address);
  await inside(second);
  await openQuestion(second, QUESTION);
  await answer(second, "Van de tweede tab.");
  await sees(first, "Van de tweede tab.");
  const late = answer(second, "Terwijl de eerste dichtgaat.");
  await first.close();
  await late;
  await stored(second, "Terwijl de eerste dichtgaat.");
  await second.reload();
  await openQuestion(second, QUESTION);
  for (const text of ["Van de tweede tab.", "Terwijl de eerste dichtgaat."]) {
    await sees(second, text);
    expect(await contribution(second, text).count()).toBe(1);
  }
});
