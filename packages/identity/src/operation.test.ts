import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nodeVerify } from "../../../test/support/node-verify.ts";
import { fixedRandom } from "../../../test/support/people.ts";
import vectors from "../../../test/vectors/operation.json" with { type: "json" };
import { OPERATION_LIMIT, PARENTS_LIMIT, readOperation, reduce, signAs, signingKeys, writeOperation } from "./index.ts";

const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, "hex"));
const hex = (content: Uint8Array): string => Buffer.from(content).toString("hex");
const space = bytes(vectors.space);
const read = (content: Uint8Array, where = space) => readOperation(where, content, nodeVerify);
const author = signingKeys(fixedRandom("author")(32));
const invitation = signingKeys(fixedRandom("invitation")(32));

/** Signed bytes around any body text, sound in all but the body. */
function around(body: string | Uint8Array): Uint8Array {
  const content = Buffer.from(body);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  const before = Buffer.concat([author.public, Buffer.of(0), length, content]);
  return Buffer.concat([before, signAs(author, "operation", space, before)]);
}

async function bodyOf(body: object): Promise<unknown> {
  const result = await read(around(JSON.stringify(body)));
  return "operation" in result ? result.operation.body : result.reason;
}

const terms = {
  ...{
    op: "invite",
    key: hex(invitation.public),
    box: hex(invitation.public),
    role: "resident",
    expires: 0,
    uses: 1,
    hour: 1,
  },
  proof: hex(signAs(invitation, "invite", space, author.public)),
};

describe("operations made by Node's crypto", () => {
  test.each(vectors.operations)("[MB1] [MB2] $name reads, and is written again as it was", async (vector) => {
    const result = await read(bytes(vector.bytes));
    expect(result).toMatchObject({
      operation: { hash: vector.hash, author: vector.author, parents: vector.parents, body: JSON.parse(vector.body) },
    });
    const key = signingKeys(bytes(vector.authorSeed));
    expect(hex(writeOperation(space, key, vector.parents, JSON.parse(vector.body)))).toBe(vector.bytes);
  });

  test("[MB13] [MB18] Noor founds, invites, and Samir is in", async () => {
    const results = await Promise.all(vectors.operations.map((vector) => read(bytes(vector.bytes))));
    const operations = results.flatMap((result) => ("operation" in result ? result.operation : []));
    const { members, name } = reduce(operations, space);
    expect(name).toBe("Nieuwland, ’t Hoekje");
    expect([...members.values()].map(({ role }) => role)).toEqual(["beheerder", "resident"]);
  });
});

test("[MB1] what is too long, has too many parents or lengths that do not fit is refused", async () => {
  const good = around(JSON.stringify({ op: "later" }));
  expect(await read(good)).toHaveProperty("operation");
  expect(await read(new Uint8Array(OPERATION_LIMIT + 1))).toEqual({ reason: "oversized" });
  expect(await read(good.with(32, PARENTS_LIMIT + 1))).toEqual({ reason: "parents" });
  expect(await read(good.with(32, 3))).toEqual({ reason: "truncated" });
  expect(await read(good.with(36, (good[36] ?? 0) - 1))).toEqual({ reason: "length" });
  expect(await read(good.with(36, (good[36] ?? 0) + 1))).toEqual({ reason: "truncated" });
  expect(await read(good.with(33, 255))).toEqual({ reason: "truncated" });
  expect(await read(Buffer.concat([good, Buffer.of(0)]))).toEqual({ reason: "length" });
  for (let length = 0; length < good.length; length++) {
    expect(await read(good.subarray(0, length))).toEqual({ reason: "truncated" });
  }
});

test("[MB1] an operation over its limits is not written", () => {
  const hash = "ab".repeat(32);
  expect(() => writeOperation(space, author, Array(17).fill(hash), { op: "later" })).toThrow(RangeError);
  expect(() => writeOperation(space, author, ["ab"], { op: "later" })).toThrow(RangeError);
  expect(() => writeOperation(space, author, [], { op: "later", text: "x".repeat(16_384) })).toThrow(RangeError);
});

test("[MB2] under another space, or with any byte changed, an operation is refused", async () => {
  const good = bytes(vectors.operations[2]?.bytes ?? "");
  expect(await read(good, new Uint8Array(20))).toEqual({ reason: "signature" });
  for (let at = 0; at < good.length; at++) {
    expect(await read(good.with(at, (good[at] ?? 0) ^ 1))).toHaveProperty("reason");
  }
});

test.each([
  "",
  "no json",
  "null",
  "[]",
  "7",
  '"op"',
  "{}",
  '{"op":7}',
  '\ufeff{"op":"later"}',
  '{"op":"a"}{',
  "[".repeat(9000),
])("[MB3] the body %j is refused", async (body) => {
  expect(await read(around(body))).toEqual({ reason: "body" });
});

