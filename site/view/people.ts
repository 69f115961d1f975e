/** Who takes part in a wijk, what they may, what they did, and what they ask of each other: plain data, part of the protocol. */

export type Role = "resident" | "professional" | "moderator" | "redactie" | "kiosk" | "guest" | "beheerder";

/** What an invitation is for. */
export interface Terms {
  readonly role: Role;
  readonly days: number;
  /** More than one in a voorkamer: a poster. */
  readonly uses: number;
  /** Who comes back by it: `id` of somebody who is out. */
  readonly replaces: string;
}

export interface Neighbour {
  /** Identity, hex. */
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly mine: boolean;
  /** Name of who invited them. */
  readonly invitedBy?: string;
  /** Milliseconds since 1970. */
  readonly since: number;
  /** They took another's place: by their card, or by the word of a beheerder. */
  readonly back?: "card" | "beheerder";
}

export interface Pending {
  /** As `invitation` of a request. */
  readonly id: string;
  readonly role: Role;
  readonly by: string;
  readonly left: number;
  /** Milliseconds since 1970; 0 = no end. */
  readonly expires: number;
  readonly mayWithdraw: boolean;
}

/** Something that was done with the membership. */
export interface Deed {
  readonly what: "found" | "invite" | "join" | "role" | "remove" | "leave" | "replace" | "withdraw" | "rotate";
  readonly by: string;
  readonly who?: string;
  readonly role?: Role;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export interface People {
  readonly members: readonly Neighbour[];
  readonly former: readonly {
    readonly id: string;
    readonly name: string;
    readonly why: "removed" | "left" | "replaced";
  }[];
  readonly pending: readonly Pending[];
  /** The newest first. */
  readonly deeds: readonly Deed[];
}

/** In a voorkamer: who wants to be in the wijk. */
export interface Wishes {
  /** Whether one said so oneself. */
  readonly isMade: boolean;
  /** The invitation that was sealed to oneself. */
  readonly link?: string;
  /** Others who were not answered yet. */
  readonly others: readonly { readonly id: string; readonly name: string }[];
}

/** Shares of recovery cards. */
export interface Shares {
  /** Of one's own card: who keeps one. */
  readonly own: readonly { readonly name: string; readonly isKept: boolean }[];
  /** Of others' cards, that one keeps here or was asked to keep. */
  readonly others: readonly { readonly id: string; readonly name: string; readonly isKept: boolean }[];
  /** Who could keep one. */
  readonly neighbours: readonly { readonly id: string; readonly name: string }[];
}
