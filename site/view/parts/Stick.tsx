import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import { announcement, busy, failure, send } from "../model.ts";
import { count, word } from "../words.ts";
import { Button } from "./Button.tsx";
import { saveFile } from "./download.ts";
import { Form } from "./Form.tsx";
import { Paragraph, Subheading } from "./Heading.tsx";
import { ProblemNotice } from "./Problem.tsx";

/** Messages in a file, on a stick or by the share sheet: where there is no network. */
export function Stick() {
  const file = useSignal<File | undefined>(undefined);
  const id = useId();
  const save = async () => {
    const reply = await send("stick", { do: "stick" });
    if (!reply.ok || reply.messages === undefined) return;
    saveFile(reply.messages, "wijk.wijk");
    announcement.value = word("status.stickSaved");
  };
  const take = async () => {
    if (file.value === undefined) return;
    const reply = await send("take", { do: "take", file: file.value });
    if (!reply.ok || reply.taken === undefined) return;
    const { accepted, isCut } = reply.taken;
    announcement.value = `${count("status.stickTaken", accepted)} ${isCut ? word("stick.cut") : ""}`.trim();
  };
  return (
    <section class="wk-stack">
      <Subheading>{word("stick.title")}</Subheading>
      <Paragraph>{word("stick.text")}</Paragraph>
      <div class="wk-actions">
        <Button busy={busy.value.has("stick")} onClick={() => void save()}>
          {word("stick.save")}
        </Button>
      </div>
      {failure.value?.form === "stick" && <ProblemNotice problem={failure.value.problem} />}
      <Form name="take" submit={word("stick.take")} onSubmit={() => void take()}>
        <div class="wk-field">
          <label class="wk-field__label" for={id}>
            {word("stick.file")}
          </label>
          <input
            class="wk-input"
            id={id}
            type="file"
            accept=".wijk,application/octet-stream"
            onChange={(event) => {
              file.value = event.currentTarget.files?.[0];
            }}
          />
        </div>
      </Form>
    </section>
  );
}
