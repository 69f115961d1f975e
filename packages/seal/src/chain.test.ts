import { spaceId } from "@wijkkit/envelope";
import fc from "fast-check";
import { expect, test } from "vitest";
import { fixedRandom } from "../../../test/support/people.ts";
import { CHAIN_LINK_LENGTH, openPrevious, sealPrevious } from "./chain.ts";
import { epochKeys } from "./epoch.ts";

const random = fixedRandom("chain");
const SPACE = spaceId(random(32));
const newEpoch = () => epochKeys(random(32), SPACE);
const [first, second, third] = [newEpoch(), newEpoch(), newEpoch()];
const link = sealPrevious(first, second, random);

test("[SE17] who holds an epoch's secret opens the one before it, and so on to the first", () => {
  const before = openPrevious(sealPrevious(second, third, random), third, second.id);
  expect(before).toEqual(second);
  expect(before && openPrevious(link, before, first.id)).toEqual(first);
});

test("[SE17] an older epoch's secret opens nothing newer", () => {
  expect(openPrevious(link, first, first.id)).toBeUndefined();
  expect(openPrevious(link, first, second.id)).toBeUndefined();
});

test("[SE18] a secret of another epoch than the one named counts nothing", () => {
  expect(openPrevious(sealPrevious(third, second, random), second, first.id)).toBeUndefined();
});

test("[SE18] a link altered anywhere, cut or lengthened gives nothing, never an exception", () => {
  expect(link).toHaveLength(CHAIN_LINK_LENGTH);
  for (const [place, byte] of link.entries()) {
    const altered = link.slice();
    altered[place] = byte ^ 1;
    expect(openPrevious(altered, second, first.id)).toBeUndefined();
  }
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => openPrevious(bytes, second, first.id) === undefined),
  );
});
