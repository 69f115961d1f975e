import { type Signal, signal } from "@preact/signals";

/** Words that are not sent. They live in memory, so that they survive navigation and leave no trace. */
export interface Draft {
  /** The id the contribution will get: sending twice makes one. */
  readonly id: string;
  readonly field: (name: string) => Signal<string>;
  readonly words: () => readonly string[];
}

const drafts = new Map<string, Draft>();

/** Counts what is dropped, so that a form on screen takes its new draft. */
const dropped = signal(0);

/** An id of 16 random bytes in base64url. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

function make(initial: Readonly<Record<string, string>>): Draft {
  const fields = new Map<string, Signal<string>>();
  const field = (name: string) => {
    const known = fields.get(name) ?? signal(initial[name] ?? "");
    fields.set(name, known);
    return known;
  };
  const words = () =>
    [...fields].filter(([name, text]) => text.peek() !== (initial[name] ?? "")).map(([, text]) => text.peek());
  return { id: newId(), field, words: () => words().filter((text) => text.trim() !== "") };
}

/** The draft of a form, by the form's name; made with these texts when there is none. */
export function draftOf(form: string, initial: Readonly<Record<string, string>> = {}): Draft {
  void dropped.value;
  const draft = drafts.get(form) ?? make(initial);
  drafts.set(form, draft);
  return draft;
}

export function hasDraft(form: string): boolean {
  return drafts.has(form);
}

/** Forgets a form's words: they are sent, or given up. */
export function dropDraft(form: string): void {
  drafts.delete(form);
  dropped.value++;
}

export function dropDrafts(): void {
  drafts.clear();
  dropped.value++;
}

/** Every text that was typed and not sent. */
export function unsentTexts(): string[] {
  return [...drafts.values()].flatMap((draft) => draft.words());
}
