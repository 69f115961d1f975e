import type { Envelope, LaneKey, LaneState } from "@wijkkit/envelope";
import type { Head } from "./store.ts";

/** What a store keeps about a lane beside its envelopes. `building` is the BASE whose parts are still arriving. */
export interface Lane extends Head {
  readonly base: number;
  readonly building: number | undefined;
  readonly erased: boolean;
}

/** A lane after one more envelope, and below which seq its envelopes are dropped, when any are. */
export interface Extension {
  readonly lane: Lane;
  readonly dropBelow: number | undefined;
}

/** What to write for one lane: its new row, what to delete, and the envelopes to keep. */
export interface LanePlan extends Extension {
  readonly puts: readonly Envelope[];
}

function follows(held: Lane | undefined, next: Envelope): boolean {
  if (held === undefined) return next.isBase;
  if (held.erased || held.epoch !== next.epoch) return false;
  if (next.isErase) return true;
  if (next.seq === held.seq + 1) return next.prev === held.id;
  return next.isBase && next.seq > held.seq;
}

/**
 * The one rule by which every store adds an envelope to a lane: the next in the chain, a BASE further on, or
 * an ERASE. A BASE in parts (MORE) supersedes what lies below it with its last part, not before.
 *
 * @returns undefined when the envelope does not follow what is held: a conflict.
 */
export function extend(held: Lane | undefined, next: Envelope): Extension | undefined {
  if (!follows(held, next)) return undefined;
  const building = next.isBase ? next.seq : held?.building;
  const complete = building !== undefined && !next.isMore;
  const counts = complete || held === undefined;
  const lane: Lane = {
    ...headAfter(held, next),
    base: counts ? (building ?? next.seq) : held.base,
    building: complete ? undefined : building,
    erased: next.isErase,
  };
  // Below seq 0 lies nothing, and IndexedDB takes no empty range.
  return { lane, dropBelow: complete && held !== undefined && building > 0 ? building : undefined };
}

/**
 * What an append writes, lane by lane; `held` has the lanes as the transaction sees them.
 *
 * @returns undefined when any envelope is a conflict: then nothing may be written.
 */
export function plan(held: ReadonlyMap<LaneKey, Lane>, envelopes: readonly Envelope[]): LanePlan[] | undefined {
  const plans = new Map<LaneKey, LanePlan>();
  for (const next of envelopes) {
    const before = plans.get(next.lane);
    const extension = extend(before?.lane ?? held.get(next.lane), next);
    if (extension === undefined) return undefined;
    const dropBelow = extension.dropBelow ?? before?.dropBelow;
    const puts = [...(before?.puts ?? []), next].filter(({ seq }) => seq >= (extension.dropBelow ?? 0));
    plans.set(next.lane, { lane: extension.lane, dropBelow, puts });
  }
  return [...plans.values()];
}

/** The head of a lane once it holds `next`. The term is the newest BASE's, complete or not. */
export function headAfter(held: Head | undefined, next: Envelope): Head {
  return headOf({ ...next, expires: next.isBase ? next.expires : (held?.expires ?? 0) });
}

/** The head of a lane, as peers see it. */
export function headOf({ lane, epoch, seq, id, hour, expires }: Head): Head {
  return { lane, epoch, seq, id, hour, expires };
}

/** A lane as `judge` looks at it. */
export function stateOf(lane: Lane, idAt: LaneState["idAt"]): LaneState {
  const { seq, id, base, erased, expires } = lane;
  // Beyond its head a lane holds nothing: what comes next asks the store no question.
  const at = (place: number) => (place > seq ? undefined : place === seq ? id : idAt(place));
  return { head: { seq, id }, base, erased, expires, idAt: at };
}
