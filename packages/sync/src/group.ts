import {
  type Envelope,
  type EnvelopeId,
  type JudgeContext,
  judge,
  type LaneState,
  type Verdict,
} from "@wijkkit/envelope";

/** A list by key, each part in the order of the list. */
export function grouped<Item, Key>(list: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of list) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

/** A lane as it will stand once `taken` is stored as well. */
function after(held: LaneState | undefined, taken: ReadonlyMap<number, EnvelopeId>, next: Envelope): LaneState {
  return {
    head: { seq: next.seq, id: next.id },
    base: next.isBase && !next.isMore ? next.seq : (held?.base ?? next.seq),
    erased: next.isErase,
    expires: next.isBase ? next.expires : (held?.expires ?? 0),
    idAt: (seq) => taken.get(seq) ?? held?.idAt(seq),
  };
}

/**
 * Judges envelopes of one lane that came together, each as if those before it were stored already.
 *
 * @param group in ascending order of seq
 * @returns a verdict for each, in the same order
 */
export async function judgeGroup(
  group: readonly Envelope[],
  held: LaneState | undefined,
  context: Omit<JudgeContext, "lane">,
): Promise<Verdict[]> {
  const taken = new Map<number, EnvelopeId>();
  const verdicts: Verdict[] = [];
  let state = held;
  let gap = false;
  for (const next of group) {
    // What follows an envelope that waits for its predecessor waits with it, without the price of a signature.
    const waits: boolean = gap && !next.isBase;
    const current = state;
    const verdict: Verdict = waits
      ? { verdict: "parked", waiting: "prev" }
      : await judge(next, { ...context, lane: () => current });
    verdicts.push(verdict);
    gap = verdict.verdict === "parked" && verdict.waiting === "prev";
    if (verdict.verdict !== "accepted" || verdict.known) continue;
    taken.set(next.seq, next.id);
    state = after(held, taken, next);
  }
  return verdicts;
}
