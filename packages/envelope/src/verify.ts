import { unhex } from "./bytes.ts";
import type { Verify } from "./ed25519.ts";
import { webCryptoVerify } from "./webcrypto.ts";

/**
 * What a WebCrypto must answer to be trusted with the rest (from the vectors of "Taming the many
 * EdDSAs", https://github.com/novifinancial/ed25519-speccheck, cases 3 and 4 of the paper): a key
 * and an R with torsion that fit without cofactor, and ones that fit only with it.
 */
const MIXED_ORDER = unhex("cdb267ce40c5cd45306fa5d2f29731459387dbf9eb933b7bd5aed9a765b88d4d");
const PROBES = [
  {
    message: unhex("9bd9f44f4dcc75bd531b56b2cd280b0bb38fc1cd6d1230e14861d861de092e79"),
    signature: unhex(
      "9046a64750444938de19f227bb80485e92b83fdb4b6506c160484c016cc1852f87909e14428a7a1d62e9f22f3d3ad7802db02eb2e688b6c52fcd6648a98bd009",
    ),
    answer: true,
  },
  {
    message: unhex("e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec4011eaccd55b53f56c"),
    signature: unhex(
      "160a1cb0dc9c0258cd0a7d23e94d8fa878bcb1925f2c64246b2dee1796bed5125ec6bc982a269b723e0668e540911a9a6a58921d6925e434ab10aa7940551a09",
    ),
    answer: false,
  },
] as const;

/**
 * The fastest `Verify` that answers rightly here: WebCrypto where it knows Ed25519 and verifies
 * without cofactor, else noble. Pass `null` to do without WebCrypto.
 */
export async function chooseVerify(
  subtle: SubtleCrypto | null | undefined = globalThis.crypto?.subtle,
): Promise<Verify> {
  if (subtle !== null && subtle !== undefined) {
    const verify = webCryptoVerify(subtle);
    const answers = await Promise.all(PROBES.map(({ message, signature }) => verify(MIXED_ORDER, message, signature)));
    if (PROBES.every(({ answer }, n) => answer === answers[n])) return verify;
  }
  // Fetched where it is needed alone: most browsers never do.
  const { verifyWithNoble } = await import("./noble.ts");
  return async (publicKey, message, signature) => verifyWithNoble(publicKey, message, signature);
}
