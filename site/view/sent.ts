import type { Answer, Question } from "./protocol.ts";

/** What was sent and may not be in the worker's state yet: shown at once, and said to be not stored. */
export type Sent = { readonly question: Question } | { readonly answer: Answer; readonly to: string };

function has(things: readonly { readonly id: string }[], id: string): boolean {
  return things.some((thing) => thing.id === id);
}

/** Whether the worker's state shows it, so that ours is no longer needed. */
export function isShown(questions: readonly Question[], thing: Sent): boolean {
  if ("question" in thing) return has(questions, thing.question.id);
  return questions.some(({ id, answers }) => id === thing.to && has(answers, thing.answer.id));
}

/** Questions as the worker has them, with what is under way laid over them. */
export function withSent(questions: readonly Question[], sent: Iterable<Sent>): readonly Question[] {
  let all = questions;
  for (const thing of sent) {
    if (isShown(questions, thing)) continue;
    if ("question" in thing) all = [thing.question, ...all];
    else {
      const answered = (question: Question) => ({ ...question, answers: [...question.answers, thing.answer] });
      all = all.map((question) => (question.id === thing.to ? answered(question) : question));
    }
  }
  return all;
}
