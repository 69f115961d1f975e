import { signal } from "@preact/signals";
import { useLayoutEffect } from "preact/hooks";
import { draftOf, dropDraft, hasDraft } from "../drafts.ts";
import { announcement, failure, send } from "../model.ts";
import { word } from "../words.ts";
import { Button } from "./Button.tsx";
import { Field, Form } from "./Form.tsx";

export interface EditedField {
  readonly field: "title" | "body";
  /** The words as they are now. */
  readonly text: string;
  readonly label: string;
  readonly lines: number;
  readonly required: boolean;
}

const opened = signal(0);
/** Whose form gets the focus when it stands. */
let justOpened: string | undefined;
const nameOf = (id: string) => `edit:${id}`;
const formOf = (id: string) => `editor:${id}`;

/** A contribution is being changed as long as its form has a draft, also after going away and back. */
export function isEditing(id: string): boolean {
  void opened.value;
  return hasDraft(nameOf(id));
}

function close(id: string): void {
  if (failure.value?.form === nameOf(id)) failure.value = undefined;
  dropDraft(nameOf(id));
  opened.value++;
  // The button stands where the form stood, from the next frame on.
  requestAnimationFrame(() => document.getElementById(nameOf(id))?.focus());
}

export function EditButton({ id, fields }: { id: string; fields: readonly EditedField[] }) {
  const open = () => {
    justOpened = id;
    draftOf(nameOf(id), Object.fromEntries(fields.map(({ field, text }) => [field, text])));
    opened.value++;
  };
  return (
    <Button id={nameOf(id)} onClick={open}>
      {word("edit.edit")}
    </Button>
  );
}

/** Changes one's own texts in place. */
export function Editor({ id, fields }: { id: string; fields: readonly EditedField[] }) {
  const name = nameOf(id);
  const draft = draftOf(name);
  useLayoutEffect(() => {
    if (justOpened === id) document.getElementById(formOf(id))?.querySelector("textarea")?.focus();
    justOpened = undefined;
  }, [id]);
  const save = async () => {
    for (const { field, text: before } of fields) {
      const words = draft.field(field).value.trim();
      const text = field === "title" ? words.replace(/\s+/g, " ") : words;
      if (text === before) continue;
      const reply = await send(name, { do: "edit", id, field, text });
      if (!reply.ok) return;
    }
    close(id);
    announcement.value = word("status.edited");
  };
  return (
    <div id={formOf(id)}>
      <Form
        name={name}
        submit={word("edit.save")}
        onSubmit={save}
        actions={
          <Button kind="subtle" onClick={() => close(id)}>
            {word("edit.cancel")}
          </Button>
        }
      >
        {fields.map(({ field, label, lines, required }) => (
          <Field key={field} label={label} value={draft.field(field)} lines={lines} required={required} />
        ))}
      </Form>
    </div>
  );
}
