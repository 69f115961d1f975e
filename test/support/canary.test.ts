import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { canary, foundIn, foundUnder } from "./canary.ts";

const word = canary("a field");

test("a canary word is found in every form it could take", () => {
  const forms = [word, Buffer.from(word, "utf16le"), Buffer.from(word).toString("hex")];
  const encoded = ["", "x", "xy"].map((before) => Buffer.from(`${before}${word} and more`).toString("base64url"));
  for (const form of [...forms, ...encoded]) expect(foundIn(Buffer.from(form), [word])).toEqual([word]);
  expect(foundIn(Buffer.from(canary("another field")), [word])).toEqual([]);
});

test("a canary word is found in a folder's files, and in their names", () => {
  const folder = mkdtempSync(join(tmpdir(), "wijkkit-canary-"));
  writeFileSync(join(folder, "plain"), `before ${word} after`);
  writeFileSync(join(folder, word), "nothing");
  writeFileSync(join(folder, "clean"), "nothing");
  expect(foundUnder(folder, [word])).toHaveLength(2);
  rmSync(folder, { recursive: true });
});
