import type { Envelope, EpochId, LaneKey } from "@wijkkit/envelope";
import type { Listed, Place } from "./frames.ts";
import { LIMIT } from "./limits.ts";
import { LIST } from "./modes.ts";
import type { Out } from "./out.ts";
import { ListWriter } from "./reconcile.ts";
import type { SpaceView } from "./replica.ts";
import type { Head } from "./store.ts";

/** What this side tells the peer: its list, what is new, what it holds of the peer's. Knows what the peer has. */
export class Push {
  readonly #view: SpaceView;
  readonly #serves: (epoch: EpochId) => boolean;
  readonly #has = new Map<LaneKey, number>();
  readonly #list = new ListWriter();
  readonly #changed = new Set<LaneKey>();
  #haves: Place[] = [];
  /** When comparing heads last began, in ms. */
  listed = 0;

  constructor(view: SpaceView, serves: (epoch: EpochId) => boolean) {
    this.#view = view;
    this.#serves = serves;
  }

  /** Whether a lane is held and may be shown to the peer. */
  shows(lane: LaneKey): boolean {
    const head = this.#view.head(lane);
    return head !== undefined && this.#serves(head.epoch);
  }

  /** The heads that the peer may be shown. */
  served(): Head[] {
    return this.#view.heads().filter(({ epoch }) => this.#serves(epoch));
  }

  /** Begins a list of all of them anew. */
  list(now: number): void {
    this.#list.begin(this.served());
    this.#changed.clear();
    this.listed = now;
  }

  /** Begins a list of what differs, in place of one of all: the peer has the rest. */
  name(heads: readonly Listed[]): void {
    this.#list.begin(heads);
  }

  /** The peer holds all of these. */
  knowAll(out: Out, heads: readonly Place[]): void {
    for (const head of heads) this.know(out, head);
  }

  /** The peer holds a lane up to `seq`, as it says or shows. */
  know(out: Out, { lane, seq }: Place): void {
    const head = this.#view.head(lane);
    if (head === undefined || !this.#serves(head.epoch)) return;
    const held = Math.min(seq, head.seq);
    if ((this.#has.get(lane) ?? -1) >= held) return;
    this.#has.set(lane, held);
    out.do({ type: "receipt", lane, seq: held });
  }

  /** An entry of the peer's list. A fork is no receipt. */
  compare(out: Out, listed: Listed): void {
    const head = this.#view.head(listed.lane);
    if (head && (listed.seq !== head.seq || listed.id === head.id)) this.know(out, listed);
  }

  /** The peer's envelope is durable here. */
  have(place: Place): void {
    this.#haves.push(place);
  }

  /** Envelopes are newly held that the peer may lack: sent at once when they are few, else named in a list. */
  fresh(out: Out, envelopes: readonly Envelope[], writable: boolean): void {
    const lacking = envelopes.filter(
      ({ epoch, lane, seq }) => this.#serves(epoch) && (this.#has.get(lane) ?? -1) < seq,
    );
    const size = lacking.reduce((sum, { bytes }) => sum + bytes.length, 0);
    if (lacking.length === 0) return;
    if (writable && size <= LIMIT.push) out.send({ type: "new", envelopes: lacking.map(({ bytes }) => bytes) });
    else for (const { lane } of lacking) this.#changed.add(lane);
  }

  /** Sends what waits; of lists one frame, then `again`. */
  flow(out: Out, writable: boolean): void {
    for (let at = 0; at < this.#haves.length; at += LIMIT.haves) {
      out.send({ type: "have", places: this.#haves.slice(at, at + LIMIT.haves) });
    }
    this.#haves = [];
    if (!writable) return;
    if (!this.#list.busy && this.#changed.size > 0) this.#nameChanges();
    const body = this.#list.next();
    if (body) out.send({ type: "recon", mode: LIST, body });
    if (this.#list.busy || this.#changed.size > 0) out.do({ type: "again" });
  }

  #nameChanges(): void {
    const heads = [...this.#changed].flatMap((lane) => this.#view.head(lane) ?? []);
    this.#changed.clear();
    this.#list.changes(heads.filter(({ epoch }) => this.#serves(epoch)));
  }
}
