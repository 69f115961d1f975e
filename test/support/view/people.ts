import type { Answer, Question, State } from "../../../site/view/protocol.ts";

const MINUTE = 60_000;
const kept = { device: true, neighbours: 2, relay: true };
const theirs = { edited: false, votes: 0, voted: false, mine: false, kept };

export function answer(id: string, body: string, part: Partial<Answer> = {}): Answer {
  return { ...theirs, id, author: "Joop", at: Date.now() - 3 * MINUTE, body, ...part };
}

export function question(id: string, title: string, part: Partial<Question> = {}): Question {
  return { ...theirs, id, author: "Fatima", at: Date.now() - 5 * MINUTE, title, body: "", answers: [], ...part };
}

export const LADDER = "Wie heeft een hoge ladder te leen?";
export const DOCTOR = "Welke dokter neemt nieuwe mensen aan?";

/** Mina is inside, with a neighbour's question that has two answers, one hers, and a question of her own. */
export function inside(part: Partial<State> = {}): Partial<State> {
  return {
    phase: "inside",
    wijk: {
      name: "Vogelbuurt",
      me: "Mina",
      members: 7,
      mayInvite: true,
      standing: "member",
      usedInvitations: [],
      endedInvitations: [],
      isVoorkamer: false,
      role: "beheerder" as const,
      version: 1,
    },
    questions: [
      question("ladder", LADDER, {
        body: "De dakgoot zit verstopt.",
        answers: [
          answer("five", "Ik heb er een van vijf meter.", { votes: 2, voted: true }),
          answer("hers", "Zet hem goed vast.", { author: "Mina", mine: true }),
        ],
      }),
      question("doctor", DOCTOR, { author: "Mina", mine: true }),
    ],
    connection: { relay: "open", neighbours: 2 },
    persisted: true,
    ...part,
  };
}
