import { createHash } from "node:crypto";
import type { Membership, Operation } from "@wijkkit/identity";
import { ancestryOf, inLogOrder, type Placed, referenceLog } from "./reference-log.ts";
import { type People, peopleUnder, type Stood } from "./reference-people.ts";
import { stoodOf, targets } from "./reference-stood.ts";

export interface Reference {
  readonly name: string | undefined;
  readonly members: Map<string, object>;
  readonly former: Map<string, object>;
  readonly invitations: Map<string, object>;
  readonly epochs: string[];
  readonly epoch: string | undefined;
  readonly due: string | undefined;
  readonly purges: string[];
  readonly witnesses: readonly string[];
  readonly heads: string[];
  readonly unacknowledged: Map<string, string>;
}

/** The rules of the membership log said once more, slowly: no index, no worklist, each question asked of everything. */
export function reference(operations: readonly Operation[], space: Uint8Array): Reference {
  const log = referenceLog(operations);
  const past = ancestryOf(log);
  const stood = stoodOf(log, past, space);
  const view = peopleUnder(log, past, stood, space);
  const { people, invitations, founding } = view;
  const counts = (one: Placed) => view.counts(one);
  const plain = ["unknown", "seen", "part", "limit", "witnesses", "purge"];
  const counted = log.filter(
    (one) =>
      view.counted.has(one.hash) ||
      stood.includes(one) ||
      (plain.includes(one.body.op) && people.has(one.author) && counts(one)),
  );
  const beheerders = counted.filter((one) => people.has(one.author) && view.roleAt(one.author, one) === "beheerder");
  const members = membersOf(view, stood, beheerders);
  const former = formerOf(view, stood);
  const shownInvitations = new Map<string, object>();
  for (const [name, { invite, left }] of invitations) {
    if (invite.body.op !== "invite") continue;
    const { op: _, proof: __, ...terms } = invite.body;
    shownInvitations.set(name, { ...terms, by: invite.author, left, isEnded: view.isEnded(invite) });
  }
  const first = founding?.body.op === "found" ? founding.body.epoch : undefined;
  const rotations = stood.filter(({ body }) => body.op === "rotate");
  const epoch = first === undefined ? undefined : writtenTo(first, rotations, stood, past);
  const followed = (one: Placed) => rotations.some((rotation) => past(rotation).has(one.hash));
  const due = () => {
    if (first === undefined) return undefined;
    if (epoch === undefined) return "removed";
    if (stood.some((act) => act.body.op === "leave" && !followed(act))) return "left";
    const posters = [...invitations.values()].filter(({ invite: { body } }) => body.op === "invite" && body.uses > 1);
    const over = posters.filter(({ invite, left }) => left === 0 || view.isEnded(invite));
    return over.some(({ invite }) => !followed(invite)) ? "ended" : undefined;
  };
  const lanes = beheerders.flatMap(({ body }) => (body.op === "purge" ? body.lanes : []));
  const purgers = (lane: string) =>
    new Set(beheerders.flatMap(({ author, body }) => (body.op === "purge" && body.lanes.includes(lane) ? author : [])));
  const lists = beheerders.flatMap(({ body }) => (body.op === "witnesses" ? [body.witnesses] : []));
  const newest = counted.filter(({ hash }) => !counted.some((other) => past(other).has(hash)));
  const unacknowledged = new Map<string, string>();
  for (const { hash, author, body } of counted) {
    const inviter = people.get(author)?.invitedBy ?? "";
    const isNamed = log.some((other) => other.author === inviter && other.parents.includes(hash) && counts(other));
    if (body.op === "redeem" && !isNamed && members.has(inviter)) unacknowledged.set(hash, inviter);
  }
  const founded = founding?.body.op === "found" ? founding.body : undefined;
  return {
    ...{ name: founded?.name, members, former, invitations: shownInvitations, epoch, due: due(), unacknowledged },
    epochs: first === undefined ? [] : [...new Set([first, ...rotations.map(epochOf)])],
    purges: [...new Set(lanes)].filter((lane) => purgers(lane).size > 1).sort(),
    witnesses: lists.at(-1) ?? founded?.witnesses ?? [],
    heads: newest.sort((a, b) => b.depth - a.depth || inLogOrder(a, b)).map(({ hash }) => hash),
  };
}

