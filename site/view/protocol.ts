/**
 * What crosses between the page and the worker: requests one way, states the other.
 * Everything here is plain data that `postMessage` can clone.
 */

import type { People, Role, Shares, Terms, Wishes } from "./people.ts";

export type * from "./people.ts";

/** Where a contribution is kept. Counts say who confirmed that it is durable there. */
export interface Kept {
  /** Committed to this device's store. */
  readonly device: boolean;
  /** Neighbours who confirmed holding it. */
  readonly neighbours: number;
  /** Whether the relay or kiosk confirmed holding it. */
  readonly relay: boolean;
}

export interface Contribution {
  readonly id: string;
  readonly author: string;
  readonly mine: boolean;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly edited: boolean;
  readonly kept: Kept;
  readonly votes: number;
  /** Whether this resident voted for it. */
  readonly voted: boolean;
}

export interface Answer extends Contribution {
  readonly body: string;
}

export interface Question extends Contribution {
  readonly title: string;
  readonly body: string;
  readonly answers: readonly Answer[];
}

/** What a wijk is, to who takes part in several. */
export interface Place {
  /** Space id, hex. */
  readonly space: string;
  readonly name: string;
  readonly current: boolean;
}

export interface Wijk {
  readonly name: string;
  readonly isVoorkamer: boolean;
  readonly me: string;
  readonly members: number;
  readonly mayInvite: boolean;
  readonly role: Role | undefined;
  /** Whether one is beheerder and nobody else is. */
  readonly isOnlyBeheerder?: boolean;
  /** Another number whenever who is in, or what they may do, has changed. */
  readonly version: number;
  /** Why what is written here does not go out to the neighbours yet. */
  readonly waits?: "rotation" | "key";
  /** Part of a rotation that is done, 0 to 1, while one is under way. */
  readonly rotating?: number;
  /**
   * waiting: the invitation is not known here yet. refused: it is, and it was used by somebody else;
   * what is written here counts for nobody. expired, withdrawn: the same, as it was too late or taken back. out: one
   * was a member.
   */
  readonly standing: "member" | "waiting" | "refused" | "expired" | "withdrawn" | "out";
  /** Own invitations that were used: as `invitation` of a reply. */
  readonly usedInvitations: readonly string[];
  /** Whether neighbours are met directly; else by the relay alone. */
  readonly isDirect?: boolean;
  /** Shares of neighbours' cards that one was asked to keep and does not keep yet. */
  readonly sharesAsked?: number;
  /** Own invitations that were withdrawn. */
  readonly endedInvitations: readonly string[];
}

export interface Connection {
  readonly relay: "off" | "connecting" | "open";
  /** Open, sealed connections to neighbours. */
  readonly neighbours: number;
  /** While catching up: what part of what is known to be missing has come, 0 to 1. */
  readonly progress?: number;
}

/** What two devices of one person tell each other, and the number by which they know each other. */
export interface PairingText {
  readonly text: string;
  readonly number: string;
}

/** A recovery card. */
export interface Card {
  /** Groups of its code, with spaces between them. */
  readonly code: string;
  /** Whether the relay holds what it leads to. */
  readonly isKept: boolean;
}

/** Who says that they dropped something that was erased. */
export interface Confirmed {
  /** Name of its wijk; absent for the one that is shown. */
  readonly wijk?: string;
  readonly relay: boolean;
  readonly neighbours: number;
}

/** Codes; the words are in `content/words/`. */
export type Problem =
  | "storage-full"
  | "storage-blocked"
  | "storage-failed"
  | "clock-wrong"
  | "link-broken"
  | "too-long"
  | "too-many"
  | "not-saved"
  | "not-allowed"
  | "last-beheerder"
  | "waits"
  | "relay-denies"
  | "card-gone"
  | "card-length"
  | "card-mistyped"
  | "card-offline"
  | "card-unknown"
  | "card-due"
  | "import-broken"
  | "import-other"
  | "pair-broken"
  | "pair-other"
  | "stick-broken"
  | "stick-other"
  | "share-three"
  | "share-few"
  | "share-other"
  | "passphrase-short"
  | "passphrase-wrong"
  | "worker-failed";

export interface StoredThing {
  readonly purpose: "keys" | "envelopes" | "site";
  readonly count: number;
  readonly bytes: number;
}

