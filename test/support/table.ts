import { type Envelope, type EpochId, hex, type LaneKey } from "@wijkkit/envelope";
import {
  type Action,
  decode,
  encode,
  type Frame,
  type GreetingOptions,
  type Head,
  headOf,
  Session,
  type SessionEvent,
  type SpaceView,
} from "@wijkkit/sync";
import { seeded, type Wijk } from "./envelopes.ts";

type ActionOf<Type extends Action["type"]> = Action & { readonly type: Type };
type FrameOf<Type extends Frame["type"]> = Frame & { readonly type: Type };

/** A session on the table: no channel, no clock, no store; a test says what happens and sees what is asked for. */
export class Table {
  readonly heads = new Map<LaneKey, Head>();
  readonly records: Uint8Array[] = [];
  readonly session: Session;
  readonly challenge: Uint8Array;
  readonly #space: Wijk["space"];
  /** All that was asked for, in order. */
  asked: Action[] = [];

  constructor(wijk: Wijk, options: Partial<GreetingOptions> = {}) {
    this.#space = wijk.space;
    this.records.push(wijk.record);
    this.challenge = options.challenge ?? seeded("own", 32);
    const view: SpaceView = {
      known: () => this.records.length > 0,
      records: () => this.records,
      head: (lane) => this.heads.get(lane),
      heads: () => [...this.heads.values()],
      purged: () => false,
    };
    this.session = new Session({
      ...{ space: wijk.space, host: "wijk.test", proves: true, requireProof: true, view },
      isOwnChallenge: (one) => hex(one) === hex(this.challenge),
      ...options,
      challenge: this.challenge,
    });
  }

  /** What this one event made it ask for. */
  step(event: SessionEvent): Action[] {
    const actions = this.session.step(event);
    this.asked.push(...actions);
    return actions;
  }

  receive(frame: Frame): Action[] {
    return this.step({ type: "frame", bytes: encode(frame) });
  }

  /** Envelopes are stored here. */
  hold(...envelopes: readonly Envelope[]): void {
    for (const one of envelopes) this.heads.set(one.lane, headOf(one));
  }

  hello(seed = "theirs"): Action[] {
    return this.receive({ type: "hello", version: 1, space: this.#space, challenge: seeded(seed, 32) });
  }

  /** Through the greeting, both proven; what it asked for until then is forgotten. */
  greet(...epochs: readonly EpochId[]): this {
    this.step({ type: "open" });
    this.hello();
    this.step({ type: "signed", proofs: [] });
    this.receive({ type: "prove", proofs: epochs.map((epoch) => ({ epoch, signature: new Uint8Array(64) })) });
    this.step({ type: "verified", right: epochs, wrong: [] });
    this.asked = [];
    return this;
  }
}

export function sent<Type extends Frame["type"]>(actions: readonly Action[], type: Type): FrameOf<Type>[] {
  const frames = asked(actions, "send").map(({ bytes }) => decode(bytes));
  return frames.filter((frame): frame is FrameOf<Type> => typeof frame === "object" && frame.type === type);
}

export function asked<Type extends Action["type"]>(actions: readonly Action[], type: Type): ActionOf<Type>[] {
  return actions.filter((action): action is ActionOf<Type> => action.type === type);
}
