import { hex, unhex } from "@wijkkit/envelope";
import {
  changeRole,
  identityOf,
  invitationName,
  invite,
  isName,
  leave,
  type Membership,
  type Moment,
  mayInvite,
  OPEN_USES_LIMIT,
  personOf,
  signingKeys,
  withdraw,
  writeLink,
} from "@wijkkit/identity";
import { nameOf } from "@wijkkit/machines";
import type { Deed, Neighbour, Pending, People, Reply, Request, Role } from "../protocol.ts";
import type { Keys } from "./keys.ts";
import { random } from "./random.ts";
import type { LocalSpace } from "./space.ts";

const HOUR = 3_600_000;
/** Days that an invitation stays open when nothing else is said, and at most. */
const DAYS = 30;
const MOST_DAYS = 365;
/** Deeds that are told of. */
const DEEDS = 200;

/** What residents do with each other's membership, and how it is shown. */
export class Members {
  readonly #local: LocalSpace;
  readonly #keys: Keys;

  constructor(local: LocalSpace, keys: Keys) {
    this.#local = local;
    this.#keys = keys;
  }

  get membership(): Membership {
    return this.#local.documents.membership;
  }

  get role(): Role | undefined {
    const { documents } = this.#local;
    return this.membership.members.get(documents.author)?.role;
  }

  get mayInvite(): boolean {
    return this.role !== undefined && mayInvite(this.role, "guest", this.membership.kind === "voorkamer");
  }

  moment(): Moment {
    const { documents } = this.#local;
    const hour = Math.floor(documents.time() / HOUR);
    return { space: unhex(documents.space), heads: this.membership.heads, hour };
  }

  get self() {
    return identityOf(this.#keys.ring.seed, unhex(this.#local.space));
  }

  /** Makes an invitation and its link; the caller flushes. */
  async invite(terms: Extract<Request, { do: "invite" }>): Promise<Reply> {
    const { name, kind } = this.membership;
    const { documents } = this.#local;
    const { role = kind === "voorkamer" ? "guest" : "resident", days = DAYS, uses = 1, replaces } = terms;
    const isSound = days >= 1 && days <= MOST_DAYS && uses >= 1 && uses <= OPEN_USES_LIMIT;
    const may = this.role !== undefined && mayInvite(this.role, role, kind === "voorkamer");
    if (!may || !isSound || name === undefined || !isName(name) || (uses > 1 && kind !== "voorkamer")) {
      return { ok: false, problem: "not-allowed" };
    }
    const moment = this.moment();
    const back = replaces === undefined ? {} : { replaces };
    const offer = { role, uses, expires: moment.hour + days * 24, ...back };
    const { seed, operation } = invite(random, moment, this.self.sign, offer);
    await documents.addOperation(operation);
    const { root, relay } = this.#keys.current;
    const { secret } = documents.epoch;
    const inviter = this.self.sign.public.slice(0, 8);
    const text = writeLink({ root, secret, invitation: seed, inviter, name, relay });
    const invitation = invitationName(hex(signingKeys(seed).public), hex(this.self.sign.public));
    return { ok: true, invitation, link: `${self.location.origin}/wijk/#/meedoen/${text}` };
  }

  async withdraw(id: string): Promise<Reply> {
    const invitation = this.membership.invitations.get(id);
    if (invitation === undefined || !this.#mayWithdraw(invitation.by)) return { ok: false, problem: "not-allowed" };
    return this.#add(withdraw(this.moment(), this.self.sign, invitation));
  }

  async changeRole(who: string, role: Role): Promise<Reply> {
    if (this.role !== "beheerder" || !this.membership.members.has(who)) return { ok: false, problem: "not-allowed" };
    if (this.#isLastBeheerder(who) && role !== "beheerder") return { ok: false, problem: "last-beheerder" };
    return this.#add(changeRole(this.moment(), this.self.sign, who, role));
  }

  /** Why somebody cannot be removed; undefined when they can. */
  keeps(who: string): Reply | undefined {
    if (this.role !== "beheerder" || !this.membership.members.has(who)) return { ok: false, problem: "not-allowed" };
    return this.#isLastBeheerder(who) ? { ok: false, problem: "last-beheerder" } : undefined;
  }

  async leave(): Promise<Reply> {
    if (this.role === undefined) return { ok: true };
    return this.#add(leave(this.moment(), this.self.sign));
  }

  people(): People {
    const { members, former, invitations, history } = this.membership;
    const { author } = this.#local.documents;
    const pending = [...invitations].flatMap(([id, one]): Pending[] => {
      const { role, by, left, expires, isEnded } = one;
      const isOver = isEnded || left === 0 || (expires !== 0 && expires * HOUR <= Date.now());
      const mayEnd = this.#mayWithdraw(by);
      return isOver ? [] : [{ id, role, by: this.#name(by), left, expires: expires * HOUR, mayWithdraw: mayEnd }];
    });
    return {
      members: [...members].map(([id, { role, invitedBy, hour, replaces, isByCard }]): Neighbour => {
        const inviter = invitedBy === undefined ? {} : { invitedBy: this.#name(invitedBy) };
        const back = replaces === undefined ? {} : ({ back: isByCard ? "card" : "beheerder" } as const);
        return { id, name: this.#name(id), role, mine: id === author, since: hour * HOUR, ...inviter, ...back };
      }),
      former: [...former].map(([id, { why }]) => ({ id, name: this.#name(id), why })),
      pending,
      deeds: history
        .flatMap((operation) => this.#deedsIn(operation))
        .slice(-DEEDS)
        .reverse(),
    };
  }

  async #add(operation: Uint8Array): Promise<Reply> {
    const { verdict } = await this.#local.documents.addOperation(operation);
    return verdict === "accepted" ? { ok: true } : { ok: false, problem: "not-saved" };
  }

  #mayWithdraw(by: string): boolean {
    return by === this.#local.documents.author || this.role === "beheerder";
  }

  get isOnlyBeheerder(): boolean {
    return this.#isLastBeheerder(this.#local.documents.author);
  }

  #isLastBeheerder(who: string): boolean {
    const beheerders = [...this.membership.members].filter(([, { role }]) => role === "beheerder");
    return beheerders.length === 1 && beheerders[0]?.[0] === who;
  }

  #name(identity: string): string {
    return nameOf(this.#local.documents.table, personOf(this.membership, identity));
  }

  #deedsIn({ author, body }: Membership["history"][number]): Deed[] {
    const deed = (what: Deed["what"], more: Partial<Deed> = {}, by = author): Deed => {
      return { what, by: this.#name(by), at: ("hour" in body ? body.hour : 0) * HOUR, ...more };
    };
    switch (body.op) {
      case "found":
        return [deed("found", {}, body.founder.sign)];
      case "invite":
        return [deed("invite", { role: body.role })];
      case "redeem":
        return [deed("join")];
      case "role":
        return [deed("role", { who: this.#name(body.who), role: body.role })];
      case "rotate":
        if (body.removes.length === 0) return [deed("rotate")];
        return body.removes.map((who) => deed("remove", { who: this.#name(who) }));
      case "leave":
        return [deed("leave")];
      case "replace":
        return [deed("replace", { who: this.#name(body.who) })];
      case "withdraw":
        return [deed("withdraw")];
      default:
        return [];
    }
  }
}
