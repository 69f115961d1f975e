import type { Said } from "./signals.ts";

/** Milliseconds in which a connection must be up, or its slot is given back. */
export const CONNECT_LIMIT = 10_000;
/** Milliseconds after which a peer that answered nothing may lose its slot to another. */
const SILENCE_LIMIT = 2_000;
/** Connections under way at once. */
export const PENDING_LIMIT = 8;
/** Signals taken from one peer for one connection. */
const SIGNAL_COUNT = 64;
/** How long a peer whose connection ended waits for the next, doubled each time, in milliseconds. */
const PAUSE = 1_000;
const PAUSE_LIMIT = 60_000;
/** A connection that lasted this long, in milliseconds, is forgiven its end. */
const LASTED = 30_000;
const REMEMBERED = 256;

interface Slot {
  readonly since: number;
  signals: number;
  up: boolean;
}

/** What to do with what a peer said. */
export type Step =
  | { readonly do: "ignore" }
  /** Tell that peer alone that we are here: it is the one who calls. */
  | { readonly do: "greet" }
  /** Begin a connection: as the caller, or as the called with the signal that came. */
  | { readonly do: "connect"; readonly initiator: boolean; readonly instead?: string }
  | { readonly do: "signal" };

const IGNORE: Step = { do: "ignore" };

/**
 * Who gets a connection. Of two peers the one with the higher id calls, so that they never call each other at once.
 * A connection that is up takes no more signals: nobody who forges them can end it.
 */
export class Slots {
  readonly #me: string;
  readonly #limit: number;
  readonly #slots = new Map<string, Slot>();
  readonly #pauses = new Map<string, { until: number; next: number }>();

  constructor(me: string, limit: number) {
    this.#me = me;
    this.#limit = limit;
  }

  get up(): number {
    return [...this.#slots.values()].filter((slot) => slot.up).length;
  }

  /** The one decision: what to do now. `connect` and `signal` count at once. */
  hear(said: Said, now: number): Step {
    const slot = this.#slots.get(said.from);
    if (said.type === "announce") {
      if (slot) return IGNORE;
      return this.#me > said.from ? this.#connect(said.from, true, now) : this.#greet(said.from, now);
    }
    if (slot) return this.#signal(slot, said);
    const called = said.signal.type === "offer" && said.from > this.#me;
    return called ? this.#connect(said.from, false, now) : IGNORE;
  }

  isUp(peer: string): void {
    const slot = this.#slots.get(peer);
    if (slot) slot.up = true;
  }

  /** The connection of a peer has ended; its slot is free, and that peer waits a while. */
  ended(peer: string, now: number): void {
    const slot = this.#slots.get(peer);
    if (!slot) return;
    this.#slots.delete(peer);
    const lasted = slot.up && now - slot.since >= LASTED;
    const wait = lasted ? PAUSE : (this.#pauses.get(peer)?.next ?? PAUSE);
    this.#pauses.delete(peer);
    this.#pauses.set(peer, { until: now + wait, next: Math.min(2 * wait, PAUSE_LIMIT) });
    const [oldest] = this.#pauses.keys();
    if (this.#pauses.size > REMEMBERED && oldest !== undefined) this.#pauses.delete(oldest);
  }

  /** Peers whose time to connect is over. */
  late(now: number): string[] {
    return [...this.#slots].filter(([, slot]) => !slot.up && now - slot.since >= CONNECT_LIMIT).map(([peer]) => peer);
  }

  #signal(slot: Slot, said: Said & { type: "signal" }): Step {
    if (slot.up || slot.signals >= SIGNAL_COUNT) return IGNORE;
    const expected = this.#me > said.from ? "answer" : "offer";
    if (said.signal.type !== "candidate" && said.signal.type !== expected) return IGNORE;
    slot.signals++;
    return { do: "signal" };
  }

  #paused(peer: string, now: number): boolean {
    return now < (this.#pauses.get(peer)?.until ?? 0);
  }

  #greet(peer: string, now: number): Step {
    return this.#paused(peer, now) || this.#slots.size >= this.#limit ? IGNORE : { do: "greet" };
  }

  #connect(peer: string, initiator: boolean, now: number): Step {
    if (this.#paused(peer, now)) return IGNORE;
    const pending = [...this.#slots].filter(([, slot]) => !slot.up);
    const full = pending.length >= PENDING_LIMIT || this.#slots.size >= this.#limit;
    const silent = pending.find(([, slot]) => slot.signals === 0 && now - slot.since >= SILENCE_LIMIT)?.[0];
    if (full && silent === undefined) return IGNORE;
    if (full && silent !== undefined) this.#slots.delete(silent);
    this.#slots.set(peer, { since: now, signals: initiator ? 0 : 1, up: false });
    return { do: "connect", initiator, ...(full && silent !== undefined ? { instead: silent } : {}) };
  }
}
