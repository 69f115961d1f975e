import { type Body, type Operation, ROLES, recoveryMark } from "@wijkkit/identity";
import fc from "fast-check";
import { EPOCH, keyOf, PROOF, ROOT, SPACE, unsigned } from "./unsigned.ts";

/** The people of a history; the first founds. Beyond them come identities that took somebody's place. */
export const PEOPLE = [
  ...["Noor", "Samir", "Fatma", "Joost", "Ayse", "Wim", "Bo", "Rik", "Mo", "Bas", "Els", "Tijn"],
].map(keyOf);
/** Neighbours who see each other's operations now and then. */
const PARTS = 3;

export const markOf = (who: string): string =>
  Buffer.from(recoveryMark(SPACE, Buffer.from(recoveryKeyOf(who), "hex"))).toString("hex");
export const recoveryKeyOf = (who: string): string => keyOf(`recovery key of ${who}`);

/** What somebody shows beside their identity; the same card for everyone who takes their place. */
export const shownBy = (who: string, card = who) => {
  return { box: keyOf(`box ${who}`), recovery: markOf(card), operator: keyOf(`operator ${who}`) };
};

const KINDS = [
  ...(["bring", "bring", "bring", "bring", "bring", "meet", "meet", "meet"] as const),
  ...(["rotate", "rotate", "rotate", "role", "role", "leave", "replace", "withdraw", "poster"] as const),
  ...(["seen", "seen", "invite", "redeem", "limit", "witnesses", "purge", "unknown", "found"] as const),
];

const ACTS: ReadonlySet<string> = new Set(["rotate", "role", "leave", "replace", "withdraw"]);

const step = fc.record({
  kind: fc.constantFrom(...KINDS),
  who: fc.nat({ max: 99 }),
  other: fc.nat({ max: 99 }),
  third: fc.nat({ max: 99 }),
  role: fc.oneof(
    { weight: 4, arbitrary: fc.constant("beheerder" as const) },
    { weight: 2, arbitrary: fc.constantFrom(...ROLES) },
  ),
  part: fc.nat({ max: PARTS - 1 }),
  /** Whom it says to have seen: what its part of the wijk has, or some of what there is. */
  isBackdated: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  parents: fc.array(fc.nat(), { maxLength: 3 }),
  hour: fc.nat({ max: 9 }),
  expires: fc.oneof({ weight: 7, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat({ max: 9 }) }),
});

export type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

/** A history of up to 60 operations. */
export const history: fc.Arbitrary<Operation[]> = fc
  .tuple(fc.boolean(), fc.array(step, { minLength: 1, maxLength: 55, size: "max" }))
  .map(([isVoorkamer, steps]) => write(isVoorkamer, steps));

const LIMIT = 60;

/** The same without acts: nobody goes, and nobody's role changes. */
export const peacefulHistory: fc.Arbitrary<Operation[]> = fc.array(step, { maxLength: 55, size: "max" }).map((steps) =>
  write(
    false,
    steps.filter(({ kind }) => !ACTS.has(kind)),
  ),
);

