import type { Envelope, Verdict } from "@wijkkit/envelope";
import type { Holdings } from "./holdings.ts";
import { KIND } from "./kinds.ts";
import { isFeedUpdate } from "./read.ts";

/** How an envelope that was taken stands, once all that came with it is settled; undefined when it does stand. */
export function placed(
  { lane: key, seq, isErase, isMore }: Envelope,
  holdings: Holdings,
  counts: (identity: string) => boolean,
): Verdict | undefined {
  const lane = holdings.lane(key);
  if (isErase || holdings.isErased(key)) return undefined;
  if (lane === undefined) return { verdict: "parked", waiting: "member" };
  if (lane.base < 0 || seq > lane.head) return { verdict: "parked", waiting: "prev" };
  if (lane.claim?.kind !== KIND.feed) return undefined;
  if (!counts(lane.claim.identity)) return { verdict: "parked", waiting: "member" };
  const payload = isMore ? undefined : lane.payloads().find(({ end }) => end === seq);
  return payload === undefined || isFeedUpdate(payload, key) ? undefined : { verdict: "refused", reason: "document" };
}
