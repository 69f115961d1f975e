import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { busy, failure, request, send, state } from "../model.ts";
import { Button } from "../parts/Button.tsx";
import { Deeds } from "../parts/Deeds.tsx";
import { Heading, Paragraph, Subheading } from "../parts/Heading.tsx";
import { Invite, OtherInvitation } from "../parts/Invite.tsx";
import { Person } from "../parts/Person.tsx";
import { ProblemNotice } from "../parts/Problem.tsx";
import { Progress } from "../parts/Progress.tsx";
import { Wishes } from "../parts/Wishes.tsx";
import type { Pending, People } from "../protocol.ts";
import { count, locale, word } from "../words.ts";

/** Neighbours shown at once. */
const SHOWN = 50;

/** Who is in, as last told; asked anew at every change. */
function usePeople(): People | undefined {
  const people = useSignal<People | undefined>(undefined);
  const version = state.value.wijk?.version;
  useEffect(() => {
    let current = true;
    void request({ do: "people" }).then((reply) => {
      if (current && reply.ok && reply.people) people.value = reply.people;
    });
    return () => {
      current = false;
    };
  }, [version, people]);
  return people.value;
}

function OpenInvitation({ pending }: { pending: Pending }) {
  const { id, role, by, left, expires, mayWithdraw } = pending;
  const until = new Intl.DateTimeFormat(locale, { dateStyle: "long" }).format(expires);
  return (
    <li class="wk-panel wk-stack wk-stack--tight">
      <Paragraph>
        {word(`role.${role}`)} · {word("pending.by", { name: by })}
        {expires > 0 && ` · ${word("pending.until", { date: until })}`}
        {left > 1 && ` · ${count("pending.left", left)}`}
      </Paragraph>
      {mayWithdraw && (
        <div class="wk-actions">
          <Button
            busy={busy.value.has(`withdraw ${id}`)}
            onClick={() => void send(`withdraw ${id}`, { do: "withdraw", invitation: id })}
          >
            {word("pending.withdraw")}
          </Button>
        </div>
      )}
    </li>
  );
}

/** Who takes part and in which role, inviting, and what was done. */
export function Members() {
  const { wijk } = state.value;
  const people = usePeople();
  const shown = useSignal(SHOWN);
  const [n, name] = [wijk?.members ?? 0, wijk?.name ?? ""];
  const failed = failure.value?.form.startsWith("member ") ? failure.value.problem : undefined;
  return (
    <div class="wk-stack wk-stack--loose">
      <div class="wk-stack">
        <Heading tab={word("nav.leden")}>{word("nav.leden")}</Heading>
        {n > 0 && <Paragraph lead>{count("members.count", n, { name })}</Paragraph>}
        {wijk?.rotating !== undefined && <Progress part={wijk.rotating} label={word("members.rotating")} />}
      </div>
      <section class="wk-stack" aria-labelledby="invite">
        <Subheading id="invite">{word("invite.title")}</Subheading>
        {wijk?.mayInvite ? <Invite /> : <Paragraph>{word("invite.notAllowed")}</Paragraph>}
        {wijk?.mayInvite && <OtherInvitation />}
      </section>
      {wijk?.isVoorkamer && <Wishes />}
      {failed && <ProblemNotice problem={failed} />}
      {people && (
        <>
          <section class="wk-stack">
            <Subheading>{word("members.list")}</Subheading>
            <ul class="wk-list">
              {people.members.slice(0, shown.value).map((neighbour) => (
                <Person key={neighbour.id} neighbour={neighbour} />
              ))}
            </ul>
            {people.members.length > shown.value && (
              <Button
                onClick={() => {
                  shown.value += SHOWN;
                }}
              >
                {word("members.more")}
              </Button>
            )}
          </section>
          {people.pending.length > 0 && (
            <section class="wk-stack">
              <Subheading>{word("pending.title")}</Subheading>
              <ul class="wk-list">
                {people.pending.map((pending) => (
                  <OpenInvitation key={pending.id} pending={pending} />
                ))}
              </ul>
            </section>
          )}
          <Deeds deeds={people.deeds} />
        </>
      )}
    </div>
  );
}
