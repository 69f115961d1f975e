import { signal } from "@preact/signals";
import { connected } from "../kept.ts";
import { mayWrite, state } from "../model.ts";
import { go } from "../navigation.ts";
import { questions } from "../outbox.ts";
import { Button } from "../parts/Button.tsx";
import { Author, State, When } from "../parts/Byline.tsx";
import { Due } from "../parts/Due.tsx";
import { Heading, Paragraph } from "../parts/Heading.tsx";
import type { Question } from "../protocol.ts";
import { hrefOf } from "../route.ts";
import { count, word } from "../words.ts";

const PAGE = 50;

/** How many are listed; kept while the page is open, so that the way back finds its place. */
const listed = signal(PAGE);

function Card({ question }: { question: Question }) {
  const { answers, votes } = question;
  return (
    <article class={`wk-card wk-card--link${question.mine ? " wk-card--own" : ""}`}>
      <h2 class="wk-card__title" dir="auto">
        <a href={hrefOf({ at: "question", id: question.id })}>{question.title}</a>
      </h2>
      <p class="wk-card__meta">
        <Author of={question} /> <When of={question} />{" "}
        <span>{answers.length > 0 ? count("list.answers", answers.length) : word("list.noAnswers")}</span>{" "}
        {votes > 0 && <span>{count("useful.votes", votes)}</span>}
      </p>
      <State of={question} block="wk-card" />
    </article>
  );
}

function Empty() {
  const { connection, wijk } = state.value;
  // A newcomer knows nobody yet either, and is not alone: only who can invite can know.
  const alone = wijk?.members === 1 && wijk.mayInvite;
  const coming = connection.progress !== undefined && connection.progress < 1;
  const waiting = connected(connection) ? "list.emptyText" : "list.emptyWaiting";
  const text = coming ? "list.emptyComing" : alone ? "list.emptyAlone" : waiting;
  return (
    <div class="wk-empty">
      <h2 class="wk-empty__title">{word(coming ? "list.coming" : "list.empty")}</h2>
      <Paragraph>{word(text)}</Paragraph>
      {alone && !coming && (
        <div class="wk-actions">
          <Button onClick={() => go({ at: "members" })}>{word("list.invite")}</Button>
        </div>
      )}
    </div>
  );
}

/** VraagBaak: the wijk's questions, newest first. */
export function Questions() {
  const all = questions.value;
  const shown = all.slice(0, listed.value);
  return (
    <div class="wk-stack">
      <div class="wk-bar">
        <Heading tab={word("nav.vraagbaak")}>{word("nav.vraagbaak")}</Heading>
        {mayWrite.value && (
          <div class="wk-bar__end">
            <Button kind="primary" onClick={() => go({ at: "ask" })}>
              {word("list.ask")}
            </Button>
          </div>
        )}
      </div>
      <Due />
      {all.length === 0 ? (
        mayWrite.value && <Empty />
      ) : (
        <ul class="wk-list">
          {shown.map((question) => (
            <li key={question.id}>
              <Card question={question} />
            </li>
          ))}
        </ul>
      )}
      {shown.length < all.length && (
        <div class="wk-actions">
          <Button
            onClick={() => {
              listed.value += PAGE;
            }}
          >
            {word("list.more")}
          </Button>
          <Paragraph>{word("list.shown", { n: shown.length, total: all.length })}</Paragraph>
        </div>
      )}
    </div>
  );
}
