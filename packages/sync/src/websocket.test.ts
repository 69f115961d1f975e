import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Channel } from "./channel.ts";
import { connect, type Socket } from "./websocket.ts";

class Dialled implements Socket {
  binaryType = "";
  readyState = 0;
  bufferedAmount = 0;
  readonly #listeners = new Map<string, ((event: { data: unknown }) => void)[]>();

  send(): void {}

  close(): void {
    this.tell("close");
  }

  addEventListener(type: string, listener: (event: { data: unknown }) => void): void {
    this.#listeners.set(type, [...(this.#listeners.get(type) ?? []), listener]);
  }

  tell(type: "open" | "close" | "error" | "message"): void {
    for (const listener of this.#listeners.get(type) ?? []) listener({ data: undefined });
  }
}

const dialled: Dialled[] = [];
const channels: Channel[] = [];

/** Connects with dice that always show the same. */
function start(die: number) {
  return connect("ws://relay.test/sync", {
    onChannel: (channel) => channels.push(channel),
    random: () => Uint8Array.of(die),
    socket: () => {
      const socket = new Dialled();
      dialled.push(socket);
      return socket;
    },
  });
}

beforeEach(() => {
  vi.useFakeTimers();
  dialled.length = channels.length = 0;
});
afterEach(() => {
  vi.useRealTimers();
});

/** How long it takes until the next attempt, in ms. */
function wait(): number {
  const [before, count] = [Date.now(), dialled.length];
  while (dialled.length === count) vi.advanceTimersByTime(1);
  return Date.now() - before;
}

function fail(): void {
  dialled.at(-1)?.tell("error");
  dialled.at(-1)?.tell("close");
}

test("[SS31] a relay that is away is asked again after 1 s, twice as long each time, up to a minute", () => {
  start(255);
  const waits = Array.from({ length: 9 }, () => {
    fail();
    return wait();
  });
  expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000]);
});

test("[SS31] dice shorten a wait by up to a half", () => {
  start(0);
  fail();
  expect(wait()).toBe(500);
});

test("[SS31] after a connection that held for 10 s it begins with 1 s again", () => {
  start(255);
  for (const held of [1_000, 10_000]) {
    fail();
    wait();
    dialled.at(-1)?.tell("open");
    vi.advanceTimersByTime(held);
  }
  expect(channels).toHaveLength(2);
  fail();
  expect(wait()).toBe(1_000);
});

test("[SS31] retry does not wait, and nothing follows a close", () => {
  const connection = start(255);
  fail();
  connection.retry();
  expect(dialled).toHaveLength(2);
  connection.retry();
  expect(dialled).toHaveLength(2);
  connection.close();
  vi.advanceTimersByTime(200_000);
  connection.retry();
  expect(dialled).toHaveLength(2);
});

test("[SS31] where no socket can be made, that is a failed connection like any other", () => {
  let tries = 0;
  const connection = connect("ws://relay.test/sync", {
    onChannel: (channel) => channels.push(channel),
    random: () => Uint8Array.of(255),
    socket: () => {
      tries += 1;
      if (tries < 4) throw new DOMException("insecure", "SecurityError");
      dialled.push(new Dialled());
      return dialled.at(-1) as Dialled;
    },
  });
  connection.retry();
  vi.advanceTimersByTime(999);
  expect(tries).toBe(2);
  vi.advanceTimersByTime(1);
  expect(tries).toBe(3);
  vi.advanceTimersByTime(2_000);
  dialled.at(-1)?.tell("open");
  expect([tries, channels.length]).toEqual([4, 1]);
  connection.close();
});

test("[SS31] nothing is dialled after a close, also when it was waiting to", () => {
  const connection = start(255);
  fail();
  connection.close();
  connection.retry();
  vi.advanceTimersByTime(200_000);
  expect(dialled).toHaveLength(1);
});

test("[SS42] retry gives up a line that was silent for more than 10 s, and its channel closes at once", () => {
  const connection = start(255);
  const [first] = dialled as [Dialled];
  first.tell("open");
  let [heard, over] = [0, 0];
  const [channel] = channels as [Channel];
  channel.onMessage = () => {
    heard += 1;
  };
  channel.onClose = () => {
    over += 1;
  };
  vi.advanceTimersByTime(9_000);
  first.tell("message");
  vi.advanceTimersByTime(10_000);
  connection.retry();
  expect([dialled.length, heard, over]).toEqual([1, 1, 0]);
  let closing = false;
  first.close = () => {
    closing = true; // the line is dead: the close event comes much later
  };
  vi.advanceTimersByTime(1);
  connection.retry();
  expect([closing, dialled.length, over]).toEqual([true, 2, 1]);
  dialled.at(-1)?.tell("open");
  first.tell("message");
  first.tell("close");
  vi.advanceTimersByTime(200_000);
  expect([dialled.length, channels.length, heard, over]).toEqual([2, 2, 1, 1]);
  connection.close();
});

test("[SS42] an attempt that hangs is given up for a new one, and what comes of it late is nothing", () => {
  const connection = start(255);
  const [hanging] = dialled as [Dialled];
  hanging.close = () => {};
  vi.advanceTimersByTime(10_001);
  connection.retry();
  expect(dialled).toHaveLength(2);
  hanging.tell("open");
  hanging.tell("close");
  expect(channels).toEqual([]);
  dialled.at(-1)?.tell("open");
  expect(channels).toHaveLength(1);
  connection.close();
});
