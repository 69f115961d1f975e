import type { Page } from "playwright-core";

declare global {
  /** When a text was first seen on the page, milliseconds since 1970. */
  var seenAt: Map<string, number>;
}

/** Notes when each text that begins with `Post` is first in the page; the clock is the machine's own. */
export async function watch(page: Page): Promise<void> {
  await page.evaluate(() => {
    globalThis.seenAt = new Map();
    const look = () => {
      for (const [text] of document.body.innerText.matchAll(/Post \d+ van \w+/g)) {
        if (!globalThis.seenAt.has(text)) globalThis.seenAt.set(text, performance.timeOrigin + performance.now());
      }
    };
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
}

/** Waits until `text` was seen, and says when. */
export async function seen(page: Page, text: string): Promise<number> {
  await page.waitForFunction((words) => globalThis.seenAt.has(words), text, { polling: 20, timeout: 30_000 });
  return page.evaluate((words) => globalThis.seenAt.get(words) ?? Number.NaN, text);
}
