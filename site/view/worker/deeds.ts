import { hex } from "@wijkkit/envelope";
import {
  changeRole,
  invitationName,
  invite,
  isName,
  leave,
  type Membership,
  mayInvite,
  OPEN_USES_LIMIT,
  personOf,
  signingKeys,
  withdraw,
  writeLink,
} from "@wijkkit/identity";
import { nameOf } from "@wijkkit/machines";
import type { Deed, Neighbour, Pending, People, Reply, Request } from "../protocol.ts";
import type { MemberRequest, Members } from "./members.ts";
import { random } from "./random.ts";
import { takeStick, writeStick } from "./stick.ts";
import { answer, makeWish, wishesOf } from "./wishing.ts";

const HOUR = 3_600_000;
/** Days that an invitation stays open when nothing else is said, and at most. */
const DAYS = 30;
const MOST_DAYS = 365;
/** Deeds that are told of. */
const DEEDS = 200;

/** What a member asks of the membership. Durable once the caller has flushed. */
export async function carryOut(members: Members, request: MemberRequest): Promise<Reply> {
  switch (request.do) {
    case "people":
      return { ok: true, people: peopleOf(members) };
    case "invite":
      return inviteSomebody(members, request);
    case "stick":
      return writeStick(members.local);
    case "take":
      return takeStick(members.local, request.file);
    case "wish":
      return makeWish(members);
    case "wishes":
      return wishesOf(members);
    case "welcome":
      return answer(members, request, inviteSomebody);
    case "withdraw": {
      const invitation = members.membership.invitations.get(request.invitation);
      if (invitation === undefined || !mayWithdraw(members, invitation.by))
        return { ok: false, problem: "not-allowed" };
      return add(members, withdraw(members.moment(), members.self.sign, invitation));
    }
    case "role": {
      const { who, role } = request;
      if (members.role !== "beheerder" || !members.membership.members.has(who))
        return { ok: false, problem: "not-allowed" };
      if (members.isLastBeheerder(who) && role !== "beheerder") return { ok: false, problem: "last-beheerder" };
      return add(members, changeRole(members.moment(), members.self.sign, who, role));
    }
  }
}

export async function leaveNow(members: Members): Promise<Reply> {
  if (members.role === undefined) return { ok: true };
  return add(members, leave(members.moment(), members.self.sign));
}

/** Makes an invitation and its link. */
async function inviteSomebody(members: Members, terms: Extract<Request, { do: "invite" }>): Promise<Reply> {
  const { name, kind } = members.membership;
  const { documents } = members.local;
  const { role = kind === "voorkamer" ? "guest" : "resident", days = DAYS, uses = 1, replaces } = terms;
  const isSound = days >= 1 && days <= MOST_DAYS && uses >= 1 && uses <= OPEN_USES_LIMIT;
  const may = members.role !== undefined && mayInvite(members.role, role, kind === "voorkamer");
  if (!may || !isSound || name === undefined || !isName(name) || (uses > 1 && kind !== "voorkamer")) {
    return { ok: false, problem: "not-allowed" };
  }
  const moment = members.moment();
  const { sign } = members.self;
  const back = replaces === undefined ? {} : { replaces };
  const { seed, operation } = invite(random, moment, sign, { role, uses, expires: moment.hour + days * 24, ...back });
  await documents.addOperation(operation);
  const { root, relay } = members.keys.current;
  const inviter = sign.public.slice(0, 8);
  const text = writeLink({ root, secret: documents.epoch.secret, invitation: seed, inviter, name, relay });
  const invitation = invitationName(hex(signingKeys(seed).public), hex(sign.public));
  return { ok: true, invitation, link: `${self.location.origin}/wijk/#/meedoen/${text}` };
}

function peopleOf(members: Members): People {
  const { membership } = members;
  const { author } = members.local.documents;
  const pending = [...membership.invitations].flatMap(([id, one]): Pending[] => {
    const { role, by, left, expires, isEnded } = one;
    const isOver = isEnded || left === 0 || (expires !== 0 && expires * HOUR <= Date.now());
    const mayEnd = mayWithdraw(members, by);
    return isOver ? [] : [{ id, role, by: called(members, by), left, expires: expires * HOUR, mayWithdraw: mayEnd }];
  });
  return {
    members: [...membership.members].map(([id, { role, invitedBy, hour, replaces, isByCard }]): Neighbour => {
      const inviter = invitedBy === undefined ? {} : { invitedBy: called(members, invitedBy) };
      const back = replaces === undefined ? {} : ({ back: isByCard ? "card" : "beheerder" } as const);
      return { id, name: called(members, id), role, mine: id === author, since: hour * HOUR, ...inviter, ...back };
    }),
    former: [...membership.former].map(([id, { why }]) => ({ id, name: called(members, id), why })),
    pending,
    deeds: membership.history
      .flatMap((operation) => deedsIn(members, operation))
      .slice(-DEEDS)
      .reverse(),
  };
}

async function add(members: Members, operation: Uint8Array): Promise<Reply> {
  const { verdict } = await members.local.documents.addOperation(operation);
  return verdict === "accepted" ? { ok: true } : { ok: false, problem: "not-saved" };
}

function mayWithdraw(members: Members, by: string): boolean {
  return by === members.local.documents.author || members.role === "beheerder";
}

function called(members: Members, identity: string): string {
  return nameOf(members.local.documents.table, personOf(members.membership, identity));
}

function deedsIn(members: Members, { author, body }: Membership["history"][number]): Deed[] {
  const deed = (what: Deed["what"], more: Partial<Deed> = {}, by = author): Deed => {
    return { what, by: called(members, by), at: ("hour" in body ? body.hour : 0) * HOUR, ...more };
  };
  switch (body.op) {
    case "found":
      return [deed("found", {}, body.founder.sign)];
    case "invite":
      return [deed("invite", { role: body.role })];
    case "redeem":
      return [deed("join")];
    case "role":
      return [deed("role", { who: called(members, body.who), role: body.role })];
    case "rotate":
      if (body.removes.length === 0) return [deed("rotate")];
      return body.removes.map((who) => deed("remove", { who: called(members, who) }));
    case "leave":
      return [deed("leave")];
    case "replace":
      return [deed("replace", { who: called(members, body.who) })];
    case "withdraw":
      return [deed("withdraw")];
    default:
      return [];
  }
}
