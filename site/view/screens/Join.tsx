import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { draftOf, dropDraft } from "../drafts.ts";
import { announcement, peek, send, state } from "../model.ts";
import { go } from "../navigation.ts";
import { keepOffline } from "../offline.ts";
import { Button } from "../parts/Button.tsx";
import { Field, Form } from "../parts/Form.tsx";
import { Heading, Paragraph } from "../parts/Heading.tsx";
import type { Peeked, Place, Problem } from "../protocol.ts";
import { hrefOf } from "../route.ts";
import { word } from "../words.ts";
import { WhatIsStored } from "./Start.tsx";

type Invitation = Peeked | undefined;

function Broken({ problem }: { problem: Problem }) {
  return (
    <div class="wk-stack">
      <Heading tab={word("start.tab")}>{word(`problem.${problem}.title`)}</Heading>
      <Paragraph>{word("join.brokenWhy")}</Paragraph>
      <Paragraph>{word(`problem.${problem}.safe`)}</Paragraph>
      <Paragraph>{word(`problem.${problem}.do`)}</Paragraph>
      <a class="nl-link wk-back" href={hrefOf({ at: "start" })}>
        {word("join.toStart")}
      </a>
    </div>
  );
}

function Invited({ wijk, link }: { wijk: string; link: string }) {
  const name = draftOf("join").field("name");
  const join = async () => {
    keepOffline();
    const reply = await send("join", { do: "join", link, name: name.value.trim() });
    if (!reply.ok) return;
    if (state.value.wijk?.standing === "member") announcement.value = word("status.joined", { name: wijk });
    dropDraft("join");
    go({ at: "questions" }, "replace");
  };
  return (
    <div class="wk-stack">
      <Heading tab={word("start.tab")}>{word("join.title", { name: wijk })}</Heading>
      <Paragraph lead>{word("join.intro", { name: wijk })}</Paragraph>
      <Paragraph>{word("start.sealed")}</Paragraph>
      <Paragraph>
        {state.value.wijk ? word("join.second", { name: state.value.wijk.name }) : word("start.nothingYet")}
      </Paragraph>
      <Form name="join" ofName submit={word("start.join")} onSubmit={join}>
        <Field label={word("start.name")} hint={word("start.nameHint")} value={name} required />
      </Form>
      <WhatIsStored />
    </div>
  );
}

/** Whether the invitation that was used here before let nobody in. */
function canTryAgain(): boolean {
  const { standing = "member" } = state.value.wijk ?? {};
  return standing === "refused" || standing === "expired" || standing === "withdrawn";
}

/** An invitation for a wijk that this device takes part in already. */
function AlreadyIn({ place: { space, name } }: { place: Place }) {
  const enter = async () => {
    if ((await send("switch", { do: "switch", space })).ok) go({ at: "questions" }, "replace");
  };
  return (
    <div class="wk-stack">
      <Heading tab={word("start.tab")}>{word("already.title")}</Heading>
      <Paragraph>{word("already.text", { name })}</Paragraph>
      <Paragraph>{word("already.do")}</Paragraph>
      <div class="wk-actions">
        <Button kind="primary" onClick={() => void enter()}>
          {word("already.go")}
        </Button>
      </div>
    </div>
  );
}

/** With an invitation link: whose wijk it is, before anything is stored. */
export function Join({ link }: { link: string }) {
  const invitation = useSignal<Invitation>(undefined);
  useEffect(() => {
    invitation.value = undefined;
    let current = true;
    void peek(link).then((seen) => {
      if (current) invitation.value = seen;
    });
    return () => {
      current = false;
    };
  }, [link, invitation]);
  const seen = invitation.value;
  if (!seen) return <Heading tab={word("start.tab")}>{word("join.checking")}</Heading>;
  if ("problem" in seen) return <Broken problem={seen.problem} />;
  const place = state.value.places.find(({ space }) => space === seen.space);
  if (place && !(place.current && canTryAgain())) return <AlreadyIn place={place} />;
  return <Invited wijk={seen.wijk} link={link} />;
}
