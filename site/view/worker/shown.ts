import type { ContributionView, QuestionBoard, QuestionView } from "@wijkkit/machines";
import type { Contribution, Question } from "../protocol.ts";
import type { LocalSpace } from "./space.ts";

export interface ShownChange {
  readonly changed: readonly Question[];
  readonly gone: readonly string[];
}

/** Questions as the page shows them: what the board derives, and where each contribution is kept. */
export class Shown {
  readonly #local: LocalSpace;
  readonly #board: QuestionBoard;
  /** Views with own words in them, whose receipts may come at any time, and what was shown of them. */
  readonly #own = new Map<string, { readonly view: QuestionView; readonly shown: string }>();

  constructor(local: LocalSpace, board: QuestionBoard) {
    this.#local = local;
    this.#board = board;
  }

  /** Every question, newest first. */
  all(): Question[] {
    this.#board.refresh(this.#local.documents.membership);
    return this.#board.questions().map((view) => this.#show(view));
  }

  /** What differs from what was shown last. */
  changes(): ShownChange {
    const { changed, gone } = this.#board.refresh(this.#local.documents.membership);
    for (const id of gone) this.#own.delete(id);
    const questions = changed.map((view) => this.#show(view));
    const told = new Set(questions.map(({ id }) => id));
    for (const [id, { view, shown }] of [...this.#own]) {
      if (told.has(id)) continue;
      const question = this.#show(view);
      if (JSON.stringify(question) !== shown) questions.push(question);
    }
    return { changed: questions, gone };
  }

  #show(view: QuestionView): Question {
    const answers = view.answers.map((answer) => ({ ...this.#contribution(answer), body: answer.body }));
    const question = { ...this.#contribution(view), title: view.title, body: view.body, answers };
    const isOwn = question.mine || answers.some(({ mine }) => mine);
    if (isOwn) this.#own.set(view.id, { view, shown: JSON.stringify(question) });
    else this.#own.delete(view.id);
    return question;
  }

  #contribution({ id, ref, author, mine, at, edited, votes, voted }: ContributionView): Contribution {
    return { id, author, mine, at, edited, kept: this.#local.receipts.kept(ref, mine), votes, voted };
  }
}
