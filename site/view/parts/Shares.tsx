import { useSignal } from "@preact/signals";
import { useEffect, useId } from "preact/hooks";
import { announcement, busy, failure, request, send, state } from "../model.ts";
import type { Shares as AllShares } from "../protocol.ts";
import { word } from "../words.ts";
import { Button } from "./Button.tsx";
import { Form } from "./Form.tsx";
import { Handing } from "./Handing.tsx";
import { Paragraph, Subheading } from "./Heading.tsx";
import { ProblemNotice } from "./Problem.tsx";

/** Neighbours who each keep a share. */
const THREE = [0, 1, 2] as const;

type Neighbours = AllShares["neighbours"];

function Choice({
  nth,
  chosen,
  neighbours,
  onChoose,
}: {
  nth: number;
  chosen: readonly string[];
  neighbours: Neighbours;
  onChoose: (id: string) => void;
}) {
  const id = useId();
  const free = neighbours.filter((one) => one.id === chosen[nth] || !chosen.includes(one.id));
  return (
    <div class="wk-field">
      <label class="wk-field__label" for={id}>
        {word("shares.who", { n: String(nth + 1) })}
      </label>
      <select class="wk-input" id={id} value={chosen[nth]} onChange={(event) => onChoose(event.currentTarget.value)}>
        <option value="">{word("shares.choose")}</option>
        {free.map((one) => (
          <option key={one.id} value={one.id}>
            {one.name}
          </option>
        ))}
      </select>
    </div>
  );
}

function Giving({ neighbours, onGiven }: { neighbours: Neighbours; onGiven: () => Promise<void> }) {
  const chosen = useSignal<readonly string[]>(["", "", ""]);
  const give = async () => {
    if (!(await send("share", { do: "share", to: chosen.value })).ok) return;
    announcement.value = word("status.shared");
    await onGiven();
  };
  return (
    <Form name="share" submit={word("shares.give")} onSubmit={() => void give()}>
      {THREE.map((nth) => (
        <Choice
          key={nth}
          nth={nth}
          chosen={chosen.value}
          neighbours={neighbours}
          onChoose={(id) => {
            chosen.value = chosen.value.with(nth, id);
          }}
        />
      ))}
    </Form>
  );
}

/** One's own card, in shares with neighbours. */
function Own({ shares: { own, neighbours }, onChange }: { shares: AllShares; onChange: () => Promise<void> }) {
  const isOpen = useSignal(false);
  const { isCardDue } = state.value;
  const isReady = own.length > 0 && own.every(({ isKept }) => isKept);
  const done = async () => {
    if ((await send("carded", { do: "carded" })).ok) announcement.value = word("status.cardShared");
  };
  if (own.length === 0 && !isCardDue) return null;
  return (
    <section class="wk-stack">
      <Subheading>{word("shares.title")}</Subheading>
      <Paragraph>{word("shares.text")}</Paragraph>
      {own.length > 0 && (
        <ul class="wk-bullets">
          {own.map(({ name, isKept }) => (
            <li key={name}>{word(isKept ? "shares.kept" : "shares.asked", { name })}</li>
          ))}
        </ul>
      )}
      {isCardDue && neighbours.length < THREE.length && <Paragraph>{word("shares.few")}</Paragraph>}
      {isCardDue && neighbours.length >= THREE.length && isOpen.value && (
        <Giving
          neighbours={neighbours}
          onGiven={async () => {
            isOpen.value = false;
            await onChange();
          }}
        />
      )}
      {isCardDue && own.length === 0 && neighbours.length >= THREE.length && !isOpen.value && (
        <div class="wk-actions">
          <Button
            onClick={() => {
              isOpen.value = true;
            }}
          >
            {word("shares.open")}
          </Button>
        </div>
      )}
      {isCardDue && own.length > 0 && !isOpen.value && (
        <>
          <Paragraph>{word(isReady ? "shares.ready" : "shares.wait")}</Paragraph>
          <div class="wk-actions">
            {isReady && (
              <Button kind="primary" busy={busy.value.has("carded")} onClick={() => void done()}>
                {word("shares.done")}
              </Button>
            )}
            <Button
              onClick={() => {
                isOpen.value = true;
              }}
            >
              {word("shares.again")}
            </Button>
          </div>
        </>
      )}
      {!isCardDue && <Paragraph>{word("shares.gone")}</Paragraph>}
    </section>
  );
}

function Other({ id, name, isKept, onKept }: AllShares["others"][number] & { onKept: () => Promise<void> }) {
  const keep = async () => {
    if (!(await send(`keep ${id}`, { do: "keep", share: id })).ok) return;
    announcement.value = word("status.kept", { name });
    await onKept();
  };
  return (
    <li class="wk-panel wk-stack wk-stack--tight">
      <Paragraph>{word(isKept ? "help.kept" : "help.asked", { name })}</Paragraph>
      {isKept ? (
        <Handing
          say={(part) => word(`help.${part}`, { name })}
          form={`help ${id}`}
          ask={(code, isSure) => ({ do: "help", share: id, request: code, isSure })}
        />
      ) : (
        <div class="wk-actions">
          <Button kind="primary" busy={busy.value.has(`keep ${id}`)} onClick={() => void keep()}>
            {word("help.keep", { name })}
          </Button>
        </div>
      )}
      {failure.value?.form === `keep ${id}` && <ProblemNotice problem={failure.value.problem} />}
    </li>
  );
}

/** Shares of recovery cards: one's own with three neighbours, and those of neighbours here. */
export function Shares() {
  const all = useSignal<AllShares | undefined>(undefined);
  const look = async () => {
    const reply = await request({ do: "shares" });
    if (reply.ok && reply.shares) all.value = reply.shares;
  };
  useEffect(() => void look(), [state.value]);
  if (all.value === undefined) return null;
  const { others } = all.value;
  return (
    <>
      <Own shares={all.value} onChange={look} />
      {others.length > 0 && (
        <section class="wk-stack">
          <Subheading>{word("help.title")}</Subheading>
          <Paragraph>{word("help.text")}</Paragraph>
          <ul class="wk-list">
            {others.map((other) => (
              <Other key={other.id} {...other} onKept={look} />
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
