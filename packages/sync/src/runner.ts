import type { Envelope, EpochId, LaneKey, SpaceId } from "@wijkkit/envelope";
import type { Budget } from "./budget.ts";
import type { Channel } from "./channel.ts";
import type { Action, SessionEvent, SessionState } from "./events.ts";
import type { Place, Proof } from "./frames.ts";
import { LIMIT } from "./limits.ts";
import { comparison, loadComparison } from "./load-comparison.ts";
import type { Replica } from "./replica.ts";
import { Session } from "./session.ts";
import { StoreError } from "./store.ts";

const TICK = 1_000;
const DRAIN = 50;

export interface SessionOptions {
  readonly channel: Channel;
  readonly replica: Replica;
  readonly space: SpaceId;
  /** Signs with the gate key of each epoch this side knows, newest last; absent where it can prove nothing. */
  readonly prove?: (message: Uint8Array) => readonly Proof[] | Promise<readonly Proof[]>;
  /** Whether the peer must prove itself before anything but space records is served or taken. */
  readonly requireProof: boolean;
  /** Where both sides believe to be connected, such as `wijk.example:4321`, or NEIGHBOUR_HOST; part of what is proved. */
  readonly host: string;
  /** The hosts for which a peer's proof is taken, at most 8; default `host` alone. */
  readonly hosts?: readonly string[];
  /** What this and other sessions lack of what their peers listed, counted together; default: each by itself. */
  readonly needs?: Budget;
  readonly random: (length: number) => Uint8Array;
  /** Milliseconds. */
  readonly now: () => number;
  /** How often the session looks at the clock, in real ms; default 1000. */
  readonly tick?: number;
  readonly onState?: (state: SessionState) => void;
  /** The peer holds a lane durably up to and with `seq`. */
  readonly onReceipt?: (receipt: { lane: LaneKey; seq: number }) => void;
  /** The store could not be read or written; the session goes on. */
  readonly onError?: (error: StoreError) => void;
}

interface Surroundings {
  readonly isOwnChallenge: (challenge: Uint8Array) => boolean;
  readonly ended: () => void;
}

/** Does what a session asks for: the only place where a session meets timers, channel, store and keys. */
export class Runner {
  readonly #options: SessionOptions;
  readonly #challenge: Uint8Array;
  readonly #around: Surroundings;
  readonly #stops: (() => void)[] = [];
  readonly #waitingForRoom: (() => void)[] = [];
  #session: Session | undefined;
  /** Messages that came before the replica was open. */
  #early: Uint8Array[] | undefined = [];
  #earlyBytes = 0;
  #held: { envelope: Envelope; fromPeer: boolean }[] = [];
  #again = false;
  #over = false;

  constructor(options: SessionOptions, challenge: Uint8Array, around: Surroundings) {
    this.#options = options;
    this.#challenge = challenge;
    this.#around = around;
    options.channel.onMessage = (bytes) => this.#message(bytes);
    options.channel.onClose = () => this.#closed();
  }

