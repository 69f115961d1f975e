import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { bundle } from "../../test/support/bundle.ts";
import { launch } from "../../test/support/chromium.ts";
import { progress, quantile, type Report, row, type Table } from "../report.ts";
import { measure } from "./workload.ts";

const ROUNDS = 9;
/** Milliseconds of each case in each round. */
const SPAN = 120;

declare const bundled: { measure: typeof measure };

async function inChromium(): Promise<{ found: Record<string, number[]>; version: string }> {
  const script = await bundle(new URL("./workload.ts", import.meta.url).href);
  const server = createServer((_request, response) => response.end("<!doctype html><title>crypto</title>"));
  await once(server.listen(0, "127.0.0.1"), "listening");
  const browser = await launch();
  try {
    // On loopback, which is a secure context: elsewhere there is no WebCrypto.
    const page = await browser.open(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await page.addScriptTag({ content: `${script};globalThis.bundled = bundle` });
    const found = await page.evaluate(([rounds, span]) => bundled.measure(rounds, span), [ROUNDS, SPAN] as const);
    return { found, version: browser.context.browser()?.version() ?? "" };
  } finally {
    await browser.close();
    server.close();
  }
}

/** Ratios are to the fastest path of the same act; sealing and opening have one path. */
function table(title: string, found: Readonly<Record<string, readonly number[]>>): Table {
  const act = (name: string) => name.split(",")[0] ?? name;
  const rows = Object.entries(found).map(([name, runs]) => {
    const rivals = Object.entries(found).filter(([other]) => act(other) === act(name));
    return row(name, runs, Math.max(...rivals.map(([, theirs]) => quantile(theirs, 0.5))));
  });
  return { title, unit: "per second", rows };
}

/** Sign, verify, seal and open on each path, in Node and in Chromium, messages of 512 bytes. */
export async function run(): Promise<Report> {
  progress("in Node …");
  const node = await measure(ROUNDS, SPAN);
  progress("in Chromium …");
  const { found, version } = await inChromium();
  return {
    tables: [table(`Node ${process.versions.node}`, node), table(`Chromium ${version}`, found)],
    notes: [
      "Sealing takes tweetnacl's box and signature; opening takes its box, as the signature was verified before.",
      "Who verifies takes WebCrypto where it knows Ed25519, else noble.",
    ],
  };
}
