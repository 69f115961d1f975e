import { unsentTexts } from "../drafts.ts";
import { state } from "../model.ts";
import { Button } from "../parts/Button.tsx";
import { Heading, Paragraph } from "../parts/Heading.tsx";
import { Wipe } from "../parts/Wipe.tsx";
import { word } from "../words.ts";

/** The page cannot work here: what happened, what is safe, what to do; words not sent can be taken along. */
export function Blocked() {
  const problem = state.value.problem ?? "storage-blocked";
  const unsent = unsentTexts().join("\n\n");
  return (
    <div class="wk-stack">
      <Heading tab={word("start.tab")}>{word(`problem.${problem}.title`)}</Heading>
      <Paragraph lead>{word(`problem.${problem}.safe`)}</Paragraph>
      <Paragraph>{word(`problem.${problem}.do`)}</Paragraph>
      {unsent !== "" && (
        <div class="wk-field">
          <label class="wk-field__label" for="unsent">
            {word("unsent.label")}
          </label>
          <p class="wk-field__hint" id="unsent-hint">
            {word("unsent.hint")}
          </p>
          <textarea
            class="wk-textarea"
            id="unsent"
            aria-describedby="unsent-hint"
            rows={6}
            readOnly
            autocomplete="off"
            dir="auto"
            value={unsent}
          />
        </div>
      )}
      <div class="wk-actions">
        <Button kind="primary" onClick={() => location.reload()}>
          {word("problem.retry")}
        </Button>
      </div>
      <Wipe />
    </div>
  );
}
