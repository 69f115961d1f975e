import { computed, signal } from "@preact/signals";
import { draftOf, dropDraft } from "./drafts.ts";
import { announcement, failure, send, state } from "./model.ts";
import type { Answer } from "./protocol.ts";
import { isShown, type Sent, withSent } from "./sent.ts";
import { word } from "./words.ts";

const sent = signal<ReadonlyMap<string, Sent>>(new Map());

/** The questions to show. */
export const questions = computed(() => withSent(state.value.questions, sent.value.values()));

function put(id: string, thing: Sent): void {
  sent.value = new Map(sent.value).set(id, thing);
}

function take(id: string): void {
  sent.value = new Map([...sent.value].filter(([known]) => known !== id));
}

/** Lets go of what the worker shows itself, and of a failed form's words once they are stored after all. */
export function settle(): void {
  const shown = [...sent.value].filter(([, thing]) => isShown(state.value.questions, thing));
  if (shown.length > 0) sent.value = new Map([...sent.value].filter(([id]) => !shown.some(([known]) => known === id)));
  const form = failure.value?.form;
  if (form !== "ask" && !form?.startsWith("answer:")) return;
  const draft = draftOf(form);
  const body = draft.field("body").value.trim();
  const stored = state.value.questions
    .flatMap((question) => [question, ...question.answers])
    .some((thing) => thing.id === draft.id && thing.kept.device && thing.body === body);
  if (!stored) return;
  dropDraft(form);
  failure.value = undefined;
}

function mine(id: string): Omit<Answer, "body"> {
  return {
    id,
    author: state.value.wijk?.me ?? "",
    mine: true,
    at: Date.now(),
    edited: false,
    kept: { device: false, neighbours: 0, relay: false },
    votes: 0,
    voted: false,
  };
}

/** Posts the question of the form `ask`. Resolves to its id, or to `undefined` when it failed; then the words stay. */
export async function postQuestion(): Promise<string | undefined> {
  const draft = draftOf("ask");
  const title = draft.field("title").value.replace(/\s+/g, " ").trim();
  const body = draft.field("body").value.trim();
  put(draft.id, { question: { ...mine(draft.id), title, body, answers: [] } });
  const reply = await send("ask", { do: "ask", id: draft.id, title, body });
  if (!reply.ok) {
    take(draft.id);
    return undefined;
  }
  dropDraft("ask");
  announcement.value = word("status.asked");
  return draft.id;
}

/** Posts an answer: shown at once, the field empty; when it fails its words come back into the field. */
export async function postAnswer(to: string): Promise<void> {
  const form = `answer:${to}`;
  const draft = draftOf(form);
  const field = draft.field("body");
  const body = field.value.trim();
  field.value = "";
  put(draft.id, { to, answer: { ...mine(draft.id), body } });
  const reply = await send(form, { do: "answer", id: draft.id, question: to, body });
  const typed = field.value;
  if (!reply.ok) {
    take(draft.id);
    field.value = typed.trim() === "" ? body : `${body}\n\n${typed}`;
    return;
  }
  dropDraft(form);
  draftOf(form).field("body").value = typed;
  announcement.value = word("status.answered");
}

/** Forgets what is under way: the device was wiped. */
export function emptyOutbox(): void {
  sent.value = new Map();
}
