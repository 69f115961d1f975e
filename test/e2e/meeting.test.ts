import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { Neighbourhood } from "../support/neighbourhood.ts";
import { ask, goTo } from "../support/wijk.ts";

declare global {
  interface Window {
    made: number;
  }
}

const link = (page: Page, name: string) => page.getByRole("link", { name });

test("[SI103] who meets neighbours by the relay alone makes no peer connection, and all goes on", async () => {
  const hood = await Neighbourhood.found();
  const { jan, hers, his } = await hood.twoNeighbours();
  await his.getByText("Verbonden met 1 buur").waitFor();
  await goTo(his, "Mijn gegevens");
  await his.getByRole("radio", { name: /^Alleen via de doorgeefcomputer/ }).check();
  await his.getByRole("status").filter({ hasText: "Je keuze is bewaard." }).waitFor();
  await his.getByText("Nog geen buur online").waitFor();
  await his.close();

  await jan.browser.context.addInitScript(() => {
    window.made = 0;
    const Made = window.RTCPeerConnection;
    window.RTCPeerConnection = class extends Made {
      constructor(...settings: ConstructorParameters<typeof Made>) {
        super(...settings);
        window.made += 1;
      }
    };
  });
  const page = await jan.open();
  await ask(hers, "Wie heeft een ladder?");
  await goTo(page, "VraagBaak");
  await link(page, "Wie heeft een ladder?").waitFor();
  await ask(page, "Alleen via de relay");
  await goTo(hers, "VraagBaak");
  await link(hers, "Alleen via de relay").waitFor();
  expect(await page.evaluate(() => window.made)).toBe(0);

  await goTo(page, "Mijn gegevens");
  await page.getByRole("radio", { name: /^Rechtstreeks/ }).check();
  await page.getByText("Verbonden met 1 buur").waitFor();
  expect(await page.evaluate(() => window.made)).toBeGreaterThan(0);

  await hood.relay.stop();
  await page.getByRole("status").filter({ hasText: "Je ziet alleen buren op dit netwerk." }).waitFor();
  await ask(page, "Zonder relay");
  await link(hers, "Zonder relay").waitFor();
});
