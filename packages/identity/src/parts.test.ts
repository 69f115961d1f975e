import fc from "fast-check";
import { expect, test } from "vitest";
import { nodeVerify } from "../../../test/support/node-verify.ts";
import { fixedRandom } from "../../../test/support/people.ts";
import {
  locksIn,
  OPERATION_LIMIT,
  type Part,
  readOperation,
  rotate,
  sealedFor,
  signingKeys,
  spaceOf,
  writeParts,
} from "./index.ts";

const random = fixedRandom("parts");
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
const author = signingKeys(random(32));
const space = spaceOf(author.public);
const moment = { space, heads: [hex(random(32))], hour: 5 };

async function read(bytes: Uint8Array) {
  const result = await readOperation(space, bytes, nodeVerify);
  if ("reason" in result) throw new Error(result.reason);
  return result.operation;
}

const locksOf = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ lane: hex(random(32)), seq: n * 65_537, id: hex(random(32)) }));
const secretsOf = (count: number) =>
  Array.from({ length: count }, () => ({ box: hex(random(32)), sealed: random(48) }));

test("[MB9] secrets and locks of any number come back from parts that follow each other", async () => {
  const counts = fc.tuple(fc.nat({ max: 450 }), fc.nat({ max: 350 }));
  await fc.assert(
    fc.asyncProperty(counts, async ([secretCount, lockCount]) => {
      const [secrets, locks] = [secretsOf(secretCount), locksOf(lockCount)];
      const written = writeParts(moment, author, secrets, locks);
      const parts = await Promise.all(written.operations.map(read));
      expect(parts.map(({ hash }) => hash)).toEqual(written.hashes);
      const before = parts.map(({ parents }) => parents);
      expect(before).toEqual([moment.heads, ...written.hashes.map((hash) => [hash])].slice(0, parts.length));
      expect(written.moment.heads).toEqual(parts.length === 0 ? moment.heads : written.hashes.slice(-1));
      const bodies = parts.map(({ body }) => body as Part);
      expect(bodies.flatMap(locksIn)).toEqual(locks);
      for (const { box, sealed } of secrets.slice(0, 5)) {
        expect(bodies.flatMap((body) => sealedFor(body, Buffer.from(box, "hex")))).toEqual([sealed]);
      }
      expect(bodies.flatMap((body) => sealedFor(body, random(32)))).toEqual([]);
    }),
    { numRuns: 8 },
  );
});

test("[MB1] [MB9] a rotation for 5,000 members with 1,000 locks fits, and no operation passes its limit", async () => {
  const { operations, hashes, moment: after } = writeParts(moment, author, secretsOf(5000), locksOf(1000));
  const keys = { gate: hex(random(32)), sender: hex(random(32)) };
  const removes = Array.from({ length: 64 }, () => hex(random(32)));
  const previous = Array.from({ length: 16 }, () => ({ epoch: hex(random(8)), sealed: "A".repeat(96) }));
  const rotation = rotate(after, author, { removes, ...keys, previous, parts: [...hashes] });
  expect(hashes.length).toBe(32);
  expect(Math.max(...operations.map(({ length }) => length), rotation.length)).toBeLessThanOrEqual(OPERATION_LIMIT);
  expect((await read(rotation)).body).toMatchObject({ op: "rotate", parts: hashes });
});

test("[MB9] whatever a part holds, reading it gives what is whole in it", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 400 }), fc.uint8Array({ maxLength: 300 }), (text, bytes) => {
      for (const content of [text, Buffer.from(bytes).toString("base64url")]) {
        const part: Part = { op: "part", entries: content, locks: content, hour: 1 };
        expect(locksIn(part).length).toBeLessThanOrEqual(content.length / 68);
        for (const sealed of sealedFor(part, bytes)) expect(sealed.length).toBe(48);
      }
    }),
  );
});
