import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { Neighbourhood } from "../support/neighbourhood.ts";

test("the live page's first script is at most 120 KiB compressed, its worker included, without Automerge", async () => {
  const hood = await Neighbourhood.found();
  const fatma = await hood.person("Fatma");
  const scripts = new Map<string, Promise<Buffer>>();
  fatma.browser.context.on("response", (response) => {
    if (/\.m?js$/.test(new URL(response.url()).pathname)) scripts.set(response.url(), response.body());
  });
  const page = await fatma.open();
  await page.getByRole("button", { name: "Begin een nieuwe wijk", exact: true }).waitFor();
  await page.waitForLoadState("networkidle");
  let total = 0;
  for (const [url, body] of scripts) {
    const bytes = await body;
    total += gzipSync(bytes, { level: 9 }).length;
    expect(bytes.toString("utf8").toLowerCase(), url).not.toContain("automerge");
  }
  expect(scripts.size).toBeGreaterThanOrEqual(2);
  expect(total).toBeLessThanOrEqual(120 * 1024);
});
