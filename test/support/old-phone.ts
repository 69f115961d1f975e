import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import type { Browser } from "./chromium.ts";
import { filesIn, ROOT } from "./repository.ts";

export const PHONE = { width: 360, height: 640 } as const;

/** 400 kbit/s with 400 ms there and back, as DevTools' "slow 3G". */
export const SLOW = { bytesPerSecond: 50_000, latency: 200 } as const;

/** What browsers from before 2025 do when they are asked for Ed25519. */
const WITHOUT = `(() => {
  const subtle = globalThis.crypto?.subtle;
  if (!subtle || subtle.isOld) return;
  for (const name of ["generateKey", "importKey", "sign", "verify"]) {
    const real = subtle[name].bind(subtle);
    const old = (...given) => JSON.stringify(given).includes("Ed25519")
      ? Promise.reject(new DOMException("Unrecognized name.", "NotSupportedError"))
      : real(...given);
    Object.defineProperty(subtle, name, { value: old });
  }
  Object.defineProperty(subtle, "isOld", { value: true });
})();
`;

/** A copy of the built site whose every script, workers included, runs where WebCrypto has no Ed25519. */
export function withoutEd25519(): { dist: string; remove: () => void } {
  const dist = mkdtempSync(join(tmpdir(), "wijkkit-old-"));
  cpSync(join(ROOT, "dist"), dist, { recursive: true });
  for (const path of filesIn(dist)) {
    if (/\.m?js$/.test(path)) writeFileSync(path, WITHOUT + readFileSync(path, "utf8"));
    // What was compressed beforehand says still what it said.
    else if (/\.(br|gz)$/.test(path)) rmSync(path);
  }
  return { dist, remove: () => rmSync(dist, { recursive: true, force: true }) };
}

/** The page's main thread runs six times slower from now on. */
export async function slowDown(browser: Browser, page: Page): Promise<void> {
  const line = await browser.context.newCDPSession(page);
  await line.send("Emulation.setCPUThrottlingRate", { rate: 6 });
}
