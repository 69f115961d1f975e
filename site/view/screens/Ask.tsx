import { draftOf } from "../drafts.ts";
import { state } from "../model.ts";
import { go } from "../navigation.ts";
import { postQuestion } from "../outbox.ts";
import { Button } from "../parts/Button.tsx";
import { Emergency } from "../parts/Emergency.tsx";
import { Field, Form } from "../parts/Form.tsx";
import { Heading } from "../parts/Heading.tsx";
import { word } from "../words.ts";

/** Who may read it. One choice exists, so it is made; more come, and then none is. */
function Audience() {
  return (
    <fieldset class="wk-radios" aria-describedby="audience-means">
      <legend class="wk-radios__legend">{word("ask.audience")}</legend>
      <label class="wk-radio">
        <input class="wk-radio__input" type="radio" name="audience" value="wijk" defaultChecked autocomplete="off" />
        <span class="wk-radio__label">{word("ask.audienceWijk")}</span>
      </label>
      <p class="wk-field__hint" id="audience-means">
        {word("ask.audienceMeans", { name: state.value.wijk?.name ?? "" })}
      </p>
    </fieldset>
  );
}

/** The form of a new question, with emergency numbers beside it. */
export function Ask() {
  const draft = draftOf("ask");
  const post = async () => {
    const id = await postQuestion();
    if (id) go({ at: "question", id }, "replace");
  };
  return (
    <div class="wk-stack">
      <Heading tab={word("nav.vraagbaak")}>{word("ask.title")}</Heading>
      <div class="wk-beside">
        <Emergency />
        <Form
          name="ask"
          submit={word("ask.post")}
          onSubmit={post}
          actions={
            <Button kind="subtle" onClick={() => go({ at: "questions" })}>
              {word("ask.cancel")}
            </Button>
          }
        >
          <Field
            label={word("ask.question")}
            hint={word("ask.questionHint")}
            value={draft.field("title")}
            lines={2}
            required
          />
          <Field label={word("ask.body")} hint={word("ask.bodyHint")} value={draft.field("body")} lines={5} />
          <Audience />
        </Form>
      </div>
    </div>
  );
}
