import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import { type Naming, namingOf } from "./acknowledgement.ts";
import type { Body, ChangeRole, Found, Invite, Leave, Redeem, Replace, Rotate, Withdraw } from "./body.ts";
import { briefOf, type Entry, group } from "./log.ts";
import { spaceOf } from "./person.ts";

export type EntryOf<Kind extends Body> = Entry & { readonly body: Kind };
/** What changes who is in, or what they may do, for those who are: decided one before the other, see `decide`. */
export type Act = EntryOf<Rotate | ChangeRole | Leave | Replace | Withdraw>;

/** A log by what its operations say. */
export interface Sorted {
  readonly founding: EntryOf<Found> | undefined;
  readonly byAuthor: ReadonlyMap<string, readonly Entry[]>;
  /** By author. */
  readonly invites: ReadonlyMap<string, readonly EntryOf<Invite>[]>;
  /** By the name of their invitation. */
  readonly redeems: ReadonlyMap<string, readonly EntryOf<Redeem>[]>;
  /** By the first 8 bytes of the inviter, hex. */
  readonly guests: ReadonlyMap<string, readonly Entry[]>;
  readonly acts: readonly Act[];
  readonly naming: Naming;
}

/** The name of an invitation: its key and its inviter, so that nobody takes another's place by the same key. */
export function invitationName(key: string, by: string): string {
  return `${key}.${briefOf(by)}`;
}

export function sort(log: readonly Entry[], space: string): Sorted {
  const byAuthor = new Map<string, Entry[]>();
  const invites = new Map<string, EntryOf<Invite>[]>();
  const redeems = new Map<string, EntryOf<Redeem>[]>();
  const guests = new Map<string, Entry[]>();
  const acts: Act[] = [];
  let founding: EntryOf<Found> | undefined;
  for (const entry of log) {
    const { author, parents, body } = entry.operation;
    group(byAuthor, author, entry);
    switch (body.op) {
      case "found":
        if (parents.length === 0 && bytesToHex(spaceOf(hexToBytes(author))) === space) founding ??= { ...entry, body };
        break;
      case "invite":
        group(invites, author, { ...entry, body });
        break;
      case "redeem":
        group(redeems, invitationName(body.key, body.by), { ...entry, body });
        group(guests, body.by, entry);
        break;
      case "rotate":
      case "role":
      case "leave":
      case "replace":
      case "withdraw":
        acts.push({ ...entry, body });
    }
  }
  return { founding, byAuthor, invites, redeems, guests, acts, naming: namingOf(log) };
}
