import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { bundle } from "../../test/support/bundle.ts";
import { type Browser, launch } from "../../test/support/chromium.ts";
import { Relay } from "../../test/support/relay.ts";
import { until } from "../../test/support/until.ts";
import type {} from "./plain-page.ts";
import { seen, watch } from "./stopwatch.ts";

/** Two browsers that run plain y-webrtc, with our relay for signalling only. */
export class PlainPair {
  readonly #relay: Relay;
  readonly #folder: string;
  readonly #browsers: readonly Browser[];
  readonly #pages: readonly [Page, Page];

  private constructor(relay: Relay, folder: string, browsers: readonly Browser[], pages: readonly [Page, Page]) {
    this.#relay = relay;
    this.#folder = folder;
    this.#browsers = browsers;
    this.#pages = pages;
  }

  static async open(): Promise<PlainPair> {
    const folder = mkdtempSync(join(tmpdir(), "wijkkit-bench-"));
    mkdirSync(join(folder, "wijk"));
    writeFileSync(join(folder, "index.html"), "<!doctype html>");
    writeFileSync(join(folder, "wijk/plain.js"), await bundle(new URL("./plain-page.ts", import.meta.url).href));
    writeFileSync(join(folder, "wijk/index.html"), '<!doctype html><body><script src="plain.js"></script>');
    const relay = await Relay.start({ dist: folder });
    const browsers = [await launch(), await launch()] as const;
    const pages = [await browsers[0].open(`${relay.url}/wijk/`), await browsers[1].open(`${relay.url}/wijk/`)] as const;
    for (const page of pages) {
      const signalling = `ws://localhost:${relay.port}/signal`;
      await page.evaluate((address) => globalThis.plainNeighbour.join("bench", address), signalling);
      await watch(page);
    }
    const connected = (page: Page) => page.evaluate(() => globalThis.plainNeighbour.connected());
    await until("they meet", async () => (await connected(pages[0])) && (await connected(pages[1])), 60_000);
    return new PlainPair(relay, folder, browsers, pages);
  }

  /** Milliseconds from posting `text` on one screen to seeing it on the other. */
  async post(text: string): Promise<number> {
    const begun = await this.#pages[0].evaluate((words) => {
      const now = performance.timeOrigin + performance.now();
      globalThis.plainNeighbour.post(words);
      return now;
    }, text);
    return (await seen(this.#pages[1], text)) - begun;
  }

  async close(): Promise<void> {
    for (const browser of this.#browsers) await browser.close();
    await this.#relay.remove();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
