import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { announcement, busy, failure, send, state } from "../model.ts";
import { onlyThisDevice } from "../navigation.ts";
import { Button } from "../parts/Button.tsx";
import { Heading, Paragraph, Subheading } from "../parts/Heading.tsx";
import { ProblemNotice } from "../parts/Problem.tsx";
import { QrCode } from "../parts/QrCode.tsx";
import { hrefOf } from "../route.ts";
import { count, word } from "../words.ts";

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

function Invitation({ url }: { url: string }) {
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
          <Paragraph>{word("invite.once")}</Paragraph>
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

function Invite() {
  const given = useSignal({ url: "", invitation: "" });
  const { url, invitation } = given.value;
  const used = state.value.wijk?.usedInvitations.includes(invitation);
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
        <Button kind={url && !used ? "secondary" : "primary"} busy={busy.value.has("invite")} onClick={invite}>
          {word("invite.invite")}
        </Button>
      </div>
      {failed && <ProblemNotice problem={failed} />}
      {used ? <Paragraph>{word("invite.used")}</Paragraph> : url && <Invitation key={url} url={url} />}
    </>
  );
}

/** Who takes part, and inviting. */
export function Members() {
  const { wijk } = state.value;
  const [n, name] = [wijk?.members ?? 0, wijk?.name ?? ""];
  return (
    <div class="wk-stack wk-stack--loose">
      <div class="wk-stack">
        <Heading tab={word("nav.leden")}>{word("nav.leden")}</Heading>
        {n > 0 && <Paragraph lead>{count("members.count", n, { name })}</Paragraph>}
      </div>
      <section class="wk-stack" aria-labelledby="invite">
        <Subheading id="invite">{word("invite.title")}</Subheading>
        {wijk?.mayInvite ? <Invite /> : <Paragraph>{word("invite.notAllowed")}</Paragraph>}
      </section>
    </div>
  );
}
