import type { Action } from "./events.ts";
import { encode, type Frame } from "./frames.ts";

/** Collects what a step asks for. */
export class Out {
  #actions: Action[] = [];

  do(action: Action): void {
    this.#actions.push(action);
  }

  send(frame: Frame): void {
    this.do({ type: "send", bytes: encode(frame) });
  }

  take(): Action[] {
    const actions = this.#actions;
    this.#actions = [];
    return actions;
  }
}
