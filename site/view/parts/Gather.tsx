import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { announcement, request, send } from "../model.ts";
import { go } from "../navigation.ts";
import { keepOffline } from "../offline.ts";
import type { PairingText } from "../protocol.ts";
import { word } from "../words.ts";
import { Button } from "./Button.tsx";
import { Field, Form } from "./Form.tsx";
import { Paragraph, Subheading } from "./Heading.tsx";
import { OldDevice } from "./OldDevice.tsx";
import { Passed } from "./Passed.tsx";
import { Scan } from "./Scan.tsx";

/** Coming back with the help of two neighbours. */
export function Gather({ onStop }: { onStop: () => void }) {
  const asked = useSignal<PairingText | undefined>(undefined);
  const [first, second] = [useSignal(""), useSignal("")];
  const stolen = useSignal(false);
  useEffect(() => {
    void request({ do: "pair" }).then((reply) => {
      if (reply.ok) asked.value = reply.pairing;
    });
  }, [asked]);
  const gather = async () => {
    keepOffline();
    const answers = [first.value, second.value];
    const reply = await send("gather", { do: "gather", answers, stolen: stolen.value });
    if (!reply.ok) return;
    announcement.value = word("status.restored");
    go({ at: "questions" }, "replace");
  };
  return (
    <section class="wk-stack">
      <Subheading>{word("gather.title")}</Subheading>
      <Paragraph>{word("gather.text")}</Paragraph>
      {asked.value && (
        <>
          <Passed label={word("gather.request")} text={asked.value.text} qr={word("gather.requestQr")} />
          <Paragraph>{word("gather.number", { number: asked.value.number })}</Paragraph>
        </>
      )}
      <Scan
        onText={(text) => {
          const field = first.value === "" ? first : second;
          field.value = text;
        }}
      />
      <Form
        name="gather"
        submit={word("restore.do")}
        onSubmit={() => void gather()}
        actions={<Button onClick={onStop}>{word("gather.stop")}</Button>}
      >
        <Field label={word("gather.first")} value={first} lines={3} required />
        <Field label={word("gather.second")} value={second} lines={3} required />
        <OldDevice stolen={stolen} />
      </Form>
    </section>
  );
}
