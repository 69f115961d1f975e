import { type Operation, reduce } from "@wijkkit/identity";
import fc from "fast-check";
import { expect, test } from "vitest";
import { history } from "../support/histories.ts";
import { reference, sorted } from "../support/membership-reference.ts";
import { SPACE } from "../support/unsigned.ts";

const HISTORIES = 10_000;

test("[MB10] [MB30] ten thousand histories, in any order and in parts, come to what the slow reference says", () => {
  const seed = Date.now() % 2 ** 31;
  process.stdout.write(`membership: ${HISTORIES} histories of up to 60 operations and 12 people, seed ${seed}\n`);
  const mixed = history.chain((written) =>
    fc.tuple(fc.constant(written), fc.shuffledSubarray(written, { minLength: written.length }), fc.subarray(written)),
  );
  const told = (operations: readonly Operation[]) => sorted(reduce(operations, SPACE));
  fc.assert(
    fc.property(mixed, ([written, other, part]) => {
      expect(told([...other, ...part])).toEqual(sorted(reference(written, SPACE)));
      expect(told(part)).toEqual(sorted(reference(part, SPACE)));
    }),
    { numRuns: HISTORIES, seed },
  );
});
