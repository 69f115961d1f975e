import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { announcement, request, send } from "../model.ts";
import { go } from "../navigation.ts";
import { keepOffline } from "../offline.ts";
import { Field, Form } from "../parts/Form.tsx";
import { Heading, Paragraph, Subheading } from "../parts/Heading.tsx";
import { Passed } from "../parts/Passed.tsx";
import { Scan } from "../parts/Scan.tsx";
import type { PairingText } from "../protocol.ts";
import { word } from "../words.ts";
import { WhatIsStored } from "./Start.tsx";

/** On a new device: what it shows to the old one, and what that one answers. */
export function Pair() {
  const asked = useSignal<PairingText | undefined>(undefined);
  const answer = useSignal("");
  useEffect(() => {
    void request({ do: "pair" }).then((reply) => {
      if (reply.ok) asked.value = reply.pairing;
    });
  }, [asked]);
  const finish = async () => {
    keepOffline();
    if (!(await send("paired", { do: "paired", answer: answer.value })).ok) return;
    announcement.value = word("status.paired");
    go({ at: "questions" }, "replace");
  };
  return (
    <div class="wk-stack wk-stack--loose">
      <div class="wk-stack">
        <Heading tab={word("start.tab")}>{word("pair.title")}</Heading>
        <Paragraph lead>{word("pair.lead")}</Paragraph>
        <Paragraph>{word("start.nothingYet")}</Paragraph>
      </div>
      {asked.value && (
        <section class="wk-stack">
          <Subheading>{word("pair.first")}</Subheading>
          <Paragraph>{word("pair.firstText")}</Paragraph>
          <Passed label={word("pair.request")} text={asked.value.text} qr={word("pair.requestQr")} />
          <Paragraph>{word("pair.number", { number: asked.value.number })}</Paragraph>
        </section>
      )}
      <section class="wk-stack">
        <Subheading>{word("pair.second")}</Subheading>
        <Scan
          onText={(text) => {
            answer.value = text;
          }}
        />
        <Form name="paired" submit={word("pair.do")} onSubmit={finish}>
          <Field label={word("pair.answer")} hint={word("pair.answerHint")} value={answer} lines={4} required />
        </Form>
      </section>
      <WhatIsStored />
    </div>
  );
}
