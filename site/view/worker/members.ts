import { unhex } from "@wijkkit/envelope";
import { identityOf, type Membership, type Moment, mayInvite } from "@wijkkit/identity";
import type { Reply, Request, Role, Wijk } from "../protocol.ts";
import type { Keys } from "./keys.ts";
import type { LocalSpace } from "./space.ts";

const HOUR = 3_600_000;

const ASKED = ["invite", "withdraw", "role", "people", "wish", "wishes", "welcome", "stick", "take"] as const;

export type MemberRequest = Extract<Request, { do: (typeof ASKED)[number] }>;

/** Whether a request is one for `deeds.ts`. */
export const isForMembers = (request: { readonly do: string }): request is MemberRequest =>
  ASKED.some((name) => name === request.do);

/** One's own place in a space. */
export class Members {
  readonly local: LocalSpace;
  readonly keys: Pick<Keys, "ring" | "current">;

  constructor(local: LocalSpace, keys: Pick<Keys, "ring" | "current">) {
    this.local = local;
    this.keys = keys;
  }

  get membership(): Membership {
    return this.local.documents.membership;
  }

  get role(): Role | undefined {
    return this.membership.members.get(this.local.documents.author)?.role;
  }

  get mayInvite(): boolean {
    return this.role !== undefined && mayInvite(this.role, "guest", this.membership.kind === "voorkamer");
  }

  get isOnlyBeheerder(): boolean {
    return this.isLastBeheerder(this.local.documents.author);
  }

  get self() {
    return identityOf(this.keys.ring.seed, unhex(this.local.space));
  }

  /** How one stands, who came by an invitation of this name; without one for a founder. */
  standing(name = ""): Wijk["standing"] {
    if (this.role !== undefined) return "member";
    if (this.membership.former.has(this.local.documents.author)) return "out";
    const invitation = this.membership.invitations.get(name);
    if (invitation === undefined) return "waiting";
    if (invitation.left === 0) return "refused";
    return invitation.isEnded ? "withdrawn" : "expired";
  }

  moment(): Moment {
    const { documents } = this.local;
    const hour = Math.floor(documents.time() / HOUR);
    return { space: unhex(documents.space), heads: this.membership.heads, hour };
  }

  /** Why somebody cannot be removed; undefined when they can. */
  keeps(who: string): Reply | undefined {
    if (this.role !== "beheerder" || !this.membership.members.has(who)) return { ok: false, problem: "not-allowed" };
    return this.isLastBeheerder(who) ? { ok: false, problem: "last-beheerder" } : undefined;
  }

  isLastBeheerder(who: string): boolean {
    const beheerders = [...this.membership.members].filter(([, { role }]) => role === "beheerder");
    return beheerders.length === 1 && beheerders[0]?.[0] === who;
  }
}