/** Plays the steps: each writes one or two operations. */
function write(isVoorkamer: boolean, steps: readonly Step[]): Operation[] {
  const founder = { sign: PEOPLE[0] ?? "", ...shownBy(PEOPLE[0] ?? "") };
  const kind = isVoorkamer ? ({ kind: "voorkamer" } as const) : {};
  const founding = { op: "found", name: "Nieuwland", ...kind, epoch: EPOCH, founder } as const;
  const first = unsigned(ROOT, [], { ...founding, policy: {}, witnesses: [], hour: 0 });
  const written = [first];
  const parts = Array.from({ length: PARTS }, () => new Set([first]));
  const authors = [...PEOPLE];
  const cards = new Map(PEOPLE.map((who) => [who, who]));
  /** Who most likely came in: they do most of what is done. */
  const came = [PEOPLE[0] ?? ""];
  const links: { key: string; by: string }[] = [];
  for (const [turn, one] of steps.entries()) {
    const mine = parts[one.part] ?? new Set();
    const who = (one.who > 89 ? authors : came)[one.who % (one.who > 89 ? authors : came).length] ?? "";
    const other = authors[one.other % authors.length] ?? "";
    const member = came[one.other % came.length] ?? "";
    const add = (author: string, body: Body, of: ReadonlySet<Operation> = mine): void => {
      if (written.length >= LIMIT) return;
      const some = one.parents.flatMap((n) => written[n % written.length] ?? []);
      const made = unsigned(author, one.isBackdated ? some : tips(of), body, turn);
      if (written.some(({ hash }) => hash === made.hash)) return;
      written.push(made);
      mine.add(made);
      if (one.isBackdated) for (const seen of withAncestors(some, written)) mine.add(seen);
    };
    const { hour, expires, role } = one;
    const invite = (uses = 1, terms: object = {}): { key: string; by: string } => {
      const key = keyOf(`link ${one.third % 9} ${turn % 4}`);
      const link = { key, by: who };
      links.push(link);
      add(who, {
        ...{ op: "invite", key, box: keyOf(`box of ${key}`), role, expires, uses, proof: PROOF, hour },
        ...terms,
      } as Body);
      return link;
    };
    const redeem = (author: string, { key, by }: { key: string; by: string }, of = mine): void =>
      add(author, { op: "redeem", key, by: by.slice(0, 16), ...shownBy(author), proof: PROOF, hour }, of);
    const link = links[one.third % Math.max(1, links.length)] ?? { key: keyOf("no link"), by: who };
    const acts: Record<Step["kind"], () => void> = {
      meet: () => {
        for (const seen of parts[one.other % PARTS] ?? []) mine.add(seen);
      },
      bring: () => {
        redeem(other, invite(), new Set());
        came.push(other);
      },
      poster: () => {
        redeem(other, invite(2 + (one.third % 3), { role: "guest", expires: 8 }), new Set());
        redeem(authors[one.third % authors.length] ?? "", links.at(-1) ?? link, new Set());
      },
      invite: () => void invite(one.third % 5 === 0 ? 2 : 1, one.third % 3 === 0 ? { replaces: other } : {}),
      redeem: () => redeem(other, link),
      rotate: () => {
        const removes = [member, other].slice(0, one.third % 3);
        const gate = keyOf(`gate ${turn}`);
        add(who, { op: "rotate", removes, gate, sender: keyOf("sender"), previous: [], parts: [gate], hour });
      },
      role: () => add(who, { op: "role", who: member, role, hour }),
      leave: () => add(who, { op: "leave", hour }),
      replace: () => {
        const card = cards.get(member) ?? member;
        const next = keyOf(`${member} again ${one.third % 2}`);
        const key = one.third % 5 === 0 ? keyOf("no card") : recoveryKeyOf(card);
        if (!authors.includes(next)) authors.push(next);
        cards.set(next, card);
        came.push(next);
        add(next, { op: "replace", who: member, ...shownBy(next, card), key, proof: PROOF, parts: [key], hour });
      },
      withdraw: () => add(who, { op: "withdraw", key: link.key, by: link.by.slice(0, 16), hour }),
      limit: () => add(who, { op: "limit", who: member, limit: one.third, hour }),
      witnesses: () => add(who, { op: "witnesses", witnesses: [other], hour }),
      purge: () => add(who, { op: "purge", lanes: [keyOf(`lane ${one.third % 2}`)], hour }),
      seen: () => add(who, { op: "seen", hour }),
      unknown: () => add(who, { op: "unknown" }),
      found: () => add(one.third % 2 === 0 ? ROOT : who, { ...founding, policy: {}, witnesses: [], hour }),
    };
    acts[one.kind]();
  }
  return written;
}

/** Those that no other of them names. */
function tips(of: ReadonlySet<Operation>): Operation[] {
  const named = new Set([...of].flatMap(({ parents }) => parents));
  return [...of].filter(({ hash }) => !named.has(hash)).slice(-16);
}

function withAncestors(some: readonly Operation[], all: readonly Operation[]): Operation[] {
  const found = new Set(some);
  for (const one of found) for (const seen of all) if (one.parents.includes(seen.hash)) found.add(seen);
  return [...found];
}
