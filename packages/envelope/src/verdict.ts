/**
 * Why something is refused for good. The first line is of form, the second of the blind steps,
 * the third of the steps that only members can take (packages/document), the last of space records.
 */
export type Refusal =
  | ("truncated" | "oversized" | "version" | "flags" | "seq" | "prev" | "erase")
  | ("gate" | "signature" | "chain" | "fork" | "superseded" | "erased" | "expired" | "purged" | "closed")
  | ("box" | "body" | "certificate" | "member" | "document")
  | ("trailing" | "full");

/** What a parked envelope or record waits for. */
export type Wait = "epoch" | "prev" | "clock" | "certificate" | "member" | "operator";

/** `known`: it was held already, byte for byte. */
export type Verdict =
  | { verdict: "accepted"; known?: true }
  | { verdict: "parked"; waiting: Wait }
  | { verdict: "refused"; reason: Refusal };

export const ACCEPTED: Verdict = { verdict: "accepted" };
export const KNOWN: Verdict = { verdict: "accepted", known: true };

export function parked(waiting: Wait): Verdict {
  return { verdict: "parked", waiting };
}

export function refused(reason: Refusal): Verdict {
  return { verdict: "refused", reason };
}
