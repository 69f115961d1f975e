import { useSignal } from "@preact/signals";
import { useId, useRef } from "preact/hooks";
import { announcement, busy, failure, send, state } from "../model.ts";
import { onlyThisDevice } from "../navigation.ts";
import type { Role, Terms } from "../protocol.ts";
import { hrefOf } from "../route.ts";
import { count, word } from "../words.ts";
import { Button } from "./Button.tsx";
import { Paragraph } from "./Heading.tsx";
import { ProblemNotice } from "./Problem.tsx";
import { QrCode } from "./QrCode.tsx";

function invitationUrl(text: string): string {
  return text.includes("#/") ? text : `${location.origin}${location.pathname}${hrefOf({ at: "join", link: text })}`;
}

/** By the clipboard, or on plain http, where there is none, by the command that copies what is selected. */
async function copySelected(text: string): Promise<boolean> {
  if (!navigator.clipboard) return document.execCommand("copy");
  return navigator.clipboard.writeText(text).then(
    () => true,
    () => false,
  );
}

function Invitation({ url, many = false }: { url: string; many?: boolean }) {
  const field = useRef<HTMLInputElement>(null);
  const copy = async () => {
    field.current?.select();
    const done = await copySelected(url);
    announcement.value = word(done ? "invite.copied" : "invite.copyFailed");
  };
  return (
    <div class="wk-invitation">
      <div class="wk-stack">
        <div class="wk-field">
          <label class="wk-field__label" for="invitation">
            {word("invite.link")}
          </label>
          <input
            ref={field}
            class="wk-input wk-input--code"
            id="invitation"
            type="text"
            readOnly
            autocomplete="off"
            value={url}
            onFocus={() => field.current?.select()}
          />
        </div>
        <div class="wk-actions">
          <Button onClick={copy}>{word("invite.copy")}</Button>
          {"share" in navigator && (
            <Button
              onClick={() => void navigator.share({ text: word("invite.shareText"), url }).catch(() => undefined)}
            >
              {word("invite.share")}
            </Button>
          )}
        </div>
      </div>
      <QrCode text={url} label={word("invite.qr")} caption={word("invite.qrText")} />
      <div class="wk-stack">
        <div class="wk-alert wk-alert--warning">
          <p class="wk-alert__title">{word("invite.careful")}</p>
          <Paragraph>{word(many ? "invite.many" : "invite.once")}</Paragraph>
        </div>
        {onlyThisDevice && (
          <div class="wk-alert wk-alert--info">
            <Paragraph>{word("invite.localhost", { host: location.hostname })}</Paragraph>
          </div>
        )}
      </div>
    </div>
  );
}

/** The usual invitation: a personal one, at once. */
export function Invite() {
  const given = useSignal({ url: "", invitation: "" });
  const { url, invitation } = given.value;
  const used = state.value.wijk?.usedInvitations.includes(invitation);
  const ended = state.value.wijk?.endedInvitations.includes(invitation);
  const invite = async () => {
    const reply = await send("invite", { do: "invite" });
    if (!reply.ok || reply.link === undefined) return;
    given.value = { url: invitationUrl(reply.link), invitation: reply.invitation ?? "" };
    announcement.value = word("status.invited");
  };
  const failed = failure.value?.form === "invite" ? failure.value.problem : undefined;
  return (
    <>
      <Paragraph>{word("invite.text")}</Paragraph>
      <div class="wk-actions">
        <Button
          kind={url && !used && !ended ? "secondary" : "primary"}
          busy={busy.value.has("invite")}
          onClick={invite}
        >
          {word("invite.invite")}
        </Button>
      </div>
      {failed && <ProblemNotice problem={failed} />}
      {used ? <Paragraph>{word("invite.used")}</Paragraph> : url && !ended && <Invitation key={url} url={url} />}
    </>
  );
}

const DAYS = [7, 30, 90];
const USES = [1, 25, 100, 1000];
const BY_BEHEERDER: readonly Role[] = ["resident", "professional", "moderator", "redactie", "beheerder"];
const BY_OTHERS: readonly Role[] = ["resident", "guest"];

interface ChoiceProps<Value extends string | number> {
  readonly label: string;
  readonly of: readonly Value[];
  readonly value: Value;
  readonly name: (value: Value) => string;
  readonly choose: (value: Value) => void;
}

function Choice<Value extends string | number>({ label, of, value, name, choose }: ChoiceProps<Value>) {
  const id = useId();
  return (
    <div class="wk-field">
      <label class="wk-field__label" for={id}>
        {label}
      </label>
      <select
        class="wk-input"
        id={id}
        value={String(value)}
        onChange={(event) => {
          const chosen = of[event.currentTarget.selectedIndex];
          if (chosen !== undefined) choose(chosen);
        }}
      >
        {of.map((each) => (
          <option key={each} value={String(each)}>
            {name(each)}
          </option>
        ))}
      </select>
    </div>
  );
}

/** An invitation of another kind: into another role, for longer, or in a voorkamer for many. */
export function OtherInvitation() {
  const { role: own, isVoorkamer = false } = state.value.wijk ?? {};
  const isOpen = useSignal(false);
  const terms = useSignal<Terms>({ role: isVoorkamer ? "guest" : "resident", days: 30, uses: 1, replaces: "" });
  const given = useSignal("");
  const roles = [
    ...(isVoorkamer ? (["guest", "kiosk"] as const) : []),
    ...(own === "beheerder" ? BY_BEHEERDER : BY_OTHERS),
  ];
  const { role, days, uses } = terms.value;
  const choose = (change: Partial<Terms>) => {
    terms.value = { ...terms.value, ...change };
    given.value = "";
  };
  const invite = async () => {
    const reply = await send("other", { do: "invite", role, days, uses });
    if (!reply.ok || reply.link === undefined) return;
    given.value = invitationUrl(reply.link);
    announcement.value = word("status.invited");
  };
  const failed = failure.value?.form === "other" ? failure.value.problem : undefined;
  if (!isOpen.value) {
    return (
      <div class="wk-actions">
        <Button
          onClick={() => {
            isOpen.value = true;
          }}
        >
          {word("invite.other")}
        </Button>
      </div>
    );
  }
  return (
    <div class="wk-panel wk-stack">
      <Choice
        label={word("invite.role")}
        of={[...new Set(roles)]}
        value={role}
        name={(each) => word(`role.${each}`)}
        choose={(each) => choose({ role: each })}
      />
      <Paragraph>{word(`role.${role}Means`)}</Paragraph>
      <Choice
        label={word("invite.days")}
        of={DAYS}
        value={days}
        name={(each) => count("invite.day", each)}
        choose={(each) => choose({ days: each })}
      />
      {isVoorkamer && (role === "guest" || role === "resident") && (
        <Choice
          label={word("invite.uses")}
          of={USES}
          value={uses}
          name={(each) => count("invite.people", each)}
          choose={(each) => choose({ uses: each })}
        />
      )}
      <div class="wk-actions">
        <Button kind="primary" busy={busy.value.has("other")} onClick={() => void invite()}>
          {word("invite.make")}
        </Button>
      </div>
      {failed && <ProblemNotice problem={failed} />}
      {given.value !== "" && <Invitation key={given.value} url={given.value} many={uses > 1} />}
    </div>
  );
}
