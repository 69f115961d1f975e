import fc from "fast-check";
import { expect, test } from "vitest";
import { fixedRandom } from "../../../test/support/people.ts";
import { openBundle, sealBundle } from "./index.ts";

const random = fixedRandom("bundle");
const [safe, other] = [random(32), random(32)];

test("[SE21] a bundle opens for its owner's safe, and for nobody else's", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2000 }), (content) => {
      const bundle = sealBundle(content, safe, random);
      expect(openBundle(bundle, safe)).toEqual({ content });
      expect(openBundle(bundle, other)).toEqual({ reason: "key" });
    }),
    { numRuns: 30 },
  );
});

test("[SE22] any other bytes give a reason, and so does every byte that is altered", () => {
  const bundle = sealBundle(Uint8Array.of(1, 2, 3), safe, random);
  for (let at = 0; at < bundle.length; at += 1) {
    const altered = bundle.with(at, (bundle[at] ?? 0) ^ 1);
    expect(openBundle(altered, safe)).toEqual({ reason: at === 0 ? "form" : "key" });
  }
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 100 }),
      (bytes) => void expect(openBundle(bytes, safe)).toHaveProperty("reason"),
    ),
  );
});
