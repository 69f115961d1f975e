import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { busy, failure, state } from "../model.ts";
import { wipeDevice } from "../wipe.ts";
import { word } from "../words.ts";
import { Button } from "./Button.tsx";
import { Paragraph, Subheading } from "./Heading.tsx";
import { ProblemNotice } from "./Problem.tsx";

function onlyHere(): boolean {
  return state.value.questions
    .flatMap((question) => [question, ...question.answers])
    .some(({ mine, kept }) => mine && !kept.relay && kept.neighbours === 0);
}

function Confirm({ onCancel }: { onCancel: () => void }) {
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => root.current?.querySelector("h2")?.focus(), []);
  const { me = "", mayInvite = false } = state.value.wijk ?? {};
  const failed = failure.value?.form === "wipe" ? failure.value.problem : undefined;
  return (
    <div ref={root} class="wk-alert wk-alert--warning">
      <Subheading id="wipe-sure">{word("wipe.sure")}</Subheading>
      <Paragraph>
        {word("wipe.lost")} {me && word("wipe.lostName", { name: me })}
      </Paragraph>
      {onlyHere() && (
        <p class="nl-paragraph">
          <strong>{word("wipe.onlyHere")}</strong>
        </p>
      )}
      {mayInvite ? (
        <p class="nl-paragraph">
          <strong>{word("wipe.founder")}</strong>
        </p>
      ) : null}
      <Paragraph>
        {word("wipe.stays")} {mayInvite ? null : word("wipe.again")}
      </Paragraph>
      {failed && <ProblemNotice problem={failed} />}
      <div class="wk-actions wk-alert__actions">
        <Button kind="primary" negative busy={busy.value.has("wipe")} onClick={() => void wipeDevice()}>
          {word("wipe.yes")}
        </Button>
        <Button onClick={onCancel}>{word("wipe.no")}</Button>
      </div>
    </div>
  );
}

/** *Wis dit apparaat*: asks once, says what is lost and what stays. */
export function Wipe() {
  const asking = useSignal(false);
  const root = useRef<HTMLElement>(null);
  const cancel = () => {
    asking.value = false;
    requestAnimationFrame(() => root.current?.querySelector("button")?.focus());
  };
  return (
    <section ref={root} class="wk-stack">
      {asking.value ? (
        <Confirm onCancel={cancel} />
      ) : (
        <>
          <Subheading>{word("wipe.title")}</Subheading>
          <Paragraph>{word("wipe.text")}</Paragraph>
          <div class="wk-actions">
            <Button
              negative
              onClick={() => {
                asking.value = true;
              }}
            >
              {word("wipe.wipe")}
            </Button>
          </div>
        </>
      )}
    </section>
  );
}
