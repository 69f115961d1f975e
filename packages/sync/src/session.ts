import type { SpaceId } from "@wijkkit/envelope";
import type { Budget } from "./budget.ts";
import type { DenyCode } from "./deny.ts";
import type { Action, SessionEvent, SessionState } from "./events.ts";
import { decode, type Frame } from "./frames.ts";
import { Greeting, type GreetingOptions } from "./greeting.ts";
import { LIMIT } from "./limits.ts";
import { Match } from "./match.ts";
import { LIST, NAMES } from "./modes.ts";
import { Out } from "./out.ts";
import { Pull } from "./pull.ts";
import { Push } from "./push.ts";
import { Rate } from "./rate.ts";
import { isGarbage, Receive } from "./receive.ts";
import { ListReader } from "./reconcile.ts";
import { isRecordOf } from "./records.ts";

export interface SessionParts extends GreetingOptions {
  /** What it lacks of what its peer listed counts here; default a budget of its own. */
  readonly needs?: Budget;
}

/**
 * One session with one peer about one space: a state machine without clock, randomness or IO. `step` takes what
 * happened and returns what is to be done; the view it looks at is the replica's. See SPEC.md, SS.
 */
export class Session {
  readonly #space: SpaceId;
  readonly #greeting: Greeting;
  readonly #pull: Pull;
  readonly #push: Push;
  readonly #match: Match;
  readonly #receive: Receive;
  readonly #theirs = new ListReader();
  readonly #rate = new Rate();
  readonly #out = new Out();
  readonly #answering = new Set<number>();
  #held: Uint8Array[] = [];
  #heldBytes = 0;
  #missed = false;
  #now = 0;
  #relist = 0;
  #spoke = 0;
  #silence = 0;
  #writable = true;
  #heard = false;
  #started = false;
  #state: SessionState = { phase: "greeting", progress: 0 };

