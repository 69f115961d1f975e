import { expect, test } from "vitest";
import type { Answer, Question } from "./protocol.ts";
import { isShown, withSent } from "./sent.ts";

const kept = { device: false, neighbours: 0, relay: false };
const base = { author: "Mina", mine: true, at: 1, edited: false, kept, votes: 0, voted: false };
const answer = (id: string): Answer => ({ ...base, id, body: id });
const question = (id: string, answers: readonly Answer[] = []): Question => ({
  ...base,
  id,
  title: id,
  body: "",
  answers,
});

test("[SI24] what was sent is shown at once", () => {
  const sent = [{ question: question("new") }, { to: "old", answer: answer("a") }];
  const shown = withSent([question("old"), question("other")], sent);
  expect(shown.map(({ id }) => id)).toEqual(["new", "old", "other"]);
  expect(shown[1]?.answers.map(({ id }) => id)).toEqual(["a"]);
  expect(shown[2]?.answers).toEqual([]);
});

test("[SI24] once the worker shows it, it is there once", () => {
  const questions = [question("new", [answer("a")])];
  const sent = [{ question: question("new") }, { to: "new", answer: answer("a") }];
  expect(sent.every((thing) => isShown(questions, thing))).toBe(true);
  expect(withSent(questions, sent)).toEqual(questions);
});

test("[SI24] an answer to a question that is not here waits unseen", () => {
  expect(withSent([], [{ to: "gone", answer: answer("a") }])).toEqual([]);
});