test("[MB3] a body that is no UTF-8 is refused", async () => {
  expect(await read(around(Buffer.from('{"op":"\xff"}', "latin1")))).toEqual({ reason: "body" });
});

describe("bodies of a later version", () => {
  test.each([
    { op: "rotate", of: "a later version" },
    { ...terms, role: "burgemeester" },
    { ...terms, uses: 0 },
    { ...terms, uses: 1.5 },
    { ...terms, expires: -1 },
    { ...terms, hour: 2 ** 32 },
    { ...terms, hour: "1" },
    { ...terms, key: terms.key.toUpperCase() },
    { ...terms, key: `${terms.key}\n` },
    { ...terms, proof: undefined },
    { op: "__proto__" },
    { op: "found", name: "a".repeat(61), founder: {}, policy: {}, witnesses: [], hour: 0 },
  ])("[MB4] %j is kept as unknown", async (body) => {
    expect(await bodyOf(body)).toEqual({ op: "unknown" });
  });

  test("[MB4] unknown fields of a known operation are ignored", async () => {
    expect(await bodyOf({ ...terms, colour: "blue" })).toEqual(terms);
    expect(await read(around(`${JSON.stringify(terms).slice(0, -1)},"__proto__":{"role":"beheerder"}}`))).toMatchObject(
      {
        operation: { body: { role: "resident" } },
      },
    );
  });
});

test("[MB5] a redeem proved by another key, or for another person, is refused", async () => {
  const own = { by: "00".repeat(8), box: terms.key, recovery: terms.key, operator: terms.key, hour: 1 };
  const redeemed = (proof: Uint8Array) => bodyOf({ op: "redeem", key: terms.key, ...own, proof: hex(proof) });
  expect(await redeemed(signAs(invitation, "redeem", space, author.public))).toMatchObject({ op: "redeem" });
  expect(await redeemed(signAs(author, "redeem", space, author.public))).toBe("proof");
  expect(await redeemed(signAs(invitation, "redeem", space, invitation.public))).toBe("proof");
  expect(await redeemed(signAs(invitation, "redeem", new Uint8Array(20), author.public))).toBe("proof");
  expect(await redeemed(signAs(invitation, "invite", space, author.public))).toBe("proof");
});

test("[MB6] nobody invites under the key of another's invitation", async () => {
  expect(await bodyOf(terms)).toEqual(terms);
  const copied = hex(signAs(invitation, "invite", space, invitation.public));
  expect(await bodyOf({ ...terms, proof: copied })).toBe("proof");
});

test("[MB8] nobody takes another's place without the card's recovery key", async () => {
  const own = { who: terms.key, box: terms.key, recovery: terms.key, operator: terms.key, parts: [], hour: 1 };
  const replaced = (proof: Uint8Array) => bodyOf({ op: "replace", key: terms.key, ...own, proof: hex(proof) });
  expect(await replaced(signAs(invitation, "replace", space, author.public))).toMatchObject({ op: "replace" });
  expect(await replaced(signAs(author, "replace", space, author.public))).toBe("proof");
  expect(await replaced(signAs(invitation, "replace", space, invitation.public))).toBe("proof");
  expect(await replaced(signAs(invitation, "redeem", space, author.public))).toBe("proof");
});

test("[MB7] any bytes give an operation or a reason", async () => {
  const good = around(JSON.stringify(terms));
  const mutated = fc
    .array(fc.tuple(fc.nat({ max: good.length - 1 }), fc.nat({ max: 255 })), { minLength: 1, maxLength: 6 })
    .map((changes) => changes.reduce((changed, [at, value]) => changed.with(at, value), Uint8Array.from(good)));
  const any = fc.oneof(fc.uint8Array({ maxLength: 400 }), mutated);
  await fc.assert(
    fc.asyncProperty(any, async (content) => {
      const result = await read(content);
      expect("operation" in result ? Buffer.from(content).equals(good) : result.reason).toBeTruthy();
    }),
    { numRuns: 500 },
  );
});

test("[MB7] any JSON as a body gives a body or a reason", async () => {
  const bodies = fc.oneof(
    fc.json(),
    fc
      .record({ op: fc.constantFrom("found", "invite", "redeem"), founder: fc.jsonValue(), key: fc.jsonValue() })
      .map((value) => JSON.stringify(value)),
    fc
      .dictionary(fc.constantFrom(...Object.keys(terms)), fc.jsonValue())
      .map((value) => JSON.stringify({ ...terms, ...value })),
  );
  await fc.assert(
    fc.asyncProperty(bodies, async (body) => {
      const result = await read(around(body));
      expect("operation" in result || ["body", "proof"].includes(result.reason)).toBe(true);
    }),
    { numRuns: 100 },
  );
});
