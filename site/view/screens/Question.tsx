import { draftOf } from "../drafts.ts";
import { mayWrite, state } from "../model.ts";
import { postAnswer, questions } from "../outbox.ts";
import { Author, State, When } from "../parts/Byline.tsx";
import { EditButton, Editor, isEditing } from "../parts/Edit.tsx";
import { Field, Form } from "../parts/Form.tsx";
import { Heading, Paragraph, Subheading } from "../parts/Heading.tsx";
import { Useful } from "../parts/Useful.tsx";
import type { Answer, Question as Asked } from "../protocol.ts";
import { hrefOf } from "../route.ts";
import { word } from "../words.ts";

function AnswerArticle({ answer }: { answer: Answer }) {
  const byline = `by-${answer.id}`;
  const fields = [{ field: "body", text: answer.body, label: word("edit.text"), lines: 4, required: true }] as const;
  return (
    <article class={`wk-answer${answer.mine ? " wk-answer--own" : ""}`} aria-labelledby={byline}>
      <div class="wk-answer__head" id={byline}>
        <span class="wk-answer__author">
          <Author of={answer} />
        </span>{" "}
        <span class="wk-answer__meta">
          <When of={answer} />
        </span>
      </div>
      {isEditing(answer.id) ? (
        <Editor id={answer.id} fields={fields} />
      ) : (
        <>
          <p class="wk-answer__text" dir="auto">
            {answer.body}
          </p>
          <div class="wk-answer__actions">
            {answer.mine && mayWrite.value ? <EditButton id={answer.id} fields={fields} /> : null}
            <Useful of={answer} />
          </div>
        </>
      )}
      <State of={answer} block="wk-answer" />
    </article>
  );
}

function QuestionArticle({ question }: { question: Asked }) {
  const fields = [
    { field: "title", text: question.title, label: word("ask.question"), lines: 2, required: true },
    { field: "body", text: question.body, label: word("ask.body"), lines: 5, required: false },
  ] as const;
  return (
    <article class={`wk-question${question.mine ? " wk-question--own" : ""}`} aria-labelledby="title">
      <div class="wk-question__title">
        <Heading tab={word("question.tab")}>{question.title}</Heading>
      </div>
      <p class="wk-question__meta">
        <Author of={question} /> <When of={question} />
      </p>
      {isEditing(question.id) ? (
        <Editor id={question.id} fields={fields} />
      ) : (
        <>
          {question.body !== "" && (
            <p class="wk-question__text" dir="auto">
              {question.body}
            </p>
          )}
          <div class="wk-question__actions">
            {question.mine && mayWrite.value ? <EditButton id={question.id} fields={fields} /> : null}
            <Useful of={question} />
          </div>
        </>
      )}
      <State of={question} block="wk-question" />
    </article>
  );
}

function AnswerForm({ id }: { id: string }) {
  const form = `answer:${id}`;
  const name = state.value.wijk?.name ?? "";
  return (
    <Form name={form} submit={word("question.post")} onSubmit={() => void postAnswer(id)}>
      <Field
        label={word("question.answer")}
        hint={word("question.answerHint", { name })}
        value={draftOf(form).field("body")}
        lines={4}
        required
      />
    </Form>
  );
}

function Missing() {
  const { progress } = state.value.connection;
  return (
    <div class="wk-stack">
      <Heading tab={word("question.tab")}>{word("question.missing")}</Heading>
      <Paragraph>{word(progress !== undefined && progress < 1 ? "question.coming" : "question.missingText")}</Paragraph>
    </div>
  );
}

/** What is said while there is no answer. */
function nobody({ mine, kept }: Asked): string {
  if (!mine) return "question.none";
  return kept.neighbours > 0 ? "question.noneShared" : "question.noneMine";
}

/** One question and its answers. */
export function Question({ id }: { id: string }) {
  const question = questionAt(questions.value, id);
  if (!question) return <Missing />;
  return (
    <div class="wk-stack wk-stack--loose">
      <div class="wk-stack">
        <a class="nl-link wk-back" href={hrefOf({ at: "questions" })}>
          {word("question.back")}
        </a>
        <QuestionArticle question={question} />
      </div>
      <section class="wk-stack" aria-labelledby="answers">
        <Subheading id="answers">{word("question.answers")}</Subheading>
        {question.answers.length === 0 ? (
          <Paragraph>{word(nobody(question))}</Paragraph>
        ) : (
          <ol class="wk-answers">
            {question.answers.map((answer) => (
              <li key={answer.id}>
                <AnswerArticle answer={answer} />
              </li>
            ))}
          </ol>
        )}
      </section>
      {mayWrite.value && <AnswerForm id={id} />}
    </div>
  );
}

/** An own id is the last part of the id by which others know the same question: a link opens it on either side. */
function questionAt(all: readonly Asked[], id: string): Asked | undefined {
  const own = (each: string) => each.slice(each.indexOf(".") + 1);
  return all.find((known) => known.id === id) ?? all.find((known) => own(known.id) === own(id));
}
