import { useSignal } from "@preact/signals";
import { busy, send } from "../model.ts";
import type { PairingText, Request } from "../protocol.ts";
import { word } from "../words.ts";
import { Button } from "./Button.tsx";
import { Field, Form } from "./Form.tsx";
import { Paragraph } from "./Heading.tsx";
import { Passed } from "./Passed.tsx";
import { Scan } from "./Scan.tsx";

type Part =
  | "open"
  | "request"
  | "requestHint"
  | "look"
  | "stop"
  | "compare"
  | "yes"
  | "no"
  | "now"
  | "answer"
  | "answerQr"
  | "ready";

interface HandingProps {
  /** Its words. */
  readonly say: (part: Part) => string;
  /** The form's name. */
  readonly form: string;
  /** What is asked of the worker, before and after the number was compared. */
  readonly ask: (request: string, isSure: boolean) => Request;
}

/** Hands something over to another device: its code, one number to compare, the answer. */
export function Handing({ say, form, ask }: HandingProps) {
  const isOpen = useSignal(false);
  const asked = useSignal("");
  const seen = useSignal<PairingText | undefined>(undefined);
  const give = async (isSure: boolean) => {
    const reply = await send(form, ask(asked.value, isSure));
    if (reply.ok) seen.value = reply.pairing;
  };
  const stop = () => {
    isOpen.value = false;
    asked.value = "";
    seen.value = undefined;
  };
  if (!isOpen.value) {
    return (
      <div class="wk-actions">
        <Button
          onClick={() => {
            isOpen.value = true;
          }}
        >
          {say("open")}
        </Button>
      </div>
    );
  }
  if (seen.value === undefined) {
    return (
      <>
        <Scan
          onText={(text) => {
            asked.value = text;
            void give(false);
          }}
        />
        <Form
          name={form}
          submit={say("look")}
          onSubmit={() => void give(false)}
          actions={<Button onClick={stop}>{say("stop")}</Button>}
        >
          <Field label={say("request")} hint={say("requestHint")} value={asked} lines={3} required />
        </Form>
      </>
    );
  }
  if (seen.value.text === "") {
    return (
      <div class="wk-alert wk-alert--warning">
        <p class="wk-alert__title">{word("pair.number", { number: seen.value.number })}</p>
        <Paragraph>{say("compare")}</Paragraph>
        <div class="wk-actions wk-alert__actions">
          <Button kind="primary" busy={busy.value.has(form)} onClick={() => void give(true)}>
            {say("yes")}
          </Button>
          <Button onClick={stop}>{say("no")}</Button>
        </div>
      </div>
    );
  }
  return (
    <>
      <Paragraph>{say("now")}</Paragraph>
      <Passed label={say("answer")} text={seen.value.text} qr={say("answerQr")} />
      <div class="wk-actions">
        <Button onClick={stop}>{say("ready")}</Button>
      </div>
    </>
  );
}
