import type { Channel } from "@wijkkit/sync";
import type { Dice } from "./dice.ts";
import type { Time } from "./time.ts";

/** How bad a line is: chances of each message, and the longest delay in ms. */
export interface Badness {
  readonly loss: number;
  readonly twice: number;
  readonly delay: number;
  /** Whether messages may overtake each other. */
  readonly reorders: boolean;
}

export const GOOD: Badness = { loss: 0, twice: 0, delay: 20, reorders: false };

interface End extends Channel {
  open: boolean;
}

/** Two channels that are one line. What is sent when it is cut, or on its way then, is lost. */
export function line(time: Time, dice: Dice, badness: () => Badness): [Channel, Channel] {
  const ends: [End, End] = [end(), end()];
  const arrivals = [0, 0];
  for (const [n, one] of ends.entries()) {
    const other = ends[1 - n] as End;
    const deliver = (bytes: Uint8Array) => {
      const { delay, reorders } = badness();
      const after = 1 + dice.below(delay);
      const at = reorders ? time.now + after : Math.max(time.now + after, arrivals[n] ?? 0);
      arrivals[n] = at;
      time.after(at - time.now, () => {
        if (other.open) other.onMessage?.(bytes);
      });
    };
    one.send = (bytes) => {
      if (!one.open || dice.chance(badness().loss)) return;
      const own = bytes.slice();
      deliver(own);
      if (dice.chance(badness().twice)) deliver(own);
    };
    one.close = () => {
      for (const each of [one, other]) {
        if (!each.open) continue;
        each.open = false;
        time.after(1, () => each.onClose?.());
      }
    };
  }
  return ends;
}

function end(): End {
  return { open: true, buffered: 0, send: () => {}, close: () => {}, onMessage: undefined, onClose: undefined };
}