/** The whole state the page shows; the worker sends a new one at every change. */
export interface State {
  readonly phase: "loading" | "outside" | "inside" | "blocked" | "locked";
  readonly wijk?: Wijk;
  /** Every wijk that this device takes part in. */
  readonly places: readonly Place[];
  readonly questions: readonly Question[];
  readonly connection: Connection;
  /** Whether the newest words typed are not committed yet. */
  readonly pending: boolean;
  readonly persisted: boolean;
  /** Whether the card secret is still on this device: no card was made yet. */
  readonly isCardDue: boolean;
  /** Whether the keys of this device are under a passphrase. */
  readonly isLocked: boolean;
  readonly problem?: Problem;
}

export type Request =
  | { readonly do: "begin"; readonly wijk: string; readonly name: string; readonly voorkamer?: boolean }
  | { readonly do: "join"; readonly link: string; readonly name: string }
  | { readonly do: "ask"; readonly id: string; readonly title: string; readonly body: string }
  | { readonly do: "answer"; readonly id: string; readonly question: string; readonly body: string }
  | { readonly do: "edit"; readonly id: string; readonly field: "title" | "body"; readonly text: string }
  | { readonly do: "vote"; readonly id: string; readonly value: boolean }
  | { readonly do: "switch"; readonly space: string }
  | ({ readonly do: "invite" } & Partial<Terms>)
  | { readonly do: "withdraw"; readonly invitation: string }
  | { readonly do: "role"; readonly who: string; readonly role: Role }
  | { readonly do: "remove"; readonly who: string }
  | { readonly do: "people" }
  | { readonly do: "wish" }
  | { readonly do: "wishes" }
  /** `space`: of the wijk to invite into, hex. */
  | { readonly do: "welcome"; readonly wish: string; readonly space: string }
  | { readonly do: "erase" }
  | { readonly do: "erased" }
  | { readonly do: "export" }
  /** `code`: of the card that opens it; not needed on a device of the same person. */
  | { readonly do: "import"; readonly file: string; readonly code: string }
  | { readonly do: "card" }
  | { readonly do: "carded" }
  | { readonly do: "restore"; readonly code: string; readonly stolen: boolean }
  /** Gives a share of the card to each of three neighbours, by id. */
  | { readonly do: "share"; readonly to: readonly string[] }
  | { readonly do: "shares" }
  | { readonly do: "keep"; readonly share: string }
  | { readonly do: "help"; readonly share: string; readonly request: string; readonly isSure: boolean }
  /** Comes back by what neighbours answered to `pair`. */
  | { readonly do: "gather"; readonly answers: readonly string[]; readonly stolen: boolean }
  | { readonly do: "pair" }
  | { readonly do: "paired"; readonly answer: string }
  | { readonly do: "give"; readonly request: string; readonly isSure: boolean }
  /** Opens the keys of this device. */
  | { readonly do: "unlock"; readonly passphrase: string }
  /** Puts the keys of this device under `passphrase`, or takes it off when that is empty; `before`: the one they are under. */
  | { readonly do: "lock"; readonly passphrase: string; readonly before: string }
  /** All messages of the wijk, in a file; and what is in such a file. */
  | { readonly do: "stick" }
  | { readonly do: "take"; readonly file: Blob }
  /** Whether to meet neighbours directly, or by the relay alone. */
  | { readonly do: "meet"; readonly direct: boolean }
  | { readonly do: "stored" }
  | { readonly do: "wipe" };

/** What a request answers: resolved only after the store has committed. */
export type Reply =
  | {
      readonly ok: true;
      readonly link?: string;
      readonly invitation?: string;
      readonly stored?: readonly StoredThing[];
      readonly people?: People;
      readonly erased?: readonly Confirmed[];
      readonly wishes?: Wishes;
      readonly card?: Card;
      readonly shares?: Shares;
      readonly pairing?: PairingText;
      readonly messages?: Blob;
      /** How many messages of a file were new, and whether it ends in the middle. */
      readonly taken?: { readonly accepted: number; readonly isCut: boolean };
      /** A text to save as a file. */
      readonly file?: string;
    }
  | {
      readonly ok: false;
      readonly problem: Problem;
      /** Groups of a card's code that cannot be right, from 1. */
      readonly groups?: readonly number[];
    };

/** What an invitation is to: the name of its wijk, and its space id, hex. */
export type Peeked = { readonly wijk: string; readonly space: string } | { readonly problem: Problem };

/** What the view needs of the other side; `client.ts` is it over a worker. */
export interface Client {
  readonly onState: (listener: (state: State) => void) => void;
  readonly request: (request: Request) => Promise<Reply>;
  /** The name in an invitation, without storing anything. */
  readonly peek: (link: string) => Promise<Peeked>;
}
