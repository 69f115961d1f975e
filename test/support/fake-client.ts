import type {
  Answer,
  Client,
  Contribution,
  People,
  Problem,
  Question,
  Reply,
  Request,
  Shares,
  State,
} from "../../site/view/protocol.ts";

/** What a test can do to the other side. */
export interface FakeControls {
  /** Overlays part of the state, as the worker would send it. */
  set(part: Partial<State>): void;
  /** Lets the next requests of this kind fail. */
  fail(kind: Request["do"], problem: Problem | undefined): void;
  /** How long a commit takes, in milliseconds. */
  slow(ms: number): void;
  /** A neighbour's contribution arrives. */
  arrive(question: Question): void;
  readonly requests: readonly Request[];
}

const PEOPLE: People = {
  members: [
    { id: "11".repeat(32), name: "Mina", role: "beheerder", mine: true, since: 1_767_225_600_000 },
    { id: "22".repeat(32), name: "Pim", role: "resident", mine: false, since: 1_767_225_600_000, invitedBy: "Mina" },
  ],
  former: [],
  pending: [{ id: "AX", role: "guest", by: "Mina", left: 25, expires: 1_798_761_600_000, mayWithdraw: true }],
  deeds: [
    { what: "role", by: "Mina", who: "Pim", role: "resident", at: 1_767_229_200_000 },
    { what: "found", by: "Mina", at: 1_767_225_600_000 },
  ],
};

/** Who takes no part can withdraw nothing. */
function peopleFor({ wijk }: State): People {
  const mayWithdraw = wijk?.role !== undefined;
  return { ...PEOPLE, pending: PEOPLE.pending.map((pending) => ({ ...pending, mayWithdraw })) };
}

/** Before the card is made one's own key can be shared; Pim is to be helped, and Kim asks to be. */
function sharesFor({ isCardDue }: State): Shares {
  return {
    own: isCardDue ? [] : [{ name: "Pim", isKept: true }],
    others: [
      { id: "22.share:0", name: "Pim", isKept: true },
      { id: "33.share:0", name: "Kim", isKept: false },
    ],
    neighbours: ["Pim", "Kim", "Bo"].map((name) => ({ id: name, name })),
  };
}

const KEPT = { device: true, neighbours: 0, relay: false };

/** The other side of the view, in memory: commits nowhere, connects to nobody. For tests of the view alone. */
export function fakeClient(initial: Partial<State> = {}): { client: Client; controls: FakeControls } {
  let state: State = {
    phase: "outside",
    questions: [],
    places: [],
    connection: { relay: "open", neighbours: 0 },
    pending: false,
    persisted: false,
    isCardDue: false,
    isLocked: false,
    ...initial,
  };
  let listener: (state: State) => void = () => {};
  let delay = 0;
  const failing = new Map<string, Problem>();
  const requests: Request[] = [];
  const set = (part: Partial<State>) => {
    state = { ...state, ...part };
    listener(state);
  };
  const mine = (id: string): Contribution => ({
    id,
    author: state.wijk?.me ?? "",
    mine: true,
    at: Date.now(),
    edited: false,
    kept: KEPT,
    votes: 0,
    voted: false,
  });
  const questions = (change: (question: Question) => Question) => set({ questions: state.questions.map(change) });
  const change = <C extends Contribution>(thing: C, id: string, how: (thing: C) => Partial<C>): C =>
    thing.id === id ? { ...thing, ...how(thing) } : thing;
  const everywhere = (id: string, how: (thing: Contribution & { body: string }) => Partial<Answer>) =>
    questions((question) => ({
      ...change(question, id, how as (thing: Question) => Partial<Question>),
      answers: question.answers.map((answer) => change(answer, id, how)),
    }));

  const doIt = (request: Request): Reply => {
    switch (request.do) {
      case "begin":
        set({
          phase: "inside",
          wijk: {
            name: request.wijk,
            me: request.name,
            members: 1,
            mayInvite: true,
            standing: "member",
            usedInvitations: [],
            endedInvitations: [],
            isVoorkamer: false,
            role: "beheerder" as const,
            version: 1,
          },
        });
        break;
      case "join":
        set({
          phase: "inside",
          places: [{ space: "11".repeat(20), name: "Vogelbuurt", current: true }],
          wijk: {
            name: "Vogelbuurt",
            me: request.name,
            members: 2,
            mayInvite: false,
            standing: "member",
            usedInvitations: [],
            endedInvitations: [],
            isVoorkamer: false,
            role: "beheerder" as const,
            version: 1,
          },
        });
        break;
      case "ask":
        set({
          questions: [
            { ...mine(request.id), title: request.title, body: request.body, answers: [] },
            ...state.questions.filter(({ id }) => id !== request.id),
          ],
        });
        break;
      case "answer":
        questions((question) =>
          question.id === request.question
            ? { ...question, answers: [...question.answers, { ...mine(request.id), body: request.body }] }
            : question,
        );
        break;
      case "edit":
        everywhere(request.id, () => ({ [request.field]: request.text, edited: true }));
        break;
      case "vote":
        everywhere(request.id, ({ votes }) => ({ voted: request.value, votes: votes + (request.value ? 1 : -1) }));
        break;
      case "invite":
        return { ok: true, link: "AX".repeat(120), invitation: "AX" };
      case "people":
        return { ok: true, people: peopleFor(state) };
      case "card":
        return { ok: true, card: { code: Array.from({ length: 13 }, () => "AB12C").join(" "), isKept: true } };
      case "stick":
        return { ok: true, messages: new Blob(["messages"]) };
      case "take":
        return { ok: true, taken: { accepted: 3, isCut: false } };
      case "shares":
        return { ok: true, shares: sharesFor(state) };
      case "help":
        return { ok: true, pairing: { text: request.isSure ? "AX".repeat(90) : "", number: "1234 5678 9012" } };
      case "pair":
        return { ok: true, pairing: { text: "AX".repeat(24), number: "1234 5678 9012" } };
      case "give":
        return { ok: true, pairing: { text: request.isSure ? "AX".repeat(200) : "", number: "1234 5678 9012" } };
      case "stored":
        return {
          ok: true,
          stored: [
            { purpose: "keys", count: 1, bytes: 412 },
            { purpose: "envelopes", count: 128, bytes: 361_000 },
            { purpose: "site", count: 14, bytes: 612_000 },
          ],
        };
      case "wipe": {
        const { wijk: _, ...rest } = state;
        state = { ...rest, phase: "outside", questions: [] };
        set({});
        break;
      }
    }
    return { ok: true };
  };

  const client: Client = {
    onState: (next) => {
      listener = next;
      queueMicrotask(() => listener(state));
    },
    request: async (request) => {
      requests.push(request);
      await new Promise((resolve) => setTimeout(resolve, delay));
      const problem = failing.get(request.do);
      return problem ? { ok: false, problem } : doIt(request);
    },
    peek: async (link) => {
      await new Promise((resolve) => setTimeout(resolve, delay));
      return link.startsWith("GOED") ? { wijk: "Vogelbuurt", space: "11".repeat(20) } : { problem: "link-broken" };
    },
  };
  const controls: FakeControls = {
    set,
    requests,
    fail: (kind, problem) => {
      if (problem) failing.set(kind, problem);
      else failing.delete(kind);
    },
    slow: (ms) => {
      delay = ms;
    },
    arrive: (question) => set({ questions: [question, ...state.questions] }),
  };
  return { client, controls };
}
