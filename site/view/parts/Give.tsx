import { useSignal } from "@preact/signals";
import { busy, send } from "../model.ts";
import type { PairingText } from "../protocol.ts";
import { word } from "../words.ts";
import { Button } from "./Button.tsx";
import { Field, Form } from "./Form.tsx";
import { Paragraph, Subheading } from "./Heading.tsx";
import { Passed } from "./Passed.tsx";
import { Scan } from "./Scan.tsx";

/** *Koppel een apparaat*: on the device that takes part already. */
export function Give() {
  const isOpen = useSignal(false);
  const asked = useSignal("");
  const seen = useSignal<PairingText | undefined>(undefined);
  const give = async (isSure: boolean) => {
    const reply = await send("give", { do: "give", request: asked.value, isSure });
    if (reply.ok) seen.value = reply.pairing;
  };
  const stop = () => {
    isOpen.value = false;
    asked.value = "";
    seen.value = undefined;
  };
  return (
    <section class="wk-stack">
      <Subheading>{word("give.title")}</Subheading>
      <Paragraph>{word("give.text")}</Paragraph>
      {!isOpen.value && (
        <div class="wk-actions">
          <Button
            onClick={() => {
              isOpen.value = true;
            }}
          >
            {word("give.open")}
          </Button>
        </div>
      )}
      {isOpen.value && seen.value === undefined && (
        <>
          <Scan
            onText={(text) => {
              asked.value = text;
              void give(false);
            }}
          />
          <Form
            name="give"
            submit={word("give.look")}
            onSubmit={() => void give(false)}
            actions={<Button onClick={stop}>{word("give.stop")}</Button>}
          >
            <Field label={word("give.request")} hint={word("give.requestHint")} value={asked} lines={3} required />
          </Form>
        </>
      )}
      {seen.value?.text === "" && (
        <div class="wk-alert wk-alert--warning">
          <p class="wk-alert__title">{word("pair.number", { number: seen.value.number })}</p>
          <Paragraph>{word("give.compare")}</Paragraph>
          <div class="wk-actions wk-alert__actions">
            <Button kind="primary" busy={busy.value.has("give")} onClick={() => void give(true)}>
              {word("give.yes")}
            </Button>
            <Button onClick={stop}>{word("give.no")}</Button>
          </div>
        </div>
      )}
      {seen.value !== undefined && seen.value.text !== "" && (
        <>
          <Paragraph>{word("give.now")}</Paragraph>
          <Passed label={word("give.answer")} text={seen.value.text} qr={word("give.answerQr")} />
          <div class="wk-actions">
            <Button onClick={stop}>{word("give.ready")}</Button>
          </div>
        </>
      )}
    </section>
  );
}
