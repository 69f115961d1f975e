import fc from "fast-check";
import nacl from "tweetnacl";
import { expect, test } from "vitest";
import { fixedRandom, person } from "../../../test/support/people.ts";
import vectors from "../../../test/vectors/identity.json" with { type: "json" };
import {
  derive,
  identityOf,
  laneKeys,
  newCard,
  publicIdentity,
  recoveryKeys,
  recoveryMark,
  seedFromCard,
  signAs,
  spaceOf,
  witnessKeys,
} from "./index.ts";

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, "hex"));

test.each(vectors)("[ID1] [ID2] what $name's card gives is what Node's crypto gives", ({ card, recovery, seeds }) => {
  for (const { n, seed } of seeds) expect(hex(seedFromCard(bytes(card), n))).toBe(seed);
  expect(hex(recoveryKeys(bytes(card)).public)).toBe(recovery.public);
});

test.each(vectors)("[ID3] [ID5] what $name is in two spaces is what Node's crypto gives", ({ recovery, spaces }) => {
  for (const { seed, space, sign, box, operator, witness, recoveryMark: mark } of spaces) {
    const identity = identityOf(bytes(seed), bytes(space));
    expect(hex(identity.sign.public)).toBe(sign.public);
    expect(hex(identity.box.secret)).toBe(box.secret);
    expect(hex(identity.box.public)).toBe(box.public);
    expect(hex(identity.operator.public)).toBe(operator.public);
    expect(hex(witnessKeys(bytes(seed), bytes(space)).public)).toBe(witness.public);
    expect(hex(recoveryMark(bytes(space), bytes(recovery.public)))).toBe(mark);
  }
});

test.each(vectors)("[ID4] the lanes of $name are what Node's crypto gives", ({ lanes }) => {
  for (const { seed, space, epoch, device, document, lanePublic } of lanes) {
    const lane = laneKeys(bytes(seed), bytes(space), bytes(epoch), bytes(device), bytes(document));
    expect(hex(lane.public)).toBe(lanePublic);
  }
});

test("[ID6] nothing that Noor shows in two wijken is the same in both", () => {
  const noor = person("Noor");
  const shown = ["one root", "another root"].map((root) => {
    const space = spaceOf(fixedRandom(root)(32));
    const identity = identityOf(noor.seed, space);
    const { sign, box, recovery } = publicIdentity(identity, space, noor.recovery);
    return [sign, box, recovery, identity.operator.public, witnessKeys(noor.seed, space).public].map(hex);
  });
  expect(new Set(shown.flat()).size).toBe(10);
  expect(shown.flat()).not.toContain(hex(noor.recovery));
});

test("[ID7] a signature for one purpose holds for no other", () => {
  const { sign } = identityOf(person("Noor").seed, new Uint8Array(20));
  const part = Uint8Array.of(1, 2, 3);
  const signature = signAs(sign, "operation", part);
  const holds = (label: string) =>
    nacl.sign.detached.verify(Buffer.concat([Buffer.from(label), part]), signature, sign.public);
  expect(holds("wijkkit/1 operation")).toBe(true);
  expect(holds("wijkkit/1 redeem")).toBe(false);
  expect(holds("")).toBe(false);
});

test("[ID8] a space is the beginning of the hash of its root key", () => {
  const root = fixedRandom("root")(32);
  expect(hex(spaceOf(root))).toBe(hex(nacl.hash(root)).slice(0, 40));
});

test("[ID9] keys and spaces of a wrong length throw", () => {
  const [key, space] = [new Uint8Array(32), new Uint8Array(20)];
  expect(() => derive(new Uint8Array(31), space, "sign")).toThrow(RangeError);
  expect(() => derive(key, new Uint8Array(19), "sign")).toThrow(RangeError);
  expect(() => laneKeys(key, space, new Uint8Array(7), new Uint8Array(16), new Uint8Array(16))).toThrow(RangeError);
  expect(() => seedFromCard(key, -1)).toThrow(RangeError);
  expect(() => seedFromCard(key, 2 ** 32)).toThrow(RangeError);
});

test("[ID1] every replacement has a seed of its own, and none is the card", () => {
  const card = newCard(fixedRandom("card"));
  const numbers = fc.uniqueArray(fc.nat({ max: 0xffff_ffff }), { minLength: 2, maxLength: 8 });
  fc.assert(
    fc.property(numbers, (replacements) => {
      const seeds = replacements.map((n) => hex(seedFromCard(card, n)));
      expect(new Set([...seeds, hex(card)]).size).toBe(seeds.length + 1);
    }),
    { numRuns: 30 },
  );
});
