import { computed, effect, type Signal, signal } from "@preact/signals";
import { connected } from "./kept.ts";
import type { Client, Peeked, Problem, Reply, Request, State } from "./protocol.ts";

const LOADING: State = {
  phase: "loading",
  questions: [],
  places: [],
  connection: { relay: "connecting", neighbours: 0 },
  pending: false,
  persisted: false,
  isCardDue: false,
  isLocked: false,
};

/** What the worker last said. */
export const state = signal<State>(LOADING);

/** The name of the site this page belongs to. */
export const siteName = signal("");

/** What was just done, for the page's one `status`. */
export const announcement = signal("");

/** The problem of the form that failed last; the page's other problem is `state.problem`. */
export const failure = signal<{ readonly form: string; readonly problem: Problem } | undefined>(undefined);

/** Groups of a card's code that the form which failed last found wrong, from 1. */
export const groupsWrong = signal<readonly number[]>([]);

/** Forms whose request is under way. */
export const busy = signal<ReadonlySet<string>>(new Set());

/** Whether what is written here counts for the neighbours, or can still come to. */
export const mayWrite = computed(() => {
  const { standing } = state.value.wijk ?? {};
  return standing === undefined || standing === "member" || standing === "waiting";
});

export const online = computed(() => connected(state.value.connection));

const SAID_FOR = 10_000;

/** Lets what was said be taken back after a while. */
export function watchAnnouncement(): void {
  effect(() => {
    if (announcement.value === "") return undefined;
    const timer = setTimeout(() => {
      announcement.value = "";
    }, SAID_FOR);
    return () => clearTimeout(timer);
  });
}

/** No connection for so long that it is worth a sentence. */
export const apart = signal(false);
/** Neighbours, and for as long no relay. */
export const near = signal(false);
const WORTH_SAYING = 4_000;

const isNear = computed(() => {
  const { relay, neighbours } = state.value.connection;
  return relay !== "open" && neighbours > 0;
});

/** Lets a short break in the connection pass unsaid. */
export function watchConnection(): void {
  watch(() => !online.value, apart);
  watch(() => isNear.value, near);
}

function watch(holds: () => boolean, said: Signal<boolean>): void {
  effect(() => {
    if (!holds()) {
      said.value = false;
      return undefined;
    }
    const timer = setTimeout(() => {
      said.value = true;
    }, WORTH_SAYING);
    return () => clearTimeout(timer);
  });
}

let client: Client | undefined;

/** Binds the view to the side that stores and sends. */
export function attach(to: Client): void {
  client = to;
  to.onState((next) => {
    state.value = next;
  });
}

function setBusy(form: string, on: boolean): void {
  const next = new Set(busy.value);
  if (on) next.add(form);
  else next.delete(form);
  busy.value = next;
}

/** Asks the other side, and shows nothing of it. */
export async function request(asked: Request): Promise<Reply> {
  const lost: Reply = { ok: false, problem: "worker-failed" };
  return client ? client.request(asked).catch(() => lost) : lost;
}

/** Sends a form's request. A failure is kept with the form; it resolves once the store has committed. */
export async function send(form: string, asked: Request): Promise<Reply> {
  failure.value = undefined;
  announcement.value = "";
  setBusy(form, true);
  const reply = await request(asked);
  setBusy(form, false);
  groupsWrong.value = reply.ok ? [] : (reply.groups ?? []);
  if (!reply.ok) failure.value = { form, problem: reply.problem };
  return reply;
}

/** The name of the wijk in an invitation; nothing is stored by asking. */
export async function peek(link: string): Promise<Peeked> {
  const lost = { problem: "worker-failed" } as const;
  return client ? client.peek(link).catch(() => lost) : lost;
}
