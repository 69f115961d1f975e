import type { Envelope, KnownSpaces, LaneKey, SpaceId, Verdict, Verify, Wait } from "@wijkkit/envelope";
import { Closings } from "./closings.ts";
import { grouped, judgeGroup } from "./group.ts";
import type { Heads } from "./heads.ts";
import { Locks } from "./locks.ts";
import { Parking } from "./parking.ts";
import { type Store, StoreError } from "./store.ts";

/** An envelope and who sent it. */
export interface Incoming {
  readonly envelope: Envelope;
  readonly source: object | undefined;
}

type Verdicts = Map<Incoming, Verdict>;
type Lanes = ReadonlyMap<LaneKey, readonly Incoming[]>;

export interface IntakeOptions {
  readonly store: Store;
  readonly known: KnownSpaces;
  readonly verify: Verify;
  readonly heads: Heads;
  /** Now, in hours since 1970. */
  readonly hour: () => number;
  /** Called for what is newly held, once it is durable, in the order of its lane. */
  readonly accepted: (incoming: Incoming) => void;
  /** Called when what waited could not be judged or stored; it waits on. */
  readonly failed: (error: unknown) => void;
}

const isNew = (verdict: Verdict | undefined) => verdict?.verdict === "accepted" && !verdict.known;

/** From envelopes to verdicts: one lane in order, lanes side by side, one transaction for what came together. */
export class Intake {
  readonly parking = new Parking();
  readonly #options: IntakeOptions;
  readonly #locks = new Locks();
  readonly #closings: Closings;

  constructor(options: IntakeOptions) {
    this.#options = options;
    this.#closings = new Closings(options.known);
  }

  /** @returns a verdict for each. @throws StoreError, and then nothing of them was stored */
  async take(space: SpaceId, list: readonly Incoming[]): Promise<Verdicts> {
    const lanes = grouped(list, ({ envelope }) => envelope.lane);
    for (const group of lanes.values()) group.sort((a, b) => a.envelope.seq - b.envelope.seq);
    const keys = [...lanes.keys()].map((lane) => space + lane);
    const verdicts = await this.#locks.hold(keys, () => this.#judgeAndStore(space, lanes));
    const grown = new Set(list.filter((one) => isNew(verdicts.get(one))).map(({ envelope }) => envelope.lane));
    await this.retry(space, "prev", ({ lane }) => grown.has(lane));
    return verdicts;
  }

  /** Judges again what waited; where that fails it waits on. */
  async retry(space: SpaceId, waiting: Wait, which?: (envelope: Envelope) => boolean): Promise<void> {
    if (this.parking.count === 0) return;
    const list = this.parking.take(waiting, space, which);
    if (list.length === 0) return;
    try {
      await this.take(space, list);
    } catch (error) {
      for (const one of list) this.parking.add(one);
      this.#options.failed(error);
    }
  }

  async #judgeAndStore(space: SpaceId, lanes: Lanes): Promise<Verdicts> {
    let verdicts = await this.#judge(space, lanes, false);
    const newOnes = () => [...verdicts].filter(([, verdict]) => isNew(verdict)).map(([one]) => one);
    const append = () =>
      this.#options.store.append(
        space,
        newOnes().map(({ envelope }) => envelope),
      );
    try {
      await append();
    } catch (error) {
      if (!(error instanceof StoreError) || error.code !== "conflict") throw error;
      // Another writer on the same store got in between: look again at what it holds now.
      verdicts = await this.#judge(space, lanes, true);
      await append();
    }
    for (const one of newOnes()) {
      this.#options.heads.stored(one.envelope);
      this.#options.accepted(one);
    }
    for (const [one, verdict] of verdicts) {
      if (verdict.verdict === "parked") this.parking.add({ ...one, waiting: verdict.waiting });
    }
    return verdicts;
  }

  async #judge(space: SpaceId, lanes: Lanes, fresh: boolean): Promise<Verdicts> {
    const verdicts: Verdicts = new Map();
    await Promise.all([...lanes].map(([lane, group]) => this.#judgeLane(space, lane, group, fresh, verdicts)));
    return verdicts;
  }

  async #judgeLane(space: SpaceId, lane: LaneKey, group: readonly Incoming[], fresh: boolean, verdicts: Verdicts) {
    const { store, known, verify, hour, heads } = this.#options;
    if (fresh) await heads.refresh(space, lane);
    const head = heads.get(space)?.get(lane);
    // A lane key belongs to one epoch: what names another has no place in this chain.
    const strange = group.filter(({ envelope }) => head !== undefined && head.epoch !== envelope.epoch);
    for (const one of strange) verdicts.set(one, { verdict: "refused", reason: "chain" });
    const counted = new Set<Incoming>();
    for (const one of group) {
      if (verdicts.has(one) || (head !== undefined && one.envelope.seq <= head.seq)) continue;
      const reason = this.#closings.refuses(one.envelope);
      if (reason === undefined) counted.add(one);
      else verdicts.set(one, { verdict: "refused", reason });
    }
    const fitting = group.filter((one) => !verdicts.has(one));
    const held = head && (await store.lane(space, lane));
    const context = { hour: hour(), gateOf: known.gateOf.bind(known), verify };
    const judged = await judgeGroup(
      fitting.map(({ envelope }) => envelope),
      held,
      context,
    );
    for (const [n, one] of fitting.entries()) verdicts.set(one, judged[n] as Verdict);
    for (const one of counted) if (!isNew(verdicts.get(one))) this.#closings.giveBack(one.envelope);
  }
}
