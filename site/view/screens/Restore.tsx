import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { announcement, send } from "../model.ts";
import { go, route } from "../navigation.ts";
import { keepOffline } from "../offline.ts";
import { Button } from "../parts/Button.tsx";
import { Field, Form } from "../parts/Form.tsx";
import { Gather } from "../parts/Gather.tsx";
import { Heading, Paragraph, Subheading } from "../parts/Heading.tsx";
import { Groups, Importer } from "../parts/Importer.tsx";
import { OldDevice } from "../parts/OldDevice.tsx";
import { Scan } from "../parts/Scan.tsx";
import { readRoute } from "../route.ts";
import { word } from "../words.ts";
import { WhatIsStored } from "./Start.tsx";

/** Coming back with the recovery card, or with a file of one's own. */
export function Restore() {
  const code = useSignal(route.value.at === "restore" ? (route.value.code ?? "") : "");
  // What the address brought is not to stay in it.
  useEffect(() => {
    if (code.value !== "") go({ at: "restore" }, "replace");
  }, [code]);
  const stolen = useSignal(false);
  const byNeighbours = useSignal(false);
  const turn = (to: boolean) => {
    byNeighbours.value = to;
  };
  const restore = async () => {
    keepOffline();
    const reply = await send("restore", { do: "restore", code: code.value, stolen: stolen.value });
    if (!reply.ok) return;
    announcement.value = word("status.restored");
    go({ at: "questions" }, "replace");
  };
  return (
    <div class="wk-stack wk-stack--loose">
      <div class="wk-stack">
        <Heading tab={word("start.tab")}>{word("restore.title")}</Heading>
        <Paragraph lead>{word("restore.lead")}</Paragraph>
        <Paragraph>{word("start.nothingYet")}</Paragraph>
      </div>
      {byNeighbours.value ? (
        <Gather onStop={() => turn(false)} />
      ) : (
        <>
          <Scan
            onText={(text) => {
              const scanned = readRoute(text.slice(Math.max(0, text.indexOf("#"))));
              code.value = scanned?.at === "restore" ? (scanned.code ?? "") : text;
            }}
          />
          <Form name="restore" submit={word("restore.do")} onSubmit={restore}>
            <Field label={word("restore.code")} hint={word("restore.codeHint")} value={code} lines={3} required />
            <Groups form="restore" />
            <OldDevice stolen={stolen} />
          </Form>
          <section class="wk-stack">
            <Subheading>{word("gather.title")}</Subheading>
            <Paragraph>{word("gather.lead")}</Paragraph>
            <div class="wk-actions">
              <Button onClick={() => turn(true)}>{word("gather.open")}</Button>
            </div>
          </section>
          <Importer code={code} />
        </>
      )}
      <WhatIsStored />
    </div>
  );
}
