import type { LaneKey } from "@wijkkit/envelope";
import { Budget } from "./budget.ts";
import type { Place } from "./frames.ts";
import { LIMIT } from "./limits.ts";
import type { Out } from "./out.ts";
import type { SpaceView } from "./replica.ts";

/** How far a lane is to be fetched, and how much of the progress it stands for. */
interface Need {
  readonly seq: number;
  readonly weight: number;
}

interface Ask {
  readonly lanes: ReadonlyMap<LaneKey, Need & { readonly from: number }>;
  readonly sent: number;
  /** Whether its GIVE said that there was more; undefined until it came. */
  more: boolean | undefined;
}

const HEAVIEST = 1_000;

/** What the peer has and this side lacks, and the WANTs for it: the next one only when the last is stored. */
export class Pull {
  readonly #view: SpaceView;
  readonly #budget: Budget;
  readonly #need = new Map<LaneKey, Need>();
  readonly #asks = new Map<number, Ask>();
  #asked = 0;
  #total = 0;
  #done = 0;

  /** @param budget lanes that all sessions sharing it may have noted and not asked for yet */
  constructor(view: SpaceView, budget: Budget = new Budget(LIMIT.headsPerFrame * LIMIT.listFrames)) {
    this.#view = view;
    this.#budget = budget;
  }

  /** Forgets what was noted: the session is over. */
  release(): void {
    this.#budget.give(this.#need.size);
    this.#need.clear();
  }

  get idle(): boolean {
    return this.#need.size === 0 && this.#asks.size === 0;
  }

  get progress(): number {
    return this.idle || this.#total === 0 ? 1 : this.#done / this.#total;
  }

  /** The peer has a lane up to `seq`. */
  note(lane: LaneKey, seq: number): void {
    if (this.#view.purged(lane)) return;
    const from = this.#next(lane);
    const before = this.#need.get(lane);
    if (seq < from || (before && before.seq >= seq) || this.#isAsked(lane, seq)) return;
    // What finds no room is noted when the peer lists it again.
    if (!before && !this.#budget.take()) return;
    const weight = Math.min(seq - from + 1, HEAVIEST);
    this.#total += weight - (before?.weight ?? 0);
    this.#need.set(lane, { seq, weight });
  }

  /** Sends as many WANTs as may be out at once. */
  ask(out: Out, now: number): void {
    while (this.#asks.size < LIMIT.asks && this.#need.size > 0) {
      const lanes = this.#take();
      if (lanes.size === 0) continue;
      this.#asked += 1;
      this.#asks.set(this.#asked, { lanes, sent: now, more: undefined });
      const places = [...lanes].map(([lane, { from }]): Place => ({ lane, seq: from }));
      out.send({ type: "want", ask: this.#asked, places });
    }
  }

  /** Whether a GIVE is awaited. */
  isOpen(ask: number): boolean {
    const found = this.#asks.get(ask);
    return found !== undefined && found.more === undefined;
  }

  /** A GIVE came. @returns false when nobody asked for it */
  given(ask: number, more: boolean): boolean {
    const found = this.#asks.get(ask);
    if (!found || !this.isOpen(ask)) return false;
    found.more = more;
    return true;
  }

  /** What a GIVE brought is judged and stored: asks on where there was progress, gives up where there was none. */
  settle(ask: number): void {
    const found = this.#asks.get(ask);
    if (!found) return;
    this.#asks.delete(ask);
    const moved = new Set([...found.lanes].filter(([lane, { from }]) => this.#next(lane) > from).map(([lane]) => lane));
    for (const [lane, { seq, weight }] of found.lanes) {
      this.#done += weight;
      // Where a GIVE was full, lanes it had no room for are asked for again; one that brings nothing ends them all.
      const goOn = moved.has(lane) || (found.more === true && moved.size > 0);
      const before = this.#total;
      if (goOn) this.note(lane, seq);
      this.#done -= this.#total - before;
      this.#total = before;
    }
    if (this.idle) this.#total = this.#done = 0;
  }

  /** Gives up asks that are not answered. */
  tick(now: number): void {
    for (const [ask, { sent, more }] of this.#asks) {
      if (more === undefined && now - sent > LIMIT.answer) this.settle(ask);
    }
  }

  #isAsked(lane: LaneKey, seq: number): boolean {
    return [...this.#asks.values()].some(({ lanes }) => (lanes.get(lane)?.seq ?? -1) >= seq);
  }

  #next(lane: LaneKey): number {
    const head = this.#view.head(lane);
    return head ? head.seq + 1 : 0;
  }

  #take(): Map<LaneKey, Need & { from: number }> {
    const lanes = new Map<LaneKey, Need & { from: number }>();
    for (const [lane, need] of this.#need) {
      this.#need.delete(lane);
      this.#budget.give(1);
      const from = this.#next(lane);
      if (from <= need.seq) lanes.set(lane, { ...need, from });
      else this.#done += need.weight;
      if (lanes.size === LIMIT.wants) break;
    }
    return lanes;
  }
}