  get state(): SessionState {
    if (this.#session) return this.#session.state;
    return { phase: this.#over ? "closed" : "greeting", progress: 0 };
  }

  async start(): Promise<void> {
    const { replica, space, host, hosts = [host], needs, prove, requireProof, now } = this.#options;
    const view = await replica.open(space).catch((error: unknown) => this.#failed(error));
    if (view !== undefined && view.heads().length >= LIMIT.plainHeads && comparison() === undefined)
      await loadComparison();
    if (this.#over) return;
    if (view === undefined) {
      this.#closed();
      return;
    }
    const proves = prove !== undefined;
    const { isOwnChallenge } = this.#around;
    this.#session = new Session({
      ...{ space, host, hosts },
      ...(needs ? { needs } : {}),
      challenge: this.#challenge,
      proves,
      requireProof,
      isOwnChallenge,
      view,
    });
    this.#listen();
    this.#step({ type: "tick", now: now() });
    this.#step({ type: "open" });
    const early = this.#early ?? [];
    this.#early = undefined;
    for (const bytes of early) this.#step({ type: "frame", bytes });
  }

  end(): void {
    this.#step({ type: "end", code: "ending" });
    this.#closed();
  }

  #listen(): void {
    const { replica, space, now, tick = TICK } = this.#options;
    const ticking = setInterval(() => this.#step({ type: "tick", now: now() }), tick);
    this.#stops.push(
      () => clearInterval(ticking),
      replica.onAccepted((envelope, source) => {
        if (envelope.space === space) this.#holds(envelope, source === this);
      }),
      replica.onRecord((bytes, source, of) => {
        if (source !== this && of === space) this.#step({ type: "record", bytes });
      }),
    );
  }

  #message(bytes: Uint8Array): void {
    if (this.#early === undefined) {
      this.#step({ type: "frame", bytes });
      return;
    }
    this.#earlyBytes += bytes.length;
    if (this.#earlyBytes > LIMIT.heldBytes || this.#early.length >= LIMIT.heldFrames) this.#closed();
    else this.#early.push(bytes);
  }

  /** Envelopes that are stored together are told to the session together. */
  #holds(envelope: Envelope, fromPeer: boolean): void {
    this.#held.push({ envelope, fromPeer });
    if (this.#held.length > 1) return;
    queueMicrotask(() => {
      const held = this.#held;
      this.#held = [];
      for (const mine of [true, false]) {
        const envelopes = held.filter((one) => one.fromPeer === mine).map((one) => one.envelope);
        if (envelopes.length > 0) this.#step({ type: "held", fromPeer: mine, envelopes });
      }
    });
  }

  #step(event: SessionEvent): void {
    for (const action of this.#session?.step(event) ?? []) this.#do(action);
    this.#watchRoom();
  }

  #do(action: Action): void {
    const { channel, replica, onState, onReceipt } = this.#options;
    switch (action.type) {
      case "send":
        channel.send(action.bytes);
        break;
      case "sign":
        void this.#sign(action.message);
        break;
      case "verify":
        void this.#verify(action.messages, action.proofs);
        break;
      case "record":
        void this.#try(replica.acceptRecord(action.bytes, this)).then((verdict) =>
          this.#step({ type: "recorded", verdict }),
        );
        break;
      case "accept":
        void this.#try(replica.acceptMany(action.envelopes, this)).then((outcomes) =>
          this.#step({ type: "stored", batch: action.batch, outcomes }),
        );
        break;
      case "read":
        void this.#read(action.ask, action.places);
        break;
      case "again":
        this.#comeBack();
        break;
      case "receipt":
        onReceipt?.({ lane: action.lane, seq: action.seq });
        break;
      case "state":
        onState?.(action.state);
        break;
      case "close":
        this.#closed();
    }
  }

  async #sign(message: Uint8Array): Promise<void> {
    const proofs = (await this.#options.prove?.(message)) ?? [];
    this.#step({ type: "signed", proofs });
  }

  async #verify(messages: readonly Uint8Array[], proofs: readonly Proof[]): Promise<void> {
    const { replica, space } = this.#options;
    const right: EpochId[] = [];
    const wrong: EpochId[] = [];
    const checks = proofs.map(async ({ epoch, signature }) => {
      const gate = replica.known.gateOf(space, epoch);
      if (gate) ((await this.#signsOne(gate, messages, signature)) ? right : wrong).push(epoch);
    });
    await Promise.all(checks);
    this.#step({ type: "verified", right, wrong });
  }

  async #signsOne(gate: Uint8Array, messages: readonly Uint8Array[], signature: Uint8Array): Promise<boolean> {
    for (const message of messages) if (await this.#options.replica.verify(gate, message, signature)) return true;
    return false;
  }

  /** Reads for one WANT, once the channel has room: the peer's slowness is its own. */
  async #read(ask: number, places: readonly Place[]): Promise<void> {
    const { replica, space } = this.#options;
    await this.#room();
    const envelopes: Uint8Array[] = [];
    let left: number = LIMIT.give;
    for (const { lane, seq } of places) {
      // Less than an envelope is left: this lane may go on, and of those that follow nothing can be said.
      if (left < LIMIT.envelope) break;
      const read = (await this.#try(replica.read(space, lane, seq, left))) ?? [];
      envelopes.push(...read);
      left -= read.reduce((sum, { length }) => sum + length, 0);
    }
    this.#step({ type: "read", ask, more: left < LIMIT.envelope, envelopes });
  }

  #comeBack(): void {
    if (this.#again) return;
    this.#again = true;
    void this.#room()
      .then(() => new Promise((resolve) => setTimeout(resolve, 0)))
      .then(() => {
        this.#again = false;
        this.#step({ type: "writable", writable: true });
      });
  }

  #room(): Promise<void> {
    if (this.#options.channel.buffered <= LIMIT.buffered) return Promise.resolve();
    return new Promise((resolve) => this.#waitingForRoom.push(resolve));
  }

  /** Tells the session when the channel is full, and looks now and then whether it drained. */
  #watchRoom(): void {
    const { buffered } = this.#options.channel;
    if (this.#over || buffered <= LIMIT.buffered) return;
    if (buffered > LIMIT.bufferedHard) {
      for (const action of this.#session?.step({ type: "end", code: "slow" }) ?? []) this.#do(action);
      return;
    }
    if (this.#draining) return;
    this.#draining = setInterval(() => this.#drained(), DRAIN);
    for (const action of this.#session?.step({ type: "writable", writable: false }) ?? []) this.#do(action);
  }

  #draining: ReturnType<typeof setInterval> | undefined;

  #drained(): void {
    if (!this.#over && this.#options.channel.buffered > LIMIT.buffered / 2) return;
    clearInterval(this.#draining);
    this.#draining = undefined;
    for (const goOn of this.#waitingForRoom.splice(0)) goOn();
    this.#step({ type: "writable", writable: true });
  }

  async #try<Result>(work: Promise<Result>): Promise<Result | undefined> {
    try {
      return await work;
    } catch (error) {
      return this.#failed(error);
    }
  }

  #failed(error: unknown): undefined {
    if (!this.#over) this.#options.onError?.(error instanceof StoreError ? error : new StoreError("failed", error));
    return undefined;
  }

  #closed(): void {
    if (this.#over) return;
    this.#over = true;
    this.#early = undefined;
    for (const action of this.#session?.step({ type: "gone" }) ?? []) this.#do(action);
    for (const stop of this.#stops) stop();
    this.#drained();
    this.#options.channel.close();
    this.#around.ended();
    if (!this.#session) this.#options.onState?.(this.state);
  }
}
