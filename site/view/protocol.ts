/**
 * What crosses between the page and the worker: requests one way, states the other.
 * Everything here is plain data that `postMessage` can clone.
 */

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

export interface Wijk {
  readonly name: string;
  readonly me: string;
  readonly members: number;
  readonly mayInvite: boolean;
  /**
   * waiting: the invitation is not known here yet. refused: it is, and it was used by somebody else or too late;
   * what is written here counts for nobody.
   */
  readonly standing: "member" | "waiting" | "refused";
  /** Own invitations that were used: as `invitation` of a reply. */
  readonly usedInvitations: readonly string[];
}

export interface Connection {
  readonly relay: "off" | "connecting" | "open";
  /** Open, sealed connections to neighbours. */
  readonly neighbours: number;
  /** While catching up: what part of what is known to be missing has come, 0 to 1. */
  readonly progress?: number;
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
  | "relay-denies"
  | "worker-failed";

export interface StoredThing {
  readonly purpose: "keys" | "envelopes" | "site";
  readonly count: number;
  readonly bytes: number;
}

/** The whole state the page shows; the worker sends a new one at every change. */
export interface State {
  readonly phase: "loading" | "outside" | "inside" | "blocked";
  readonly wijk?: Wijk;
  readonly questions: readonly Question[];
  readonly connection: Connection;
  /** Whether the newest words typed are not committed yet. */
  readonly pending: boolean;
  readonly persisted: boolean;
  readonly problem?: Problem;
}

export type Request =
  | { readonly do: "begin"; readonly wijk: string; readonly name: string }
  | { readonly do: "join"; readonly link: string; readonly name: string }
  | { readonly do: "ask"; readonly id: string; readonly title: string; readonly body: string }
  | { readonly do: "answer"; readonly id: string; readonly question: string; readonly body: string }
  | { readonly do: "edit"; readonly id: string; readonly field: "title" | "body"; readonly text: string }
  | { readonly do: "vote"; readonly id: string; readonly value: boolean }
  | { readonly do: "invite" }
  | { readonly do: "stored" }
  | { readonly do: "wipe" };

/** What a request answers: resolved only after the store has committed. */
export type Reply =
  | {
      readonly ok: true;
      readonly link?: string;
      readonly invitation?: string;
      readonly stored?: readonly StoredThing[];
    }
  | { readonly ok: false; readonly problem: Problem };

/** What the view needs of the other side; `client.ts` is it over a worker. */
export interface Client {
  readonly onState: (listener: (state: State) => void) => void;
  readonly request: (request: Request) => Promise<Reply>;
  /** The name in an invitation, without storing anything. */
  readonly peek: (link: string) => Promise<{ readonly wijk: string } | { readonly problem: Problem }>;
}
