import { chooseVerify, verifyWithNoble, verifyWithWebCrypto } from "@wijkkit/envelope";
import { disagreements, EDGES } from "../vectors/ed25519.ts";

/** Each path's disagreements with the edge cases, in a browser. */
export async function run(): Promise<Record<string, string[]>> {
  return {
    cases: EDGES.map(({ note }) => note),
    webCrypto: await disagreements(verifyWithWebCrypto),
    noble: await disagreements(async (...signed) => verifyWithNoble(...signed)),
    chosen: await disagreements(await chooseVerify()),
    withoutWebCrypto: await disagreements(await chooseVerify(null)),
  };
}
