import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, extname, join } from "node:path";
import type { Page } from "playwright-core";
import { expect, onTestFinished, test } from "vitest";
import { liveFiles } from "../../site/build/integration.ts";
import { integrities, serviceWorker } from "../../site/build/serviceworker/bundle.ts";
import { bundle } from "../support/bundle.ts";
import { launch } from "../support/chromium.ts";
import { folderOf } from "../support/folder.ts";
import { until } from "../support/until.ts";

const TYPES: Record<string, string> = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css" };

/** A live page of one sentence with a stylesheet, a script and a worker, and a leeszone of one page. */
const site = (words: string) => ({
  "/index.html": "<!doctype html><title>lees</title><p>leeszone",
  "/wijk/index.html": `<!doctype html><title>wijk</title><link rel="stylesheet" href="/wijk/a/live.css">
    <p>${words}</p><output></output><script type="module" src="/wijk/a/main.js"></script>`,
  "/wijk/a/live.css": "p{color:green}",
  "/wijk/a/main.js": `new Worker(new URL("/wijk/a/worker.js",import.meta.url),{type:"module"})
    .onmessage=({data})=>{document.querySelector("output").value=data};import("./late.js")`,
  "/wijk/a/late.js": "export const late=1",
  "/wijk/a/worker.js": 'postMessage("de werker werkt")',
});

class Host {
  readonly dist = folderOf({});
  #server: Server | undefined;
  port = 0;

  /** Publishes a version, with the service worker the build would write for it. */
  async publish(files: Record<string, string>): Promise<void> {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.dist, path)), { recursive: true });
      writeFileSync(join(this.dist, path), text);
    }
    writeFileSync(join(this.dist, "wijk/sw.js"), await serviceWorker(integrities(liveFiles(this.dist))));
  }

  async open(): Promise<void> {
    const server = createServer((request, response) => {
      const { pathname } = new URL(request.url ?? "/", "http://localhost");
      const file = join(this.dist, pathname.endsWith("/") ? `${pathname}index.html` : pathname);
      const found = existsSync(file) && statSync(file).isFile();
      response.writeHead(found ? 200 : 404, { "content-type": TYPES[extname(file)] ?? "text/plain" });
      response.end(found ? readFileSync(file) : "");
    });
    this.#server = server.listen(this.port);
    await once(server, "listening");
    this.port = (server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    this.#server?.closeAllConnections();
    this.#server?.close();
    if (this.#server?.listening) await once(this.#server, "close");
  }
}

async function begin(
  files = site("eerste woorden"),
): Promise<{ host: Host; page: Page; url: string; open(path: string): Promise<Page> }> {
  const host = new Host();
  await host.publish(files);
  await host.open();
  onTestFinished(() => host.close());
  const browser = await launch();
  onTestFinished(() => browser.close());
  const url = `http://localhost:${host.port}`;
  const open = (path: string) => browser.open(url + path);
  return { host, url, open, page: await open("/wijk/") };
}

const register = (page: Page) =>
  page.evaluate(async () => {
    await navigator.serviceWorker.register("/wijk/sw.js", { scope: "/wijk/" });
    await navigator.serviceWorker.ready;
  });

const cachedPaths = (page: Page) =>
  page.evaluate(async () => {
    const found: string[] = [];
    for (const name of await caches.keys()) {
      const keys = await (await caches.open(name)).keys();
      found.push(...keys.map(({ url }) => new URL(url).pathname));
    }
    return found.sort();
  });

test("[SI12, SI16] the page opens whole with the server gone, at any address below it; the leeszone does not", async () => {
  const { host, page, open, url } = await begin();
  await register(page);
  expect(await cachedPaths(page)).toEqual([
    "/wijk/",
    "/wijk/a/late.js",
    "/wijk/a/live.css",
    "/wijk/a/main.js",
    "/wijk/a/worker.js",
  ]);
  await host.close();
  for (const path of ["/wijk/", "/wijk/?van=poster", "/wijk/#/mijn", "/wijk/nergens/"]) {
    const again = await open(path);
    await again.getByText("de werker werkt").waitFor();
    expect(await again.locator("p").innerText()).toBe("eerste woorden");
  }
  const reading = await open("/wijk/");
  await expect(reading.goto(`${url}/`)).rejects.toThrow("ERR_CONNECTION_REFUSED");
});

test("[SI15] a new version waits until it is asked, then deletes the older cache and no other", async () => {
  const { host, page, open } = await begin();
  await register(page);
  await page.evaluate(async () => {
    const other = await caches.open("iets-anders");
    await other.put("/wijk/eigen", new Response("van een ander"));
  });
  const [before] = await page.evaluate(() => caches.keys());
  await host.publish(site("tweede woorden"));
  const waits = () =>
    page.evaluate(async () => Boolean((await navigator.serviceWorker.getRegistration("/wijk/"))?.waiting));
  await page.evaluate(async () => void (await navigator.serviceWorker.getRegistration("/wijk/"))?.update());
  await until("the new version waits", waits);
  const meanwhile = await open("/wijk/");
  expect(await meanwhile.locator("p").innerText()).toBe("eerste woorden");
  expect(await waits()).toBe(true);

  await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration("/wijk/");
    const taken = new Promise((resolve) => {
      navigator.serviceWorker.addEventListener("controllerchange", resolve, { once: true });
    });
    registration?.waiting?.postMessage({ type: "anything" });
    registration?.waiting?.postMessage({ type: "skip-waiting" });
    await taken;
  });
  await page.reload();
  expect(await page.locator("p").innerText()).toBe("tweede woorden");
  const after = await page.evaluate(() => caches.keys());
  expect(after).not.toContain(before);
  expect(after).toContain("iets-anders");
  expect(after).toHaveLength(2);
});

test("[SI37] a page that starts takes the version that waits, once, and not when something was typed", async () => {
  const offline = await bundle("../../site/view/offline.ts");
  const renewing = (words: string) => ({
    ...site(words),
    "/wijk/a/main.js": `${offline};bundle.renew(() => !location.search.includes("typed"))`,
  });
  const { host, page, open } = await begin(renewing("eerste woorden"));
  await register(page);
  const waits = () =>
    page.evaluate(async () => Boolean((await navigator.serviceWorker.getRegistration("/wijk/"))?.waiting));
  await host.publish(renewing("tweede woorden"));
  await page.evaluate(async () => void (await navigator.serviceWorker.getRegistration("/wijk/"))?.update());
  await until("the new version waits", waits);

  const typed = await open("/wijk/?typed");
  await typed.waitForTimeout(1_000);
  expect(await typed.locator("p").innerText()).toBe("eerste woorden");
  expect(await waits()).toBe(true);

  const fresh = await open("/wijk/");
  await fresh.getByText("tweede woorden").waitFor();
  let loads = 0;
  fresh.on("load", () => {
    loads += 1;
  });
  await fresh.waitForTimeout(1_000);
  expect(loads).toBeLessThanOrEqual(1);
  expect(await waits()).toBe(false);
  for (const other of [page, typed]) expect(await other.locator("p").innerText()).toBe("eerste woorden");
});

test("[SI14] a file that is not the built one is not kept, and then nothing is", async () => {
  const { host, page } = await begin();
  writeFileSync(join(host.dist, "wijk/a/late.js"), "export const late='gewijzigd onderweg'");
  const state = await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.register("/wijk/sw.js", { scope: "/wijk/" });
    const worker = registration.installing;
    await new Promise((resolve) => worker?.addEventListener("statechange", resolve, { once: true }));
    return worker?.state;
  });
  expect(state).toBe("redundant");
  expect(await cachedPaths(page)).toEqual([]);
});
