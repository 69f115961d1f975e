import { type Role, spaceOf } from "@wijkkit/identity";
import type { Placed } from "./reference-log.ts";

interface Person {
  readonly role: Role;
  readonly box: string;
  readonly recovery: string;
  readonly operator: string;
  readonly invitedBy?: string;
  readonly replaces?: string;
  readonly depth: number;
  readonly hour: number;
  readonly since: Placed;
}

export type People = ReadonlyMap<string, Person>;
/** Acts in the order in which they were decided. */
export type Stood = readonly Placed[];
type Past = (one: Placed) => ReadonlySet<string>;

const ALL: readonly Role[] = ["resident", "professional", "moderator", "redactie", "kiosk", "guest", "beheerder"];
const INVITES: Partial<Record<Role, readonly Role[]>> = {
  beheerder: ALL,
  moderator: ["resident", "guest"],
  professional: ["resident", "guest"],
};

/** Who came in when these acts stand, and what else that settles. */
export function peopleUnder(log: readonly Placed[], past: Past, stood: Stood, space: Uint8Array) {
  const people = new Map<string, Person>();
  const invitations = new Map<string, { readonly invite: Placed; readonly left: number }>();
  const counted = new Set<string>();
  const founding = log.find(
    ({ author, parents, body }) =>
      body.op === "found" && parents.length === 0 && Buffer.from(spaceOf(Buffer.from(author, "hex"))).equals(space),
  );
  const isVoorkamer = founding?.body.op === "found" && founding.body.kind === "voorkamer";

  const strikesOn = (who: string) =>
    stood.filter(
      ({ author, body }) =>
        (body.op === "rotate" && body.removes.includes(who)) ||
        (body.op === "replace" && body.who === who) ||
        (body.op === "leave" && author === who),
    );
  const counts = (one: Placed): boolean => {
    const [strike] = strikesOn(one.author);
    return strike === undefined || strike.hash === one.hash || past(strike).has(one.hash);
  };
  const roleAt = (who: string, at: Placed | undefined): Role => {
    let role = people.get(who)?.role ?? "guest";
    for (const act of stood) {
      if (act.body.op !== "role" || act.body.who !== who) continue;
      if (at === undefined || (act.hash !== at.hash && !past(act).has(at.hash))) role = act.body.role;
    }
    return role;
  };
  const nameOf = (key: string, by: string) => `${key}.${by.slice(0, 16)}`;
  const endsOf = (invite: Placed): Placed[] => {
    const { body, author } = invite;
    if (body.op !== "invite") return [];
    const withdrawals = stood.filter(
      (act) => act.body.op === "withdraw" && nameOf(act.body.key, act.body.by) === nameOf(body.key, author),
    );
    const turns = stood.filter((act) => act.body.op === "rotate" && past(act).has(invite.hash));
    return [...strikesOn(author).slice(0, 1), ...withdrawals, ...(body.uses > 1 ? turns : [])];
  };
  const mayOpen = (invite: Placed): boolean => {
    const { body, author } = invite;
    if (body.op !== "invite" || !people.has(author) || !counts(invite)) return false;
    const role = roleAt(author, invite);
    if (body.replaces !== undefined && (role !== "beheerder" || body.uses > 1)) return false;
    const kiosk: readonly Role[] = isVoorkamer && role === "kiosk" ? ["resident", "guest"] : [];
    if (![...(INVITES[role] ?? []), ...kiosk].includes(body.role)) return false;
    const isForMany = (body.role === "resident" || body.role === "guest") && body.expires > 0 && body.uses <= 1000;
    return body.uses === 1 || (isVoorkamer && isForMany);
  };
  const add = (identity: string, person: Person): string[] => {
    people.set(identity, person);
    counted.add(person.since.hash);
    const successor = stood.findLast(({ body }) => body.op === "replace" && body.who === identity);
    if (successor?.body.op !== "replace" || people.has(successor.author)) return [identity];
    const { box, recovery, operator, hour } = successor.body;
    const role = roleAt(identity, successor);
    const same = { ...person, role, box, recovery, operator, hour, replaces: identity, since: successor };
    return [identity, ...add(successor.author, same)];
  };
  const open = (newest: readonly string[]): string[] => {
    const opened: string[] = [];
    for (const invite of log) {
      if (invite.body.op !== "invite" || !newest.includes(invite.author)) continue;
      const name = nameOf(invite.body.key, invite.author);
      if (invitations.has(name) || !mayOpen(invite)) continue;
      invitations.set(name, { invite, left: invite.body.uses });
      counted.add(invite.hash);
      opened.push(name);
    }
    return opened;
  };
  /** The invitation under which somebody can come in now. */
  const letsIn = (redeem: Placed, opened: readonly string[]) => {
    const { author, body } = redeem;
    const name = body.op === "redeem" ? nameOf(body.key, body.by) : "";
    const { invite, left = 0 } = invitations.get(name) ?? {};
    if (body.op !== "redeem" || invite?.body.op !== "invite" || !opened.includes(name) || left < 1) return undefined;
    const isLate = invite.body.expires > 0 && invite.body.expires <= body.hour;
    const isOver = endsOf(invite).some((end) => !past(end).has(redeem.hash));
    if (people.has(author) || !counts(redeem) || isLate || isOver) return undefined;
    return { name, left, by: invite.author, terms: invite.body, shown: body };
  };
  const generation = (newest: readonly string[]): string[] => {
    const opened = open(newest);
    const admitted: string[] = [];
    for (const redeem of inTurn(log.filter(counts), log, people)) {
      const way = letsIn(redeem, opened);
      if (way === undefined) continue;
      const { name, left, by, terms, shown } = way;
      invitations.set(name, { invite: invitations.get(name)?.invite ?? redeem, left: left - 1 });
      const depth = Math.max((people.get(by)?.depth ?? 0) + 1, redeem.depth);
      const { box, recovery, operator, hour } = shown;
      const person = { role: terms.role, box, recovery, operator, invitedBy: by, depth, hour, since: redeem };
      admitted.push(...add(redeem.author, { ...person, ...comingBack(terms.replaces) }));
    }
    return admitted;
  };
  const comingBack = (who: string | undefined) => {
    const isGone = who !== undefined && people.has(who) && strikesOn(who).length > 0;
    const isTaken = [...people.values()].some(({ replaces }) => replaces === who);
    return isGone && !isTaken ? { replaces: who } : {};
  };

  if (founding?.body.op === "found") {
    const { founder, hour } = founding.body;
    const { sign, ...keys } = founder;
    let newest = add(sign, { role: "beheerder", ...keys, depth: 0, hour, since: founding });
    while (newest.length > 0) newest = generation(newest);
  }
  return { founding, people, invitations, counted, counts, roleAt, isEnded: (one: Placed) => endsOf(one).length > 0 };
}

/**
 * First what members name whose own invitation was redeemed, then what other members name, then everything.
 * What comes more than once counts the first time.
 */
function inTurn(saying: readonly Placed[], log: readonly Placed[], people: People): Placed[] {
  const depths = [...new Set([...people.values()].map(({ depth }) => depth))].sort((a, b) => a - b);
  const bySeniority = depths.flatMap((depth) => saying.filter(({ author }) => people.get(author)?.depth === depth));
  const named = bySeniority.flatMap(({ author, parents }) =>
    log.filter(({ hash }) => parents.includes(hash)).map((redeem) => ({ author, redeem })),
  );
  const ownGuests = named.filter(
    ({ author, redeem: { body } }) => body.op === "redeem" && body.by === author.slice(0, 16),
  );
  return [...[...ownGuests, ...named].map(({ redeem }) => redeem), ...log];
}
