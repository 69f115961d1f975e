import { type Invitation, type Member, type Operation, type Role, spaceOf } from "@wijkkit/identity";

export interface Reference {
  readonly name: string | undefined;
  readonly members: Map<string, Member>;
  readonly invitations: Map<string, Invitation>;
  readonly heads: string[];
  readonly unacknowledged: Map<string, string>;
}

const INVITES: Record<Role, readonly Role[]> = {
  beheerder: ["resident", "professional", "moderator", "redactie", "kiosk", "guest", "beheerder"],
  moderator: ["resident", "guest"],
  professional: ["resident", "guest"],
  resident: [],
  redactie: [],
  kiosk: [],
  guest: [],
};

/** The rules of the membership log said once more, slowly: no index, no worklist, each question asked of everything. */
export function reference(operations: readonly Operation[], space: Uint8Array): Reference {
  const log = referenceLog(operations);
  const state: State = { members: new Map(), invitations: new Map(), counted: [] };
  const found = log.find(
    ({ author, parents, body }) =>
      body.op === "found" && parents.length === 0 && Buffer.from(spaceOf(Buffer.from(author, "hex"))).equals(space),
  );
  let name: string | undefined;
  if (found?.body.op === "found") {
    const { founder, hour } = found.body;
    name = found.body.name;
    state.counted.push(found);
    state.members.set(founder.sign, { role: "beheerder", ...pick(founder), depth: 0, hour });
    for (let newest = [founder.sign]; newest.length > 0; newest = generation(newest, log, state));
  }
  const { members, invitations, counted } = state;
  const effectless = ["unknown", "seen"];
  counted.push(...log.filter(({ author, body }) => effectless.includes(body.op) && members.has(author)));
  const newest = counted.filter(({ hash }) => !counted.some((other) => ancestors(other, log).has(hash)));
  const unacknowledged = new Map<string, string>();
  for (const { hash, author, body } of log.filter((operation) => counted.includes(operation))) {
    const inviter = members.get(author)?.invitedBy ?? "";
    const isNamed = log.some((other) => other.author === inviter && other.parents.includes(hash));
    if (body.op === "redeem" && !isNamed) unacknowledged.set(hash, inviter);
  }
  return { name, members, invitations, heads: newest.sort(newestFirst).map(({ hash }) => hash), unacknowledged };
}

interface Placed extends Operation {
  readonly depth: number;
}

interface State {
  readonly members: Map<string, Member>;
  readonly invitations: Map<string, Invitation>;
  readonly counted: Placed[];
}

const pick = ({ box, recovery }: { box: string; recovery: string }) => ({ box, recovery });
const byHash = (a: Operation, b: Operation): number => (a.hash < b.hash ? -1 : 1);
const newestFirst = (a: Placed, b: Placed): number => b.depth - a.depth || byHash(a, b);

/** Again and again takes up what has all its parents, until nothing more has. */
function referenceLog(operations: readonly Operation[]): Placed[] {
  const log: Placed[] = [];
  const parentsIn = ({ parents }: Operation) => log.filter(({ hash }) => parents.includes(hash));
  const waiting = new Map(operations.map((operation) => [operation.hash, operation]));
  for (let before = -1; before < log.length; ) {
    before = log.length;
    for (const operation of [...waiting.values()]) {
      const parents = parentsIn(operation);
      if (parents.length < new Set(operation.parents).size) continue;
      log.push({ ...operation, depth: Math.max(-1, ...parents.map(({ depth }) => depth)) + 1 });
      waiting.delete(operation.hash);
    }
  }
  return log.sort((a, b) => a.depth - b.depth || byHash(a, b));
}

function ancestors({ parents }: Operation, log: readonly Placed[]): Set<string> {
  const found = new Set(parents);
  for (const operation of log.toReversed()) {
    if (found.has(operation.hash)) for (const parent of operation.parents) found.add(parent);
  }
  return found;
}

/** Whom the invitations by the newest members bring in. */
function generation(newest: readonly string[], log: readonly Placed[], state: State): string[] {
  const { members, invitations, counted } = state;
  const opened: string[] = [];
  for (const operation of log) {
    const { author, body } = operation;
    const inviter = members.get(author);
    if (body.op !== "invite" || inviter === undefined || !newest.includes(author)) continue;
    if (!INVITES[inviter.role].includes(body.role) || body.uses !== 1 || invitations.has(body.key)) continue;
    const { role, expires, hour } = body;
    invitations.set(body.key, { role, by: author, expires, left: 1, hour });
    opened.push(body.key);
    counted.push(operation);
  }
  const admitted: string[] = [];
  for (const operation of inTurn(log, state)) {
    const { author, body, depth } = operation;
    if (body.op !== "redeem" || !opened.includes(body.key) || members.has(author)) continue;
    const invitation = invitations.get(body.key);
    const inviter = members.get(invitation?.by ?? "");
    if (invitation?.left !== 1 || inviter === undefined) continue;
    if (invitation.expires > 0 && invitation.expires <= body.hour) continue;
    const seniority = Math.max(inviter.depth + 1, depth);
    const { role, by: invitedBy } = invitation;
    members.set(author, { role, ...pick(body), invitedBy, depth: seniority, hour: body.hour });
    invitations.set(body.key, { ...invitation, left: 0 });
    admitted.push(author);
    counted.push(operation);
  }
  return admitted;
}

/**
 * First what members name whose own invitation was redeemed, then what other members name, then everything.
 * What comes more than once counts the first time.
 */
function inTurn(log: readonly Placed[], { members, invitations }: State): Placed[] {
  const depths = [...new Set([...members.values()].map(({ depth }) => depth))].sort((a, b) => a - b);
  const bySeniority = depths.flatMap((depth) => log.filter(({ author }) => members.get(author)?.depth === depth));
  const named = bySeniority.flatMap(({ author, parents }) =>
    log.filter(({ hash }) => parents.includes(hash)).map((redeem) => ({ author, redeem })),
  );
  const ownGuests = named.filter(({ author, redeem: { body } }) => {
    return body.op === "redeem" && invitations.get(body.key)?.by === author;
  });
  return [...[...ownGuests, ...named].map(({ redeem }) => redeem), ...log];
}
