import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { bundle } from "../support/bundle.ts";
import { launch } from "../support/chromium.ts";
import type { KeyringPage } from "../support/keyring-page.ts";
import { servePage } from "../support/serve-page.ts";

declare const keyring: KeyringPage;

test("[SI95] keys change one after the other, and never over what another tab stored", async () => {
  const url = await servePage(await bundle("./keyring-page.ts"));
  const browser = await launch();
  const [one, other]: [Page, Page] = [await browser.open(url), await browser.open(url)];

  expect(await one.evaluate(() => keyring.begin(7))).toBe("ok");
  expect(await other.evaluate(() => keyring.begin(8))).toBe("conflict");
  expect(await one.evaluate(() => keyring.stored())).toEqual({ person: 7, spaces: [], current: 0 });

  const all = () => Promise.all([keyring.enter(1), keyring.enter(2), keyring.learn(1, 11), keyring.learn(2, 22)]);
  expect(await one.evaluate(all)).toEqual(["ok", "ok", "ok", "ok"]);
  const spaces = [
    { name: "wijk 1", secrets: [1, 11] },
    { name: "wijk 2", secrets: [2, 22] },
  ];
  expect(await one.evaluate(() => keyring.stored())).toEqual({ person: 7, spaces, current: 1 });

  expect(await other.evaluate(() => keyring.load())).toBe(true);
  expect(await one.evaluate(() => keyring.learn(1, 12))).toBe("ok");
  expect(await other.evaluate(() => keyring.learn(2, 99))).toBe("conflict");
  // After a change that was refused the next one still has its turn.
  expect(await other.evaluate(() => keyring.load())).toBe(true);
  expect(await other.evaluate(() => keyring.learn(2, 23))).toBe("ok");
  const last = [
    { name: "wijk 1", secrets: [1, 12] },
    { name: "wijk 2", secrets: [2, 23] },
  ];
  expect(await one.evaluate(() => keyring.stored())).toEqual({ person: 7, spaces: last, current: 1 });
  await browser.close();
});
