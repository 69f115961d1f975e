import { expect, onTestFinished, test } from "vitest";
import { launch } from "../support/chromium.ts";
import { KINDS, searches } from "../support/pages.ts";
import { leavesNoTrace, readsTheSame } from "../support/reading-trace.ts";
import { Relay } from "../support/relay.ts";

const paths = KINDS.filter((path) => !searches(path));

async function served(): Promise<Relay> {
  const relay = await Relay.start();
  onTestFinished(() => relay.remove());
  return relay;
}

test("[SI10] a page for reading asks only its own host, runs no script and stores nothing", async () => {
  const relay = await served();
  const browser = await launch();
  onTestFinished(() => browser.close());
  await leavesNoTrace(browser, relay.url, paths);
});

test("a page for reading reads the same without JavaScript", async () => {
  const relay = await served();
  const [scripted, plain] = [await launch(), await launch({ javaScriptEnabled: false })];
  onTestFinished(async () => {
    await Promise.all([scripted.close(), plain.close()]);
  });
  await readsTheSame(scripted, plain, relay.url, paths);
});

test("the live page without JavaScript says in words what it needs", async () => {
  const relay = await served();
  const without = await launch({ javaScriptEnabled: false });
  onTestFinished(() => without.close());
  const page = await without.open(`${relay.url}/wijk/`);
  expect(await page.locator("body").innerText()).toMatch(/JavaScript/i);
});
