import { expect, test } from "vitest";
import { meet, rotate, street, take, titles, wijk, write } from "./testing/street.ts";
import { device, installOf, parsed } from "./testing/wijk.ts";

test("[DO64] erasing ends this device's lanes in every epoch, and nothing of them shows any more", async () => {
  const { anna, bo, cato, daan } = await street();
  await rotate(anna, "Anna", []);
  await meet(anna, bo, cato, daan);
  const lanes = bo.documents.owners.lanes(bo.documents.me);
  expect(lanes).toEqual([bo.documents.lane]);
  const erased = bo.documents.erase().flatMap(parsed);
  bo.store.push(...erased);
  bo.documents.committed();
  expect(erased.map(({ lane, isErase }) => [lane, isErase])).toEqual(lanes.map((lane) => [lane, true]));
  await meet(anna, bo, cato, daan);
  for (const one of [anna, cato, daan]) expect(titles(one)).toEqual(["a first", "c first", "d first"]);
  const restarted = await device(wijk, "Bo", 1, bo.store.slice());
  await take(restarted.documents, restarted.store);
  expect(titles(restarted)).toEqual(["a first", "c first", "d first"]);
});

test("[DO64] erasing ends the lanes of one's other devices too, when their numbers are known, and nobody else's", async () => {
  const { anna, bo, cato, daan } = await street();
  const laptop = await device(wijk, "Bo", 2);
  await meet(anna, bo, cato, daan, laptop);
  write(laptop, "laptop", "b laptop");
  laptop.save();
  await meet(anna, bo, cato, daan, laptop);
  expect(titles(anna)).toContain("b laptop");
  const erased = bo.documents.erase([installOf("Bo", 2), installOf("Bo", 9), installOf("Anna", 1)]).flatMap(parsed);
  bo.store.push(...erased);
  bo.documents.committed();
  expect(new Set(erased.map(({ lane }) => lane))).toEqual(new Set([bo.documents.lane, laptop.documents.lane]));
  await meet(anna, bo, cato, daan);
  for (const one of [anna, cato, daan]) expect(titles(one)).toEqual(["a first", "c first", "d first"]);
});
