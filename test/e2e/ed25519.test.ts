import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { bundle } from "../support/bundle.ts";
import { launch } from "../support/chromium.ts";
import type { run } from "../support/ed25519-page.ts";

declare const bundled: { run: typeof run };

test("[EN15] Chromium's WebCrypto and noble in Chromium answer every edge case as Node does", async () => {
  const script = await bundle("./ed25519-page.ts");
  const server = createServer((_request, response) => response.end("<!doctype html><title>vectors</title>"));
  await once(server.listen(0, "127.0.0.1"), "listening");
  const browser = await launch();
  onTestFinished(async () => {
    await browser.close();
    server.close();
  });
  // On loopback, which is a secure context: elsewhere there is no WebCrypto.
  const page = await browser.open(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await page.addScriptTag({ content: `${script};globalThis.bundled = bundle` });
  const { cases, ...disagreements } = await page.evaluate(() => bundled.run());
  expect(cases?.length).toBeGreaterThan(300);
  expect(disagreements).toEqual({ webCrypto: [], noble: [], chosen: [], withoutWebCrypto: [] });
});
