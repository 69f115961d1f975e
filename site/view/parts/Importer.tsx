import { type Signal, useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import { announcement, failure, groupsWrong, send } from "../model.ts";
import { go } from "../navigation.ts";
import { keepOffline } from "../offline.ts";
import { word } from "../words.ts";
import { Form } from "./Form.tsx";
import { Paragraph, Subheading } from "./Heading.tsx";

/** Which groups of a code are to be looked at again. */
export function Groups({ form }: { form: string }) {
  const groups = groupsWrong.value;
  if (failure.value?.form !== form || groups.length === 0) return null;
  return <Paragraph>{word("card.groups", { groups: groups.join(", ") })}</Paragraph>;
}

/** *Importeer*: a file that was exported before. `code`: of the card that opens it; without, one's own device does. */
export function Importer({ code }: { code?: Signal<string> }) {
  const file = useSignal("");
  const id = useId();
  const bring = async () => {
    keepOffline();
    const reply = await send("import", { do: "import", file: file.value, code: code?.value ?? "" });
    if (!reply.ok) return;
    announcement.value = word("status.imported");
    go({ at: "questions" }, "replace");
  };
  return (
    <section class="wk-stack">
      <Subheading>{word("import.title")}</Subheading>
      <Paragraph>{word(code ? "import.text" : "import.own")}</Paragraph>
      <Form name="import" submit={word("import.do")} onSubmit={bring}>
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
                file.value = text;
              });
            }}
          />
        </div>
        <Groups form="import" />
      </Form>
    </section>
  );
}
