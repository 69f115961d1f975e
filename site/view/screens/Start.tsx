import { useSignal } from "@preact/signals";
import { useEffect, useId } from "preact/hooks";
import { draftOf, dropDraft } from "../drafts.ts";
import { announcement, send, siteName } from "../model.ts";
import { go, onlyThisDevice } from "../navigation.ts";
import { keepOffline, opensOffline } from "../offline.ts";
import { Button } from "../parts/Button.tsx";
import { Field, Form } from "../parts/Form.tsx";
import { Heading, Paragraph, Subheading } from "../parts/Heading.tsx";
import { type Surroundings, surroundings } from "../surroundings.ts";
import { word } from "../words.ts";

/** What the joining button will store, before it is pressed, and where that may not last. */
export function WhatIsStored() {
  const where = useSignal<Surroundings | undefined>(undefined);
  useEffect(() => {
    void surroundings().then((found) => {
      where.value = found;
    });
  }, [where]);
  return (
    <section class="wk-panel wk-panel--quiet wk-stack wk-stack--tight">
      <Subheading>{word("start.what")}</Subheading>
      <ul class="wk-bullets">
        <li>{word("start.whatKeys")}</li>
        <li>{word("start.whatMessages")}</li>
        {opensOffline() && <li>{word("start.whatPage")}</li>}
      </ul>
      <Paragraph>{word("start.whatEnd")}</Paragraph>
      {where.value && (
        <div class="wk-alert wk-alert--warning">
          <Paragraph>{word(`where.${where.value}`)}</Paragraph>
        </div>
      )}
    </section>
  );
}

/** Outside: what this is, and that nothing is stored yet. */
export function Start() {
  return (
    <div class="wk-stack">
      <Heading tab={word("start.tab")}>{word("start.title")}</Heading>
      <Paragraph lead>{word("start.lead")}</Paragraph>
      <div class="wk-panel">
        <Paragraph>{word("start.invited")}</Paragraph>
      </div>
      <Paragraph>{word("start.sealed")}</Paragraph>
      <Paragraph>{word("start.nothingYet")}</Paragraph>
      <Paragraph>{word("start.none")}</Paragraph>
      <div class="wk-actions">
        <Button onClick={() => go({ at: "begin" })}>{word("start.begin")}</Button>
        <Button onClick={() => go({ at: "restore" })}>{word("start.card")}</Button>
        <Button onClick={() => go({ at: "pair" })}>{word("start.pair")}</Button>
      </div>
    </div>
  );
}

/** What a site is called that nobody has named yet. */
const KIT = "Wijkkit";

/** Founding a wijk. */
export function Begin() {
  const draft = draftOf("begin", { wijk: siteName.value === KIT ? "" : siteName.value });
  const [wijk, name] = [draft.field("wijk"), draft.field("name")];
  const isVoorkamer = useSignal(false);
  const kinds = useId();
  const begin = async () => {
    keepOffline();
    const names = { wijk: wijk.value.trim(), name: name.value.trim() };
    const reply = await send("begin", { do: "begin", ...names, ...(isVoorkamer.value && { voorkamer: true }) });
    if (!reply.ok) return;
    announcement.value = word("status.joined", { name: wijk.value.trim() });
    dropDraft("begin");
    go({ at: "questions" }, "replace");
  };
  return (
    <div class="wk-stack">
      <Heading tab={word("start.tab")}>{word("begin.title")}</Heading>
      <Paragraph>{word("begin.intro")}</Paragraph>
      {onlyThisDevice && (
        <div class="wk-alert wk-alert--warning">
          <Paragraph>{word("begin.localhost", { host: location.hostname })}</Paragraph>
        </div>
      )}
      <Form name="begin" ofName submit={word("start.join")} onSubmit={begin}>
        <Field label={word("begin.wijk")} hint={word("begin.wijkHint")} value={wijk} required />
        <fieldset class="wk-field">
          <legend class="wk-field__label">{word("begin.kind")}</legend>
          {([false, true] as const).map((each) => (
            <label key={String(each)} class="wk-choice">
              <input
                type="radio"
                name={kinds}
                checked={isVoorkamer.value === each}
                onChange={() => {
                  isVoorkamer.value = each;
                }}
              />{" "}
              {word(each ? "begin.voorkamer" : "begin.closed")}
            </label>
          ))}
        </fieldset>
        <Field label={word("start.name")} hint={word("start.nameHint")} value={name} required />
      </Form>
      <WhatIsStored />
    </div>
  );
}
