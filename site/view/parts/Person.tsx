import { useSignal } from "@preact/signals";
import { useEffect, useId, useRef } from "preact/hooks";
import { announcement, busy, send, state } from "../model.ts";
import type { Neighbour, Role } from "../protocol.ts";
import { word } from "../words.ts";
import { Button } from "./Button.tsx";
import { Paragraph } from "./Heading.tsx";

const ROLES: readonly Role[] = ["resident", "professional", "moderator", "redactie", "beheerder"];

/** Asks once before somebody is removed, and says what it means. */
function Removing({ neighbour, onDone }: { neighbour: Neighbour; onDone: () => void }) {
  const { id, name } = neighbour;
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => root.current?.querySelector("button")?.focus(), []);
  const remove = async () => {
    const reply = await send(`member ${id}`, { do: "remove", who: id });
    if (reply.ok) announcement.value = word("status.removed", { name });
    onDone();
  };
  return (
    <div ref={root} class="wk-alert wk-alert--warning">
      <p class="wk-alert__title">{word("remove.sure", { name })}</p>
      <Paragraph>{word("remove.means", { name })}</Paragraph>
      <Paragraph>{word("remove.keeps", { name })}</Paragraph>
      <div class="wk-actions wk-alert__actions">
        <Button kind="primary" negative busy={busy.value.has(`member ${id}`)} onClick={() => void remove()}>
          {word("remove.yes", { name })}
        </Button>
        <Button onClick={onDone}>{word("remove.no")}</Button>
      </div>
    </div>
  );
}

function ChangeRole({ neighbour, onDone }: { neighbour: Neighbour; onDone: () => void }) {
  const { id, name } = neighbour;
  const field = useId();
  const role = useSignal<Role>(neighbour.role);
  const save = async () => {
    const reply = await send(`member ${id}`, { do: "role", who: id, role: role.value });
    if (reply.ok) announcement.value = word("status.role", { name, role: word(`role.${role.value}`) });
    onDone();
  };
  return (
    <div class="wk-panel wk-stack">
      <div class="wk-field">
        <label class="wk-field__label" for={field}>
          {word("role.of", { name })}
        </label>
        <select
          class="wk-input"
          id={field}
          value={role.value}
          onChange={(event) => {
            role.value = event.currentTarget.value as Role;
          }}
        >
          {ROLES.map((each) => (
            <option key={each} value={each}>
              {word(`role.${each}`)}
            </option>
          ))}
        </select>
      </div>
      <Paragraph>{word(`role.${role.value}Means`)}</Paragraph>
      <div class="wk-actions">
        <Button kind="primary" busy={busy.value.has(`member ${id}`)} onClick={() => void save()}>
          {word("role.save")}
        </Button>
        <Button onClick={onDone}>{word("role.cancel")}</Button>
      </div>
    </div>
  );
}

/** A neighbour: who, in which role, by whom; and to a beheerder what can be done. */
export function Person({ neighbour }: { neighbour: Neighbour }) {
  const { name, role, mine, invitedBy, back } = neighbour;
  const doing = useSignal<"role" | "remove" | undefined>(undefined);
  const isBeheerder = state.value.wijk?.role === "beheerder";
  const root = useRef<HTMLLIElement>(null);
  const done = () => {
    doing.value = undefined;
    requestAnimationFrame(() => root.current?.querySelector("button")?.focus());
  };
  return (
    <li ref={root} class="wk-panel wk-stack wk-stack--tight">
      <h3 class="nl-heading nl-heading--level-3" dir="auto">
        {name}
        {mine && ` (${word("members.me")})`}
      </h3>
      <Paragraph>
        {word(`role.${role}`)}
        {invitedBy !== undefined && ` · ${word("members.by", { name: invitedBy })}`}
        {back !== undefined && ` · ${word(`members.back.${back}`)}`}
      </Paragraph>
      {doing.value === "role" && <ChangeRole neighbour={neighbour} onDone={done} />}
      {doing.value === "remove" && <Removing neighbour={neighbour} onDone={done} />}
      {isBeheerder && doing.value === undefined && (
        <div class="wk-actions">
          <Button
            onClick={() => {
              doing.value = "role";
            }}
          >
            {word("members.role", { name })}
          </Button>
          {!mine && (
            <Button
              negative
              onClick={() => {
                doing.value = "remove";
              }}
            >
              {word("members.remove", { name })}
            </Button>
          )}
        </div>
      )}
    </li>
  );
}
