import { draftOf, dropDraft } from "../drafts.ts";
import { announcement, send } from "../model.ts";
import { go } from "../navigation.ts";
import { keepOffline } from "../offline.ts";
import { Button } from "../parts/Button.tsx";
import { Field, Form } from "../parts/Form.tsx";
import { Heading, Paragraph, Subheading } from "../parts/Heading.tsx";
import { word } from "../words.ts";

/** What the joining button will store, before it is pressed. */
export function WhatIsStored() {
  return (
    <section class="wk-panel wk-panel--quiet wk-stack wk-stack--tight">
      <Subheading>{word("start.what")}</Subheading>
      <ul class="wk-bullets">
        <li>{word("start.whatKeys")}</li>
        <li>{word("start.whatMessages")}</li>
        <li>{word("start.whatPage")}</li>
      </ul>
      <Paragraph>{word("start.whatEnd")}</Paragraph>
    </section>
  );
}

/** Outside: what this is, and that nothing is stored yet. */
export function Start() {
  return (
    <div class="wk-stack">
      <Heading tab={word("start.tab")}>{word("start.title")}</Heading>
      <Paragraph lead>{word("start.lead")}</Paragraph>
      <Paragraph>{word("start.sealed")}</Paragraph>
      <Paragraph>{word("start.nothingYet")}</Paragraph>
      <div class="wk-actions">
        <Button kind="primary" onClick={() => go({ at: "begin" })}>
          {word("start.begin")}
        </Button>
      </div>
      <Paragraph>{word("start.invited")}</Paragraph>
    </div>
  );
}

/** Founding a wijk. */
export function Begin() {
  const draft = draftOf("begin");
  const [wijk, name] = [draft.field("wijk"), draft.field("name")];
  const begin = async () => {
    keepOffline();
    const reply = await send("begin", { do: "begin", wijk: wijk.value.trim(), name: name.value.trim() });
    if (!reply.ok) return;
    announcement.value = word("status.joined", { name: wijk.value.trim() });
    dropDraft("begin");
    go({ at: "questions" }, "replace");
  };
  return (
    <div class="wk-stack">
      <Heading tab={word("start.tab")}>{word("begin.title")}</Heading>
      <Paragraph>{word("begin.intro")}</Paragraph>
      <Form name="begin" submit={word("start.join")} onSubmit={begin}>
        <Field label={word("begin.wijk")} hint={word("begin.wijkHint")} value={wijk} required />
        <Field label={word("start.name")} hint={word("start.nameHint")} value={name} required />
      </Form>
      <WhatIsStored />
    </div>
  );
}