  constructor(options: SessionParts) {
    const { space, view, needs } = options;
    this.#space = space;
    this.#greeting = new Greeting(options);
    this.#pull = new Pull(view, needs);
    this.#push = new Push(view, (epoch) => this.#greeting.serves(epoch));
    this.#match = new Match(this.#push);
    const parts = { space, out: this.#out, pull: this.#pull, push: this.#push };
    this.#receive = new Receive({ ...parts, strike: () => this.#strike() });
  }

  get state(): SessionState {
    return this.#state;
  }

  /** Never throws, whatever the peer sent. After `close` it asks for nothing more. */
  step(event: SessionEvent): Action[] {
    if (!this.#isOpen) return [];
    this.#happened(event);
    if (this.#isOpen) this.#evaluate();
    const actions = this.#out.take();
    if (actions.some(({ type }) => type === "send")) this.#spoke = this.#now;
    return actions;
  }

  get #isOpen(): boolean {
    return this.#state.phase !== "closed";
  }

  #happened(event: SessionEvent): void {
    switch (event.type) {
      case "open":
        this.#greeting.open(this.#out);
        break;
      case "frame":
        this.#silence = 0;
        this.#received(event.bytes, false);
        break;
      case "signed":
        this.#greeting.signed(this.#out, event.proofs);
        break;
      case "verified":
        this.#deny(this.#greeting.verified(event.right, event.wrong));
        break;
      case "recorded":
        this.#greeting.learned();
        if (event.verdict && isGarbage(event.verdict)) this.#strike();
        break;
      case "stored":
        this.#receive.stored(event.batch, event.outcomes);
        break;
      case "read":
        this.#answering.delete(event.ask);
        this.#out.send({ type: "give", ask: event.ask, more: event.more, envelopes: event.envelopes });
        break;
      case "held":
        if (event.fromPeer) this.#receive.held(event.envelopes);
        else if (this.#started) this.#push.fresh(this.#out, event.envelopes, this.#writable);
        break;
      case "record":
        this.#greeting.learned();
        this.#greeting.tell(event.bytes);
        break;
      case "writable":
        this.#writable = event.writable;
        break;
      case "tick":
        this.#tick(event.now);
        break;
      case "end":
        this.#deny(event.code);
        break;
      case "gone":
        this.#set({ phase: "closed", progress: this.#state.progress });
    }
  }

  /** What follows from the state as it is now. */
  #evaluate(): void {
    this.#greeting.flow(this.#out, this.#writable);
    this.#greeting.check(this.#out);
    if (!this.#greeting.trusts) return;
    for (const bytes of this.#released()) if (this.#isOpen) this.#received(bytes, true);
    if (!this.#isOpen) return;
    if (!this.#started && (this.#heard || !this.#greeting.waitsForList)) this.#start();
    this.#pull.ask(this.#out, this.#now);
    if (this.#started) this.#push.flow(this.#out, this.#writable);
    const phase = this.#theirs.complete && this.#pull.idle ? "in-sync" : "catching-up";
    this.#set({ phase, progress: this.#heard ? this.#pull.progress : 0 });
  }

  #start(): void {
    this.#started = true;
    this.#list();
  }

  #list(): void {
    this.#relist = this.#match.begin(this.#out, this.#now, this.#greeting.begins);
  }

  /** @param again whether it was counted before, and held */
  #received(bytes: Uint8Array, again: boolean): void {
    const frame = decode(bytes);
    if (frame === undefined) this.#deny("frame");
    else if (!again && !this.#asked(frame) && !this.#rate.spend(bytes.length)) this.#deny("flood");
    else if (frame === "unknown" || this.#greets(frame)) return;
    else if (this.#greeting.trusts) this.#trusted(frame);
    else this.#hold(bytes);
  }

  /** A GIVE that this side asked for costs the peer nothing. */
  #asked(frame: Frame | "unknown"): boolean {
    return frame !== "unknown" && frame.type === "give" && this.#pull.isOpen(frame.ask);
  }

  #hold(bytes: Uint8Array): void {
    this.#heldBytes += bytes.length;
    if (this.#held.length < LIMIT.heldFrames && this.#heldBytes <= LIMIT.heldBytes) this.#held.push(bytes);
    else this.#missed = true;
  }

  #released(): Uint8Array[] {
    const held = this.#held;
    this.#held = [];
    this.#heldBytes = 0;
    return held;
  }

  /** @returns whether the frame is one that anybody may send */
  #greets(frame: Frame): boolean {
    switch (frame.type) {
      case "hello":
        this.#hello(frame);
        return true;
      case "prove":
        this.#greeting.prove(frame);
        return true;
      case "record":
        if (isRecordOf(this.#space, frame.bytes)) this.#out.do({ type: "record", bytes: frame.bytes });
        else this.#strike();
        return true;
      case "deny":
        this.#end(frame.code, "there");
        return true;
      default:
        return false;
    }
  }

  #hello(frame: Frame & { type: "hello" }): void {
    const answer = this.#greeting.hello(this.#out, frame);
    if (answer !== "again") this.#deny(answer);
    else if (this.#started && this.#now - this.#push.listed >= LIMIT.again) this.#list();
  }

  #trusted(frame: Frame): void {
    switch (frame.type) {
      case "recon":
        this.#recon(frame.mode, frame.body);
        break;
      case "want":
        this.#want(frame);
        break;
      case "give":
        if (this.#pull.given(frame.ask, frame.more)) this.#receive.take(frame.envelopes, frame.ask);
        break;
      case "new":
        this.#receive.take(frame.envelopes, undefined);
        break;
      case "have":
        for (const place of frame.places) {
          this.#push.know(this.#out, place);
          this.#pull.note(place.lane, place.seq);
        }
    }
  }

  #recon(mode: number, body: Uint8Array): void {
    if (mode > NAMES) return;
    this.#heard = true;
    if (mode !== LIST) {
      const cost = this.#match.take(this.#out, mode, body, this.#now);
      if (cost === undefined) this.#deny("frame");
      else if (!this.#rate.spend(cost * LIMIT.bytesPerUnit)) this.#deny("flood");
      return;
    }
    const heads = this.#theirs.take(body);
    if (heads === undefined) this.#deny("frame");
    this.#match.heard(this.#now);
    for (const head of heads ?? []) {
      this.#push.compare(this.#out, head);
      this.#pull.note(head.lane, head.seq);
    }
  }

  #want({ ask, places }: Frame & { type: "want" }): void {
    if (this.#answering.has(ask)) return;
    if (this.#answering.size >= LIMIT.answers) this.#deny("flood");
    else {
      this.#answering.add(ask);
      this.#out.do({ type: "read", ask, places: places.filter(({ lane }) => this.#push.shows(lane)) });
    }
  }

  #tick(now: number): void {
    this.#silence += Math.min(Math.max(0, now - this.#now), LIMIT.awake);
    this.#now = now;
    this.#rate.tick(now);
    this.#pull.tick(now);
    if (!this.#started) this.#deny(this.#greeting.tick(this.#out, now));
    else if (this.#silence > LIMIT.silence) this.#deny("timeout");
    else if (now - this.#push.listed >= this.#relist) this.#list();
    else if (this.#missed && now - this.#push.listed >= LIMIT.again) {
      // Not everything could be held before the peer had proved itself: a second HELLO asks for its list again.
      this.#missed = false;
      this.#greeting.open(this.#out);
    } else if (now - this.#spoke >= LIMIT.quiet) this.#out.send({ type: "alive" });
  }

  #strike(): void {
    if (!this.#rate.strike()) this.#deny("garbage");
  }

  #deny(code: DenyCode | undefined): void {
    if (code === undefined || !this.#isOpen) return;
    this.#out.send({ type: "deny", code });
    this.#end(code, "here");
  }

  #end(code: DenyCode, by: "here" | "there"): void {
    this.#set({ phase: "closed", progress: this.#state.progress, code, by });
    this.#out.do({ type: "close" });
  }

  #set(state: SessionState): void {
    const { phase, progress } = this.#state;
    if (!this.#isOpen || (phase === state.phase && progress === state.progress)) return;
    this.#state = state;
    if (state.phase === "closed") this.#pull.release();
    this.#out.do({ type: "state", state });
  }
}
