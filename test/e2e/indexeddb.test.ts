import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { storeContract } from "../contract/store.ts";
import { bundle } from "../support/bundle.ts";
import { type Browser, launch } from "../support/chromium.ts";
import type { Bench } from "../support/store-page.ts";

declare const bench: Bench;

const script = await bundle("./store-page.ts");
const server = createServer((request, response) => {
  const isScript = request.url === "/bench.js";
  response.setHeader("content-type", isScript ? "text/javascript" : "text/html");
  response.end(isScript ? script : '<!doctype html><title>bench</title><script src="/bench.js"></script>');
}).listen(0, "127.0.0.1");
await once(server, "listening");
const { port } = server.address() as AddressInfo;

/** Plain http, on a name that is not localhost: no secure context, so no WebCrypto and no Web Locks. */
const PLAIN = `http://wijk.test:${port}/`;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  browser = await launch({ args: ["--host-resolver-rules=MAP *.test 127.0.0.1"] });
  page = await browser.open(PLAIN);
});

afterAll(() => browser.close());

const titles: string[] = [];
storeContract(
  (title) => titles.push(title),
  () => Promise.reject(new Error("only titles are asked for")),
);

test.for(titles)("%s, on IndexedDB in a page over plain http", async (title) => {
  expect(await page.evaluate(() => bench.isSecure())).toBe(false);
  expect(await page.evaluate((one) => bench.run(one), title)).toBe("ok");
});

test.for(titles)("%s, on IndexedDB in a worker", async (title) => {
  const said = await page.evaluate(
    (one) =>
      new Promise((resolve) => {
        const worker = new Worker("/bench.js");
        worker.onmessage = ({ data }) => resolve(data);
        worker.onerror = ({ message }) => resolve(message);
        worker.postMessage(one);
      }),
    title,
  );
  expect(said).toBe("ok");
});

test("[ST16] what was appended is there after the browser was killed in the same moment", async () => {
  expect(await page.evaluate(() => bench.append("kept", "diary", 0, 5))).toBe("ok");
  await browser.kill();
  browser = await browser.relaunch();
  page = await browser.open(PLAIN);
  expect(await page.evaluate(() => bench.seqs("kept", "diary"))).toMatchObject({ head: 4, read: 5 });
});

test("[ST5] of two tabs that append to one lane at once, one wins", async () => {
  const tabs = [await browser.open(PLAIN), await browser.open(PLAIN)];
  const outcomes = await Promise.all(tabs.map((tab) => tab.evaluate(() => bench.append("shared", "diary", 0, 3))));
  expect(outcomes.toSorted()).toEqual(["conflict", "ok"]);
  expect(await tabs[0]?.evaluate(() => bench.seqs("shared", "diary"))).toMatchObject({ head: 2, read: 3 });
});

test("[ST15] a full disk refuses as full, keeps nothing of it, and takes what fits afterwards", async () => {
  const origin = `http://small.test:${port}`;
  const small = await browser.open(origin);
  const devtools = await browser.context.newCDPSession(small);
  // Before anything is stored there: Chromium remembers for a while how much room there was.
  await devtools.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: 500_000 });
  expect(await small.evaluate(() => bench.append("small", "diary", 0, 2))).toBe("ok");
  const before = await small.evaluate(() => bench.seqs("small", "diary"));
  expect(await small.evaluate(() => bench.append("small", "diary", 2, 40, 60_000))).toBe("full");
  expect(await small.evaluate(() => bench.seqs("small", "diary"))).toEqual(before);
  await devtools.send("Storage.overrideQuotaForOrigin", { origin });
  expect(await small.evaluate(() => bench.append("small", "diary", 2, 1))).toBe("ok");
  expect(await small.evaluate(() => bench.seqs("small", "diary"))).toMatchObject({ head: 2, read: 3 });
});

test("[ST17] where the browser lets nobody store, every call is refused as blocked", async () => {
  const said = await page.evaluate(
    (url) =>
      new Promise((resolve) => {
        const frame = document.createElement("iframe");
        frame.sandbox.add("allow-scripts"); // an opaque origin: IndexedDB exists there and refuses
        frame.srcdoc = `<script src="${url}bench.js"></script><script>
          Promise.all([bench.append("no", "diary", 0, 1), bench.heads("no")]).then((said) => parent.postMessage(said, "*"))
        </script>`;
        window.addEventListener("message", ({ data }) => resolve(data));
        document.body.append(frame);
      }),
    PLAIN,
  );
  expect(said).toEqual(["blocked", "blocked"]);
});

test("[ST18] a store that several calls found without its connection at once still gives way to a wipe", async () => {
  const old = await browser.open(PLAIN);
  expect(await old.evaluate(() => bench.append("lost", "diary", 0, 1))).toBe("ok");
  expect(await old.evaluate(() => bench.lose("lost", 3))).toEqual(["ok", "ok", "ok"]);
  expect(await old.evaluate(() => bench.seqs("lost", "diary"))).toMatchObject({ head: 0, read: 1 });
  const fresh = await browser.open(PLAIN);
  expect(await fresh.evaluate(() => bench.wipe("lost"))).toBe("ok");
  expect(await old.evaluate(() => bench.heads("lost"))).toBe("blocked");
});

test("[ST18] a store gives way to a newer schema and to a wipe, and is blocked from then on", async () => {
  const old = await browser.open(PLAIN);
  const fresh = await browser.open(PLAIN);
  for (const name of ["newer", "wiped"]) {
    expect(await old.evaluate((one) => bench.append(one, "diary", 0, 1), name)).toBe("ok");
  }
  expect(await fresh.evaluate(() => bench.upgrade("newer", 99))).toBe("ok");
  expect(await fresh.evaluate(() => bench.wipe("wiped"))).toBe("ok");
  for (const name of ["newer", "wiped"]) {
    expect(await old.evaluate((one) => bench.append(one, "diary", 1, 1), name)).toBe("blocked");
  }
  expect(await fresh.evaluate(() => bench.append("newer", "diary", 1, 1))).toBe("blocked");
});
