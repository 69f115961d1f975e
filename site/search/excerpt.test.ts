import { expect, test } from "vitest";
import { piecesOf } from "./excerpt.ts";

test("[SI53] an excerpt is text and marks, whatever else it holds", () => {
  expect(piecesOf("je <mark>slaap</mark> wordt beter")).toEqual([
    { text: "je ", marked: false },
    { text: "slaap", marked: true },
    { text: " wordt beter", marked: false },
  ]);
  expect(piecesOf("<mark>&lt;img</mark> src=x onerror=1&gt;")).toEqual([
    { text: "<img", marked: true },
    { text: " src=x onerror=1>", marked: false },
  ]);
  expect(piecesOf("<script>1</script><mark>open")).toEqual([{ text: "<script>1</script><mark>open", marked: false }]);
  expect(piecesOf("")).toEqual([]);
});
