import fc from "fast-check";
import { expect, test } from "vitest";
import { FRAME_LIMIT, FRAMES_LIMIT, framesOf, Gathering } from "./frames.ts";

const text = fc.string({ unit: "binary-ascii", minLength: 1, maxLength: 5 * FRAME_LIMIT });

test("[SI96] a text comes whole from its codes, in any order and repeated", () => {
  fc.assert(
    fc.property(text, fc.infiniteStream(fc.nat()), (whole, turns) => {
      const frames = framesOf(whole);
      const gathering = new Gathering();
      for (let tries = 0; tries < 1_000; tries++) {
        const found = gathering.take(frames[(turns.next().value ?? 0) % frames.length] ?? "");
        expect(found.of).toBe(frames.length);
        if (found.text === undefined) continue;
        expect(found.text).toBe(whole);
        return;
      }
      expect(gathering.take(frames[0] ?? "").have).toBe(frames.length - 1);
    }),
  );
});

test("[SI96] codes of two texts are not mixed, and a forged part is not taken for the whole", () => {
  const [one, other] = ["a".repeat(FRAME_LIMIT * 2), "b".repeat(FRAME_LIMIT * 2)].map(framesOf);
  const gathering = new Gathering();
  expect(gathering.take(one?.[0] ?? "")).toEqual({ have: 1, of: 2 });
  expect(gathering.take(other?.[1] ?? "")).toEqual({ have: 1, of: 2 });
  const forged = (other?.[0] ?? "").replace(/b$/, "c");
  expect(gathering.take(forged)).toEqual({ have: 0, of: 2 });
  expect(gathering.take(other?.[1] ?? "")).toEqual({ have: 1, of: 2 });
  expect(gathering.take(other?.[0] ?? "").text).toBe("b".repeat(FRAME_LIMIT * 2));
});

test("[SI96] a code of ours fits a scanner; what is too long has none; what is no part is a text by itself", () => {
  expect(framesOf("kort")).toEqual(["kort"]);
  expect(framesOf("x".repeat(FRAME_LIMIT * FRAMES_LIMIT + 1))).toEqual([]);
  for (const frame of framesOf("x".repeat(FRAME_LIMIT * FRAMES_LIMIT))) {
    expect(frame.length).toBeLessThanOrEqual(FRAME_LIMIT + 20);
  }
  for (const odd of ["", "wijk:", "wijk:0000000:0:2:x", "wijk:0000000:3:2:x", "wijk:0000000:1:99:x"]) {
    expect(new Gathering().take(odd)).toEqual({ have: 1, of: 1, text: odd });
  }
});
