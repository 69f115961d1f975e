import type { Envelope, EpochId, LaneKey, Verdict } from "@wijkkit/envelope";
import type { DenyCode } from "./deny.ts";
import type { Place, Proof } from "./frames.ts";
import type { Outcome } from "./replica.ts";

/** What happens to a session. */
export type SessionEvent =
  /** The channel is open. */
  | { readonly type: "open" }
  /** A message came; its bytes are not written to any more. */
  | { readonly type: "frame"; readonly bytes: Uint8Array }
  /** The answer to `sign`. */
  | { readonly type: "signed"; readonly proofs: readonly Proof[] }
  /** The answer to `verify`. An epoch that is not known is in neither list. */
  | { readonly type: "verified"; readonly right: readonly EpochId[]; readonly wrong: readonly EpochId[] }
  /** The answer to `record`; without verdict when the store failed. */
  | { readonly type: "recorded"; readonly verdict: Verdict | undefined }
  /** The answer to `accept`; without outcomes when the store failed. */
  | { readonly type: "stored"; readonly batch: number; readonly outcomes: readonly Outcome[] | undefined }
  /** The answer to `read`. */
  | { readonly type: "read"; readonly ask: number; readonly more: boolean; readonly envelopes: readonly Uint8Array[] }
  /** Envelopes are newly held; `fromPeer` when this session's peer sent them. */
  | { readonly type: "held"; readonly fromPeer: boolean; readonly envelopes: readonly Envelope[] }
  /** A space record is newly held that came from elsewhere. */
  | { readonly type: "record"; readonly bytes: Uint8Array }
  /** Whether the channel takes more; also the answer to `again`. */
  | { readonly type: "writable"; readonly writable: boolean }
  /** The time, in ms; about once a second. */
  | { readonly type: "tick"; readonly now: number }
  /** This side ends the session. */
  | { readonly type: "end"; readonly code: DenyCode }
  /** The channel is closed. */
  | { readonly type: "gone" };

/** What a session asks of who drives it. */
export type Action =
  | { readonly type: "send"; readonly bytes: Uint8Array }
  | { readonly type: "sign"; readonly message: Uint8Array }
  /** A proof is right that signs one of the messages: one for each host this side goes by. */
  | { readonly type: "verify"; readonly messages: readonly Uint8Array[]; readonly proofs: readonly Proof[] }
  | { readonly type: "record"; readonly bytes: Uint8Array }
  | { readonly type: "accept"; readonly batch: number; readonly envelopes: readonly Uint8Array[] }
  | { readonly type: "read"; readonly ask: number; readonly places: readonly Place[] }
  /** Come back with `writable`, after whatever waits. */
  | { readonly type: "again" }
  /** The peer holds a lane durably up to and with `seq`. */
  | { readonly type: "receipt"; readonly lane: LaneKey; readonly seq: number }
  | { readonly type: "state"; readonly state: SessionState }
  | { readonly type: "close" };

/**
 * greeting: not yet trusted or heard. catching-up: something the peer has is missing here, or its list is not
 * in. in-sync: all the peer listed is held here, or was asked for in vain. closed: over.
 */
export interface SessionState {
  readonly phase: "greeting" | "catching-up" | "in-sync" | "closed";
  /** 0 to 1: how much of what was missing is here. */
  readonly progress: number;
  /** Why it closed, where a reason was given. */
  readonly code?: DenyCode;
  /** Who gave that reason. */
  readonly by?: "here" | "there";
}
