import { expect, test } from "vitest";
import type { Route } from "./route.ts";
import { screenOf } from "./screen.ts";

const question: Route = { at: "question", id: "q" };
const join: Route = { at: "join", link: "l" };

test("[SI20] outside, only the start, beginning and an invitation are shown", () => {
  expect(screenOf("outside", question)).toEqual({ at: "start" });
  expect(screenOf("outside", { at: "mine" })).toEqual({ at: "start" });
  expect(screenOf("outside", { at: "begin" })).toEqual({ at: "begin" });
  expect(screenOf("outside", join)).toEqual(join);
});

test("[SI20] inside, the start leads to the questions; another wijk can be begun, and an invitation opened", () => {
  expect(screenOf("inside", { at: "start" })).toEqual({ at: "questions" });
  expect(screenOf("inside", { at: "begin" })).toEqual({ at: "begin" });
  expect(screenOf("inside", question)).toEqual(question);
  expect(screenOf("inside", join)).toEqual(join);
});

test("[SI35] who was refused does not get to the form for a question", () => {
  expect(screenOf("inside", { at: "ask" }, false)).toEqual({ at: "questions" });
  expect(screenOf("inside", join, false)).toEqual(join);
  expect(screenOf("inside", question, false)).toEqual(question);
});

test("[SI98] while the keys are locked nothing else is shown, wherever one wants to be", () => {
  expect(screenOf("locked", question)).toEqual({ at: "locked" });
  expect(screenOf("locked", { at: "restore" })).toEqual({ at: "locked" });
});

test("[SI20] while loading or blocked nothing else is shown, wherever one wants to be", () => {
  expect(screenOf("loading", question)).toEqual({ at: "loading" });
  expect(screenOf("blocked", join)).toEqual({ at: "blocked" });
});
