import type { Page } from "playwright-core";
import { Cable } from "../../test/support/cable.ts";
import { type Browser, launch } from "../../test/support/chromium.ts";
import { Relay } from "../../test/support/relay.ts";
import { answer, ask, begin, inviteLink, join, openQuestion } from "../../test/support/wijk.ts";
import { seen, watch } from "./stopwatch.ts";

/** What two neighbours cannot reach: with `/sync` refused all goes over the mesh, with `/signal` all over the relay. */
export type Way = "mesh" | "relay";

const REFUSED = { mesh: "/sync", relay: "/signal" } as const;
const QUESTION = "Wie heeft een ladder?";

declare global {
  /** When the button that posts was pressed, milliseconds since 1970. */
  var pressedAt: number;
}

/** Two neighbours on the real live page, with one question open on both screens. */
export class WijkPair {
  readonly #relay: Relay;
  readonly #cables: readonly Cable[];
  readonly #browsers: readonly Browser[];
  readonly #pages: readonly [Page, Page];

  private constructor(
    relay: Relay,
    cables: readonly Cable[],
    browsers: readonly Browser[],
    pages: readonly [Page, Page],
  ) {
    this.#relay = relay;
    this.#cables = cables;
    this.#browsers = browsers;
    this.#pages = pages;
  }

  static async open(way: Way): Promise<WijkPair> {
    const relay = await Relay.start();
    const cables = [await new Cable(relay.port).open(), await new Cable(relay.port).open()] as const;
    const start = (cable: Cable) =>
      launch({ args: [`--host-resolver-rules=MAP localhost:${relay.port} 127.0.0.1:${cable.port}`] });
    const browsers = [await start(cables[0]), await start(cables[1])] as const;
    const hers = await browsers[0].open(`${relay.url}/wijk/`);
    await begin(hers, "Westerpark", "Fatma");
    const link = await inviteLink(hers);
    const his = await browsers[1].open(link);
    await join(his, "Jan");
    await ask(hers, QUESTION);
    await openQuestion(his, QUESTION);
    // Only now: to come in, a relay was needed.
    for (const cable of cables) cable.refuse(REFUSED[way]);
    for (const page of [hers, his]) await page.reload();
    await openQuestion(hers, QUESTION);
    await openQuestion(his, QUESTION);
    await hers.evaluate(() => {
      const press = () => {
        globalThis.pressedAt = performance.timeOrigin + performance.now();
      };
      document.addEventListener("click", press, { capture: true });
    });
    await watch(his);
    const pair = new WijkPair(relay, cables, browsers, [hers, his]);
    // Slow to come the first time: they have to find each other.
    await answer(hers, "Post 0 van opwarmen");
    await seen(his, "Post 0 van opwarmen");
    return pair;
  }

  /** Milliseconds from pressing the button on one screen to seeing `text` on the other. */
  async post(text: string): Promise<number> {
    const [hers, his] = this.#pages;
    await hers.getByRole("textbox", { name: "Je antwoord", exact: true }).fill(text);
    await hers.getByRole("button", { name: "Plaats antwoord", exact: true }).click();
    const there = await seen(his, text);
    return there - (await hers.evaluate(() => globalThis.pressedAt));
  }

  async close(): Promise<void> {
    for (const browser of this.#browsers) await browser.close();
    for (const cable of this.#cables) await cable.close();
    await this.#relay.remove();
  }
}