/** The same of both, for a test to compare. */
export const sorted = (value: Membership | Reference) => ({
  ...{ name: value.name, epoch: value.epoch, due: value.due, purges: value.purges, witnesses: value.witnesses },
  ...{ members: [...value.members], former: [...value.former], invitations: [...value.invitations] },
  ...{ heads: value.heads, unacknowledged: [...value.unacknowledged] },
  epochs: Array.isArray(value.epochs) ? value.epochs : [...value.epochs.keys()],
});

const strikes = (act: Placed): readonly string[] => (act.body.op === "role" ? [] : targets(act));
const hourOf = ({ body }: Placed): number => ("hour" in body ? body.hour : 0);

function epochOf({ body }: Placed): string {
  const gate = body.op === "rotate" ? body.gate : "";
  return createHash("sha512").update(gate, "hex").digest("hex").slice(0, 16);
}

function limitOf(identity: string, people: People, beheerders: readonly Placed[]): number | undefined {
  const own = beheerders.flatMap(({ body }) => (body.op === "limit" && body.who === identity ? [body.limit] : []));
  const before = people.get(identity)?.replaces;
  return own.at(-1) ?? (before === undefined ? undefined : limitOf(before, people, beheerders));
}

type View = ReturnType<typeof peopleUnder>;
const strikeOn = (who: string, stood: Stood) => stood.find((act) => strikes(act).includes(who));

function membersOf({ people, roleAt }: View, stood: Stood, beheerders: readonly Placed[]): Map<string, object> {
  const members = new Map<string, object>();
  for (const [identity, { since, replaces, ...person }] of people) {
    if (strikeOn(identity, stood) !== undefined) continue;
    const limit = limitOf(identity, people, beheerders);
    members.set(identity, {
      ...{ ...person, role: roleAt(identity, undefined) },
      ...(replaces && { replaces, isByCard: since.body.op === "replace" }),
      ...(limit !== undefined && { limit }),
    });
  }
  return members;
}

function formerOf({ people, roleAt }: View, stood: Stood): Map<string, object> {
  const former = new Map<string, object>();
  for (const identity of people.keys()) {
    const strike = strikeOn(identity, stood);
    if (strike === undefined) continue;
    const locking = stood.find((act) => act.body.op !== "leave" && strikes(act).includes(identity))?.body;
    const why = { leave: "left", replace: "replaced" }[strike.body.op as string] ?? "removed";
    former.set(identity, {
      ...{ why, by: strike.author, role: roleAt(identity, strike), hour: hourOf(strike) },
      ...(locking && "parts" in locking && { locks: locking.parts }),
    });
  }
  return former;
}

/** Of the epochs that came with or after a removal of everyone who was removed: the newest, then the lowest. */
function writtenTo(
  first: string,
  rotations: readonly Placed[],
  stood: Stood,
  past: (one: Placed) => ReadonlySet<string>,
): string | undefined {
  const gone = new Set<string>();
  for (const [n, act] of stood.entries()) {
    for (const who of strikes(act)) {
      const before = stood.slice(0, n).some((other) => strikes(other).includes(who));
      if (!before && act.body.op !== "leave") gone.add(who);
    }
  }
  const safe = rotations.filter((rotation) =>
    [...gone].every((who) =>
      stood.some((act) => strikes(act).includes(who) && (act === rotation || past(rotation).has(act.hash))),
    ),
  );
  const newest = safe.filter(({ hash }) => !safe.some((other) => past(other).has(hash)));
  if (newest.length > 0) return newest.map(epochOf).sort()[0];
  return gone.size === 0 ? first : undefined;
}
