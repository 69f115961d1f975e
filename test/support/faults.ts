import type { Channel } from "@wijkkit/sync";
import { seeded } from "./envelopes.ts";

export interface Faults {
  readonly seed: string;
  /** Chances of each message, 0 to 1. */
  readonly loss?: number;
  readonly duplicate?: number;
  readonly late?: number;
}

/** A channel that loses, repeats and delays what is sent into it, the same way for the same seed. */
export function faulty(channel: Channel, { seed, loss = 0, duplicate = 0, late = 0 }: Faults): Channel {
  let sent = 0;
  const dice = (what: string) => (seeded(`${seed} ${sent} ${what}`, 1)[0] ?? 0) / 256;
  return wrapped(channel, (bytes) => {
    sent += 1;
    if (dice("loss") < loss) return;
    const times = dice("duplicate") < duplicate ? 2 : 1;
    for (let n = 0; n < times; n++) {
      if (dice(`late ${n}`) < late) setTimeout(() => channel.send(bytes), dice("how late") * 30);
      else channel.send(bytes);
    }
  });
}

/** A channel that carries so many messages, and is then cut on both sides. */
export function cutAfter(channel: Channel, messages: number): Channel {
  let left = messages;
  return wrapped(channel, (bytes) => {
    left -= 1;
    if (left >= 0) channel.send(bytes);
    else channel.close();
  });
}

/** A channel that lets so many bytes through every 10 ms and keeps the rest; `most` is the most it ever kept. */
export function slow(channel: Channel, bytesAtOnce: number): Channel & { readonly most: number } {
  const waiting: Uint8Array[] = [];
  let kept = 0;
  let most = 0;
  const timer = setInterval(() => {
    let room = bytesAtOnce;
    for (let next = waiting[0]; next && room > 0; next = waiting[0]) {
      waiting.shift();
      room -= next.length;
      kept -= next.length;
      channel.send(next);
    }
  }, 10);
  const own = wrapped(channel, (bytes) => {
    waiting.push(bytes);
    kept += bytes.length;
    most = Math.max(most, kept);
  });
  const close = own.close;
  return Object.defineProperties(own, {
    buffered: { get: () => kept },
    most: { get: () => most },
    close: {
      value: () => {
        clearInterval(timer);
        close();
      },
    },
  }) as Channel & { readonly most: number };
}

/** The same channel with another way of sending. */
export function wrapped(channel: Channel, send: (bytes: Uint8Array) => void): Channel {
  const outer: Channel = {
    send,
    get buffered() {
      return channel.buffered;
    },
    close: () => channel.close(),
    onMessage: undefined,
    onClose: undefined,
  };
  channel.onMessage = (bytes) => outer.onMessage?.(bytes);
  channel.onClose = () => outer.onClose?.();
  return outer;
}
