import { useSignal } from "@preact/signals";
import { busy, send } from "../model.ts";
import { Field, Form } from "../parts/Form.tsx";
import { Heading, Paragraph } from "../parts/Heading.tsx";
import { Wipe } from "../parts/Wipe.tsx";
import { word } from "../words.ts";

/** The keys of this device are under a passphrase. */
export function Locked() {
  const passphrase = useSignal("");
  return (
    <div class="wk-stack">
      <Heading tab={word("start.tab")}>{word("locked.title")}</Heading>
      <Paragraph lead>{word("locked.text")}</Paragraph>
      <Form
        name="unlock"
        submit={word("locked.do")}
        onSubmit={() => void send("unlock", { do: "unlock", passphrase: passphrase.value })}
      >
        <Field label={word("locked.passphrase")} value={passphrase} secret="current" required />
      </Form>
      {busy.value.has("unlock") && <Paragraph>{word("lock.busy")}</Paragraph>}
      <Paragraph>{word("locked.forgotten")}</Paragraph>
      <Wipe />
    </div>
  );
}
