import { type EnvelopeId, hex, type LaneKey, unhex, ZERO_ID } from "@wijkkit/envelope";
import { identityOf, invite, redeem } from "@wijkkit/identity";
import fc from "fast-check";
import { expect, test } from "vitest";
import { Holdings } from "./holdings.ts";
import { KIND } from "./kinds.ts";
import { LIMIT } from "./limits.ts";
import { OperationLog } from "./log.ts";
import { LogReader } from "./log-reader.ts";
import { writeOperations } from "./operations.ts";
import { foundWijk, linkOf, person, randomOf, verify } from "./testing/wijk.ts";

const wijk = foundWijk(["Bram", "Chloe"]);
const space = unhex(wijk.space);
const anna = identityOf(person("Anna").seed, space).sign;

/** An operation of nobody's, of 16 KiB, that its signature does not hold for: nobody is to find out. */
function junk(n: number): Uint8Array {
  const bytes = new Uint8Array(16_000).fill(32);
  const body = new TextEncoder().encode('{"op":"x"}');
  bytes.set(randomOf(`junk ${n}`)(32));
  bytes[32] = 0;
  new DataView(bytes.buffer).setUint32(33, bytes.length - 37 - 64);
  bytes.set(body, 37);
  return bytes;
}

/** A lane of operations by itself. */
function lane(n: number, operations: readonly Uint8Array[], identity = n.toString(16).padStart(64, "e")) {
  const place = { seq: 0, id: hex(randomOf(`lane ${n}`)(32)) as EnvelopeId, prev: ZERO_ID, hour: 1 };
  const claim = { kind: KIND.membership, identity };
  const piece = { ...place, isBase: true, isMore: false, kind: KIND.membership, claim };
  return {
    key: n.toString(16).padStart(64, "0") as LaneKey,
    piece: { ...piece, payload: writeOperations(operations) },
  };
}

test("[DO57] however much outsiders write, and in whatever order it comes, the wijk's own operations count", async () => {
  const many = Math.ceil(LIMIT.waitingBytes / 16_000) + 10;
  const nobodys = Array.from({ length: Math.ceil(many / 50) }, (_, n) =>
    lane(
      n + 10,
      Array.from({ length: 50 }, (_, each) => junk(n * 50 + each)),
    ),
  );
  const invites = [...wijk.joining.values()].map((each) => each.invite);
  const honest = [
    lane(1, [wijk.founding, ...invites], hex(anna.public)),
    ...[...wijk.joining.values()].map((each, n) => lane(n + 2, [each.redeem])),
  ];
  const all = [...nobodys, ...honest];
  const read = async (order: readonly (typeof all)[number][], atOnce: number) => {
    let verified = 0;
    const log = new OperationLog(space, (...signed) => {
      verified += 1;
      return verify(...signed);
    });
    const holdings = new Holdings();
    const reader = new LogReader(log, holdings);
    for (let at = 0; at < order.length; at += atOnce) {
      for (const { key, piece } of order.slice(at, at + atOnce)) {
        holdings.add(key, piece);
        await reader.read(key);
      }
      await reader.settle();
    }
    expect(verified).toBeLessThan(12);
    return [log.membership.name, ...log.membership.members.keys()];
  };
  const expected = await read(honest, 1);
  expect(expected).toHaveLength(4);
  expect(await read(all, all.length)).toEqual(expected);
  const shuffled = fc.shuffledSubarray(all, { minLength: all.length });
  await fc.assert(
    fc.asyncProperty(shuffled, fc.integer({ min: 1, max: 4 }), async (order, atOnce) => {
      expect(await read(order, atOnce)).toEqual(expected);
    }),
    { numRuns: 3 },
  );
});

test("[DO58] of many who redeem one invitation the same one is in, in whatever order they come", async () => {
  const moment = { space, heads: [], hour: 490_896 };
  const invitation = invite(randomOf("shared"), moment, anna, { role: "resident", expires: 0 });
  const rivals = Array.from({ length: LIMIT.rivals + 20 }, (_, n) =>
    redeem(moment, person(`rival ${n}`), linkOf(invitation.seed, space)),
  );
  const all = [wijk.founding, invitation.operation, ...rivals];
  const read = async (order: readonly Uint8Array[]) => {
    const log = new OperationLog(space, verify);
    for (const operation of order) {
      await log.add(operation);
      await log.settle();
    }
    return log.membership;
  };
  const expected = await read(all);
  expect(expected.members.size).toBe(2);
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray(all, { minLength: all.length }), async (order) => {
      expect(await read(order)).toEqual(expected);
    }),
    { numRuns: 2 },
  );
});
