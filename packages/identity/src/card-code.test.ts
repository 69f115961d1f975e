import fc from "fast-check";
import { expect, test } from "vitest";
import { readCardCode, writeCardCode } from "./card-code.ts";

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const cards = fc.uint8Array({ minLength: 32, maxLength: 32 });
const CARD = Uint8Array.from({ length: 32 }, (_, n) => 7 * n);
const CODE = writeCardCode(CARD);
const groupOf = (place: number) => Math.floor(place / 6) + 1;

/** The code with other characters from `place` on. */
const typed = (place: number, characters: string) =>
  CODE.slice(0, place) + characters + CODE.slice(place + characters.length);

test("[ID18] a card secret is written as 13 groups of 5 and read back", () => {
  fc.assert(
    fc.property(cards, (card) => {
      const code = writeCardCode(card);
      expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{5}( [0-9A-HJKMNP-TV-Z]{5}){12}$/);
      expect(readCardCode(code)).toEqual({ card });
    }),
  );
  expect(() => writeCardCode(new Uint8Array(31))).toThrow(RangeError);
});

test("[ID18] small letters, look-alikes, spaces and hyphens make no difference", () => {
  fc.assert(
    fc.property(cards, (card) => {
      const code = writeCardCode(card);
      const sloppy = code.toLowerCase().replaceAll("1", "l").replaceAll("0", "o").replaceAll(" ", "-");
      expect(readCardCode(`\n ${sloppy} `)).toEqual({ card });
      expect(readCardCode(code.replaceAll(" ", ""))).toEqual({ card });
    }),
  );
});

test("[ID19] every single wrong character is pointed at, in its own group alone", () => {
  for (const [place, right] of [...CODE].entries()) {
    if (right === " ") continue;
    for (const wrong of ALPHABET.replace(right, "")) {
      expect(readCardCode(typed(place, wrong))).toEqual({ reason: "group", groups: [groupOf(place)] });
    }
  }
});

test("[ID19] two neighbouring characters that were swapped are pointed at", () => {
  for (let place = 0; place + 1 < CODE.length; place += 1) {
    const [a = "", b = ""] = CODE.slice(place);
    if (a === b || a === " " || b === " ") continue;
    expect(readCardCode(typed(place, b + a))).toEqual({ reason: "group", groups: [groupOf(place)] });
  }
});

test("[ID19] two groups that were swapped are pointed at, both", () => {
  const groups = CODE.split(" ");
  for (let one = 0; one < groups.length; one += 1) {
    for (let two = one + 1; two < groups.length; two += 1) {
      const swapped = groups.with(one, groups[two] ?? "").with(two, groups[one] ?? "");
      expect(readCardCode(swapped.join(" "))).toEqual({ reason: "group", groups: [one + 1, two + 1] });
    }
  }
});

test("[ID20] of a character too few or too many the first group that cannot be right is named", () => {
  // A place where what follows differs, so that leaving it out shows at once.
  expect(readCardCode(CODE.slice(0, 14) + CODE.slice(15))).toEqual({ reason: "group", groups: [3] });
  expect(readCardCode(CODE.slice(0, -1))).toEqual({ reason: "group", groups: [13] });
  expect(readCardCode(CODE.slice(0, 23))).toEqual({ reason: "length" });
  expect(readCardCode(`${CODE} 00000`)).toEqual({ reason: "length" });
});

test("[ID21] nothing, a foreign character and any other text give a reason, never an exception", () => {
  expect(readCardCode(" \n-")).toEqual({ reason: "empty" });
  expect(readCardCode(typed(3, "U"))).toEqual({ reason: "character", character: "U" });
  expect(readCardCode(typed(3, "é"))).toEqual({ reason: "character", character: "é" });
  fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => "reason" in readCardCode(text)));
  expect(readCardCode("0".repeat(10_000_000))).toHaveProperty("reason");
});

test("[ID18] [ID21] a character that becomes several in capitals is foreign, whatever they are", () => {
  for (let point = 0x80; point < 0x1_0000; point += 1) {
    const character = String.fromCharCode(point);
    if (character.toUpperCase().length < 2) continue;
    expect(readCardCode(character + CODE.slice(2))).toEqual({ reason: "character", character });
  }
});

test("[ID21] no character beyond ASCII passes for a letter of the code because it upper-cases to one", () => {
  const changing = Array.from({ length: 0xffff - 0x7f }, (_, n) => String.fromCharCode(0x80 + n)).filter(
    (character) => character.toUpperCase() !== character,
  );
  expect(changing).toEqual(expect.arrayContaining(["ﬆ", "ﬅ", "ſ", "ı"]));
  for (const character of changing) {
    expect(readCardCode(typed(3, character))).toEqual({ reason: "character", character });
  }
});
