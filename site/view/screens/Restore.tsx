import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import { announcement, failure, groupsWrong, send } from "../model.ts";
import { go } from "../navigation.ts";
import { keepOffline } from "../offline.ts";
import { Field, Form } from "../parts/Form.tsx";
import { Heading, Paragraph, Subheading } from "../parts/Heading.tsx";
import { word } from "../words.ts";
import { WhatIsStored } from "./Start.tsx";

/** Which groups of a code are to be looked at again. */
function Groups({ form }: { form: string }) {
  const groups = groupsWrong.value;
  if (failure.value?.form !== form || groups.length === 0) return null;
  return <Paragraph>{word("card.groups", { groups: groups.join(", ") })}</Paragraph>;
}

/** Coming back with the recovery card, or with a file of one's own. */
export function Restore() {
  const code = useSignal("");
  const stolen = useSignal(false);
  const file = useSignal("");
  const id = useId();
  const restore = async () => {
    keepOffline();
    const reply = await send("restore", { do: "restore", code: code.value, stolen: stolen.value });
    if (!reply.ok) return;
    announcement.value = word("status.restored");
    go({ at: "questions" }, "replace");
  };
  const bring = async () => {
    keepOffline();
    const reply = await send("import", { do: "import", file: file.value, code: code.value });
    if (!reply.ok) return;
    announcement.value = word("status.imported");
    go({ at: "questions" }, "replace");
  };
  return (
    <div class="wk-stack wk-stack--loose">
      <div class="wk-stack">
        <Heading tab={word("start.tab")}>{word("restore.title")}</Heading>
        <Paragraph lead>{word("restore.lead")}</Paragraph>
        <Paragraph>{word("start.nothingYet")}</Paragraph>
      </div>
      <Form name="restore" submit={word("restore.do")} onSubmit={restore}>
        <Field label={word("restore.code")} hint={word("restore.codeHint")} value={code} lines={3} required />
        <Groups form="restore" />
        <fieldset class="wk-field">
          <legend class="wk-field__label">{word("restore.device")}</legend>
          {([false, true] as const).map((each) => (
            <label key={String(each)} class="wk-choice">
              <input
                type="radio"
                name={id}
                checked={stolen.value === each}
                onChange={() => {
                  stolen.value = each;
                }}
              />{" "}
              {word(each ? "restore.stolen" : "restore.broken")}
            </label>
          ))}
        </fieldset>
      </Form>
      <section class="wk-stack">
        <Subheading>{word("import.title")}</Subheading>
        <Paragraph>{word("import.text")}</Paragraph>
        <Form name="import" submit={word("import.do")} onSubmit={bring}>
          <FileField value={file} />
          <Groups form="import" />
        </Form>
      </section>
      <WhatIsStored />
    </div>
  );
}

function FileField({ value }: { value: { value: string } }) {
  const id = useId();
  return (
    <div class="wk-field">
      <label class="wk-field__label" for={id}>
        {word("import.file")}
      </label>
      <input
        class="wk-input"
        id={id}
        type="file"
        accept=".json,application/json"
        onChange={(event) => {
          void event.currentTarget.files?.[0]?.text().then((text) => {
            value.value = text;
          });
        }}
      />
    </div>
  );
}
