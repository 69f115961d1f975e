import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Said, Signal } from "./signals.ts";
import { CONNECT_LIMIT, PENDING_LIMIT, Slots } from "./slots.ts";

const announce = (from: string): Said => ({ type: "announce", from });
const say = (from: string, type: "offer" | "answer" | "candidate"): Said => ({
  type: "signal",
  from,
  signal: (type === "candidate" ? { type, candidate: {} } : { type, sdp: "" }) as Signal,
});
const CALL = { do: "connect", initiator: true };
const CALLED = { do: "connect", initiator: false };
const IGNORE = { do: "ignore" };

/** Keeps a plain account of connections beside the slots, and holds them to it. */
class Book {
  readonly slots = new Slots("m", 12);
  readonly up = new Set<string>();
  readonly pending = new Set<string>();
  now = 0;

  enter(peer: string, what: "announce" | "offer" | "answer" | "candidate" | "up" | "ended", pass: number): void {
    this.now += pass;
    if (what === "up") this.isUp(peer);
    else if (what === "ended") this.ended(peer);
    else this.heard(what === "announce" ? announce(peer) : say(peer, what));
    expect(this.slots.up).toBe(this.up.size);
    expect(this.pending.size).toBeLessThanOrEqual(PENDING_LIMIT);
    expect(this.pending.size + this.up.size).toBeLessThanOrEqual(12);
  }

  isUp(peer: string): void {
    if (!this.pending.delete(peer)) return;
    this.slots.isUp(peer);
    this.up.add(peer);
  }

  ended(peer: string): void {
    this.slots.ended(peer, this.now);
    this.up.delete(peer);
    this.pending.delete(peer);
  }

  heard(said: Said): void {
    const step = this.slots.hear(said, this.now);
    if (step.do === "signal") expect(this.pending).toContain(said.from);
    if (step.do !== "connect") return;
    expect(this.up).not.toContain(said.from);
    expect(this.up).not.toContain(step.instead);
    this.pending.delete(step.instead ?? "");
    this.pending.add(said.from);
  }
}

describe("who calls", () => {
  test("[ME11] the higher id calls, the lower greets and is called", () => {
    const [low, high] = [new Slots("a", 20), new Slots("b", 20)];
    expect(low.hear(announce("b"), 0)).toEqual({ do: "greet" });
    expect(high.hear(announce("a"), 0)).toEqual(CALL);
    expect(low.hear(say("b", "offer"), 1)).toEqual(CALLED);
    expect(high.hear(say("a", "answer"), 2)).toEqual({ do: "signal" });
    expect(low.hear(say("b", "candidate"), 2)).toEqual({ do: "signal" });
  });

  test("[ME11] an offer from a lower and an answer from a higher id are ignored, known or not", () => {
    const slots = new Slots("m", 20);
    expect(slots.hear(say("a", "offer"), 0)).toEqual(IGNORE);
    expect(slots.hear(say("z", "answer"), 0)).toEqual(IGNORE);
    expect(slots.hear(say("z", "candidate"), 0)).toEqual(IGNORE);
    slots.hear(announce("a"), 0);
    slots.hear(say("z", "offer"), 0);
    expect(slots.hear(say("a", "offer"), 1)).toEqual(IGNORE);
    expect(slots.hear(say("z", "answer"), 1)).toEqual(IGNORE);
  });
});

describe("slots", () => {
  test("[ME9] a connection that is not up in 10 s is late, one that is up never", () => {
    const slots = new Slots("z", 20);
    slots.hear(announce("a"), 0);
    slots.hear(announce("b"), 0);
    slots.isUp("b");
    expect(slots.late(CONNECT_LIMIT - 1)).toEqual([]);
    expect(slots.late(CONNECT_LIMIT)).toEqual(["a"]);
    slots.ended("a", CONNECT_LIMIT);
    expect(slots.late(10 * CONNECT_LIMIT)).toEqual([]);
  });

  test("[ME9] a flood of announcements holds at most 8 slots, and a newcomer gets one after 2 s", () => {
    const slots = new Slots("z", 20);
    const flood = Array.from({ length: 500 }, (_, n) => slots.hear(announce(`false${n}`), 0));
    expect(flood.filter((step) => step.do === "connect")).toHaveLength(PENDING_LIMIT);
    expect(slots.hear(announce("anna"), 1_999)).toEqual(IGNORE);
    expect(slots.hear(announce("anna"), 2_000)).toEqual({ ...CALL, instead: "false0" });
    slots.hear(say("anna", "answer"), 2_100);
    for (let n = 0; n < 100; n++) slots.hear(announce(`more${n}`), 4_200);
    slots.isUp("anna");
    expect(slots.up).toBe(1);
    expect(slots.late(CONNECT_LIMIT + 4_200)).not.toContain("anna");
  });

  test("[ME9, ME12] whatever is said, connections that are up stay, and bounds hold", () => {
    const event = fc.record({
      peer: fc.constantFrom(..."abcdefghijklmnopqrstuvwxyz"),
      what: fc.constantFrom(...(["announce", "offer", "answer", "candidate", "up", "ended"] as const)),
      pass: fc.nat(5_000),
    });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 300 }), (events) => {
        const book = new Book();
        for (const { peer, what, pass } of events) book.enter(peer, what, pass);
      }),
    );
  });

  test("[ME12] a connection that is up takes no signal, and no connection takes more than 64", () => {
    const slots = new Slots("m", 20);
    slots.hear(announce("a"), 0);
    const taken = Array.from({ length: 100 }, () => slots.hear(say("a", "candidate"), 1));
    expect(taken.filter((step) => step.do === "signal")).toHaveLength(64);
    slots.hear(announce("b"), 0);
    slots.isUp("b");
    for (const type of ["answer", "offer", "candidate"] as const) expect(slots.hear(say("b", type), 1)).toEqual(IGNORE);
    expect(slots.hear(announce("b"), 1)).toEqual(IGNORE);
  });

  test("[ME12] a peer whose connections end waits 1 s, doubled up to 60, and is forgiven after a good one", () => {
    const slots = new Slots("m", 20);
    let now = 0;
    for (const wait of [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]) {
      expect(slots.hear(announce("a"), now)).toEqual(CALL);
      slots.ended("a", now);
      expect(slots.hear(announce("a"), now + wait - 1)).toEqual(IGNORE);
      now += wait;
    }
    expect(slots.hear(announce("a"), now)).toEqual(CALL);
    slots.isUp("a");
    slots.ended("a", now + 40_000);
    expect(slots.hear(announce("a"), now + 40_999)).toEqual(IGNORE);
    expect(slots.hear(announce("a"), now + 41_000)).toEqual(CALL);
  });
});
