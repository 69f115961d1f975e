import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { announcement, busy, failure, send, state } from "../model.ts";
import type { Card } from "../protocol.ts";
import { word } from "../words.ts";
import { Button } from "./Button.tsx";
import { Paragraph, Subheading } from "./Heading.tsx";
import { ProblemNotice } from "./Problem.tsx";
import { QrCode } from "./QrCode.tsx";

function Printed({ card, onDone }: { card: Card; onDone: () => void }) {
  const { name = "", me = "" } = state.value.wijk ?? {};
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);
  const done = async () => {
    if (!(await send("carded", { do: "carded" })).ok) return;
    announcement.value = word("status.carded");
    onDone();
  };
  return (
    <div class="wk-panel wk-stack wk-recovery">
      <h3 ref={title} tabIndex={-1} class="nl-heading nl-heading--level-3" dir="auto">
        {word("card.of", { me, name })}
      </h3>
      <QrCode
        text={`${location.origin}/wijk/#/kaart/${card.code.replaceAll(" ", "")}`}
        label={word("card.qr")}
        caption={word("card.qrText")}
      />
      <Paragraph>{word("card.code")}</Paragraph>
      <p class="wk-recovery__code">{card.code}</p>
      <Paragraph>{word("card.secret")}</Paragraph>
      {!card.isKept && (
        <div class="wk-alert wk-alert--warning">
          <Paragraph>{word("card.notKept")}</Paragraph>
        </div>
      )}
      <div class="wk-actions">
        <Button onClick={() => print()}>{word("card.print")}</Button>
        <Button kind="primary" busy={busy.value.has("carded")} onClick={() => void done()}>
          {word("card.yes")}
        </Button>
      </div>
    </div>
  );
}

/** *Maak herstelkaart*: shown once, and gone from this device when its owner has it. */
export function CardMaker() {
  const card = useSignal<Card | undefined>(undefined);
  const make = async () => {
    const reply = await send("card", { do: "card" });
    if (reply.ok) card.value = reply.card;
  };
  const failed = failure.value?.form === "card" ? failure.value.problem : undefined;
  return (
    <section class="wk-stack">
      <Subheading>{word("card.title")}</Subheading>
      <Paragraph>{word(state.value.isCardDue ? "card.text" : "card.made")}</Paragraph>
      {card.value && (
        <Printed
          card={card.value}
          onDone={() => {
            card.value = undefined;
          }}
        />
      )}
      {state.value.isCardDue && !card.value && (
        <div class="wk-actions">
          <Button kind="primary" busy={busy.value.has("card")} onClick={() => void make()}>
            {word("card.make")}
          </Button>
        </div>
      )}
      {failed && <ProblemNotice problem={failed} />}
    </section>
  );
}
