import { spaceId, unhex } from "@wijkkit/envelope";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { OperationLog } from "./log.ts";
import { readOperations, writeOperations } from "./operations.ts";
import { foundWijk, verify } from "./testing/wijk.ts";

const list = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 6 });

describe("a payload of operations", () => {
  test("[DO34] is each operation with its length as u32 before it", () => {
    expect([...writeOperations([Uint8Array.of(7, 8), Uint8Array.of()])]).toEqual([0, 0, 0, 2, 7, 8, 0, 0, 0, 0]);
    fc.assert(
      fc.property(list, (all) => {
        expect(readOperations(writeOperations(all))).toEqual(all);
      }),
    );
  });

  test("[DO35] is read up to the first that is not whole, whatever the bytes", () => {
    fc.assert(
      fc.property(list, fc.uint8Array({ maxLength: 30 }), (all, rest) => {
        const read = readOperations(Uint8Array.of(...writeOperations(all), ...rest));
        expect(read.slice(0, all.length)).toEqual(all);
      }),
    );
    expect(readOperations(Uint8Array.of(255, 255, 255, 255, 1))).toEqual([]);
    expect(readOperations(writeOperations([new Uint8Array(16_385)]))).toEqual([]);
  });
});

test("[DO37] an operation is verified once, and counts nothing when it is of another space or altered", async () => {
  const wijk = foundWijk(["Bram"]);
  let verified = 0;
  const log = new OperationLog(unhex(wijk.space), (...all) => {
    verified += 1;
    return verify(...all);
  });
  expect(await log.add(wijk.founding)).toBe("added");
  expect(await log.add(wijk.founding)).toBe("known");
  expect(verified).toBe(1);
  expect(await log.add(wijk.founding.with(60, 1))).toBe("refused");
  const elsewhere = new OperationLog(unhex(spaceId(new Uint8Array(32))), verify);
  expect(await elsewhere.add(wijk.founding, true)).toBe("refused");
  expect(await elsewhere.add(wijk.founding)).toBe("waiting");
  expect(elsewhere.membership.members.size).toBe(0);
  const { membership } = log;
  expect(membership.name).toBe("Middelland");
  expect(log.membership).toBe(membership);
});
