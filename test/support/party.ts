import { chooseVerify, type Envelope, KnownSpaces, type Verify } from "@wijkkit/envelope";
import {
  type Channel,
  memoryStore,
  NEIGHBOUR_HOST,
  Replica,
  type RunningSession,
  runSession,
  type SessionOptions,
  type SessionState,
  type Store,
} from "@wijkkit/sync";
import { NOW, seeded, type Wijk } from "./envelopes.ts";

let verify: Promise<Verify> | undefined;
let count = 0;

export interface PartyOptions {
  readonly store?: Store;
  /** Whether it starts with the wijk's record; default yes. */
  readonly knows?: boolean;
}

/** How one party meets another. A neighbour by default; a relay proves nothing, its client asks for no proof. */
export interface Meeting
  extends Partial<Pick<SessionOptions, "requireProof" | "prove" | "host" | "hosts" | "onState" | "onError">> {
  readonly proves?: boolean;
  /** How many times faster than real time its clock runs. */
  readonly speed?: number;
}

/** A replica in memory and what its sessions said. */
export class Party {
  readonly wijk: Wijk;
  readonly replica: Replica;
  readonly store: Store;
  /** The highest receipt of each lane. */
  readonly receipts = new Map<string, number>();
  readonly states: SessionState[] = [];
  readonly errors: string[] = [];

  private constructor(wijk: Wijk, store: Store, replica: Replica) {
    this.wijk = wijk;
    this.store = store;
    this.replica = replica;
  }

  static async of(wijk: Wijk, { store = memoryStore(), knows = true }: PartyOptions = {}): Promise<Party> {
    verify ??= chooseVerify();
    const replica = new Replica({ store, known: new KnownSpaces(), verify: await verify, now: () => NOW });
    if (knows) await replica.acceptRecord(wijk.record);
    return new Party(wijk, store, replica);
  }

  /** Writes envelopes here, as its own. */
  async write(envelopes: readonly Envelope[]): Promise<string[]> {
    const outcomes = await this.replica.acceptMany(envelopes.map(({ bytes }) => bytes));
    return outcomes.map(({ verdict }) => verdict);
  }

  meet(channel: Channel, { proves = true, speed = 1, ...options }: Meeting = {}): RunningSession {
    const start = performance.now();
    count += 1;
    const name = `random ${count}`;
    return runSession({
      channel,
      replica: this.replica,
      space: this.wijk.space,
      requireProof: true,
      host: NEIGHBOUR_HOST,
      random: (length) => seeded(name, length),
      now: () => NOW + (performance.now() - start) * speed,
      tick: 1_000 / speed,
      ...(proves ? { prove: (message: Uint8Array) => this.wijk.prove(message) } : {}),
      ...options,
      onState: (state) => {
        this.states.push(state);
        options.onState?.(state);
      },
      onReceipt: ({ lane, seq }) => this.receipts.set(lane, seq),
      onError: ({ code }) => this.errors.push(code),
    });
  }

  /** Lanes with seq and id of their heads: equal for two parties that hold the same. */
  async holds(): Promise<string[]> {
    const heads = await this.store.heads(this.wijk.space);
    return heads.map(({ lane, seq, id }) => `${lane} ${seq} ${id}`).sort();
  }
}

/** Waits until something holds. @throws with what it was waiting for */
export async function soon(what: string, holds: () => Promise<boolean> | boolean, limit = 10_000): Promise<void> {
  const end = performance.now() + limit;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`not within ${limit} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Waits until two parties hold the same. */
export async function agree(one: Party, other: Party, limit?: number): Promise<void> {
  const same = async () => (await one.holds()).join() === (await other.holds()).join();
  await soon("both hold the same", same, limit);
}
