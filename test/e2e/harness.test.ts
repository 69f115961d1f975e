import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { launch } from "../support/chromium.ts";

/** One page and one worker, from a server of the test's own. */
function served(worker: string): string {
  const server = createServer((request, response) => {
    const script = request.url === "/worker.js";
    response.setHeader("content-type", script ? "text/javascript" : "text/html");
    response.end(script ? worker : "<!doctype html><title>a page</title>");
  }).listen(0);
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://localhost:${(server.address() as AddressInfo).port}/`;
}

const startWorker = () =>
  new Promise((resolve) => {
    const worker = new Worker("/worker.js");
    worker.onmessage = resolve;
    worker.onerror = resolve;
  });

test("an error that nobody catches fails the test, in a page and in a worker", async () => {
  const url = served("throw new Error('in the worker')");
  for (const where of ["page", "worker"]) {
    const browser = await launch();
    const page = await browser.open(url);
    if (where === "worker") await page.evaluate(startWorker);
    else await page.evaluate(() => void setTimeout(() => Promise.reject(new Error("in the page")), 0));
    await expect.poll(() => browser.pageErrors.length).toBe(1);
    await expect(browser.close()).rejects.toThrow(`in the ${where}`);
  }
});

test("a killed browser starts again on its profile", async () => {
  const url = served("postMessage(1)");
  let browser = await launch();
  const page = await browser.open(url);
  await page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    await root.getFileHandle("kept", { create: true });
  });
  await browser.kill();
  browser = await browser.relaunch();
  const again = await browser.open(url);
  const names = await again.evaluate(async () => {
    const found: string[] = [];
    for await (const name of (await navigator.storage.getDirectory()).keys()) found.push(name);
    return found;
  });
  expect(names).toEqual(["kept"]);
  await browser.close();
});
