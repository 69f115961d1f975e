import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Hub, type Line } from "./hub.ts";
import { LIMIT } from "./limits.ts";

/** One socket that remembers what it was sent. */
class Guest implements Line {
  unsent = 0;
  readonly heard: { type: string; data?: unknown }[] = [];
  closed: string | undefined;
  readonly #hub: Hub;

  constructor(hub: Hub) {
    this.#hub = hub;
    hub.enter(this);
  }

  send(text: string) {
    this.heard.push(JSON.parse(text));
  }

  close(code: number, reason: string) {
    this.closed = `${code} ${reason}`;
  }

  say(message: unknown) {
    this.#hub.hear(this, typeof message === "string" ? message : JSON.stringify(message));
  }

  join(...topics: string[]): this {
    this.say({ type: "subscribe", topics });
    return this;
  }

  publish(topic: string, data: unknown) {
    this.say({ type: "publish", topic, data });
  }

  get data() {
    return this.heard.map(({ data }) => data);
  }
}

function start() {
  const clock = { now: 0 };
  const hub = new Hub(
    () => clock.now,
    () => 0,
  );
  return { hub, clock, guest: () => new Guest(hub) };
}

const announce = (from: string) => ({ type: "announce", from });

describe("a room", () => {
  test("[RE7] who is in it hears what others publish there, and nobody else does", () => {
    const { guest, hub } = start();
    const [anna, bert, carla] = [guest().join("r"), guest().join("r", "s"), guest().join("s")];
    anna.publish("r", announce("a"));
    expect([anna.data, bert.data, carla.data]).toEqual([[], [announce("a")], []]);
    carla.publish("r", announce("c"));
    bert.say({ type: "unsubscribe", topics: ["r"] });
    anna.publish("r", "cipher text of a room with a password");
    expect(bert.data).toHaveLength(1);
    expect(anna.data).toEqual([]);
    for (const one of [anna, bert, carla]) hub.leave(one);
    expect(hub.rooms).toBe(0);
  });

  test("[RE7] a ping is answered, and what it does not know is ignored", () => {
    const anna = start().guest();
    anna.say({ type: "ping" });
    anna.say({ type: "something new" });
    expect(anna.heard).toEqual([{ type: "pong" }]);
    expect(anna.closed).toBeUndefined();
  });

  test("[RE8] what is for one peer goes to that peer's socket alone", () => {
    const { guest } = start();
    const [anna, bert, carla] = [guest().join("r"), guest().join("r"), guest().join("r")];
    for (const [name, one] of Object.entries({ a: anna, b: bert, c: carla })) one.publish("r", announce(name));
    for (const one of [anna, bert, carla]) one.heard.length = 0;
    const offer = { type: "signal", from: "a", to: "b", signal: { type: "offer", sdp: "v=0" } };
    anna.publish("r", offer);
    expect([anna.data, bert.data, carla.data]).toEqual([[], [offer], []]);
    anna.publish("r", { ...offer, to: "nobody" });
    expect([anna.data, carla.data]).toEqual([[], []]);
  });

  test("[RE8] nobody speaks or listens under the name of a peer whose line lives", () => {
    const { guest, clock } = start();
    const [anna, bert, thief] = [guest().join("r"), guest().join("r"), guest().join("r")];
    anna.publish("r", announce("a"));
    bert.publish("r", announce("b"));
    thief.publish("r", { type: "signal", from: "a", to: "b", signal: { type: "answer" } });
    thief.publish("r", announce("b"));
    expect(bert.data.filter((data) => (data as { type: string }).type === "signal")).toEqual([]);
    anna.publish("r", { type: "signal", from: "a", to: "b", signal: {} });
    expect(thief.data.filter((data) => (data as { to?: string }).to === "b")).toEqual([]);
    expect(bert.data.at(-1)).toMatchObject({ to: "b" });

    clock.now = LIMIT.silent;
    const bertAgain = guest().join("r");
    bertAgain.publish("r", announce("b"));
    anna.publish("r", { type: "signal", from: "a", to: "b", signal: { again: true } });
    expect(bertAgain.data.at(-1)).toMatchObject({ signal: { again: true } });
  });
});

describe("bounds", () => {
  test("[RE9] who sends too much is shown out, who keeps to the rate is not", () => {
    const { guest, clock, hub } = start();
    const [flooder, steady] = [guest().join("r"), guest().join("r")];
    for (let n = 0; n < LIMIT.signalsBurst + 1; n++) flooder.publish("r", announce("f"));
    expect(flooder.closed).toBe("1008 too many messages");
    const heard = steady.heard.length;
    flooder.publish("r", announce("f"));
    expect(steady.heard).toHaveLength(heard);
    for (let n = 0; n < 5_000; n++) {
      clock.now += 1_000 / LIMIT.signalsPerSecond;
      steady.say({ type: "ping" });
    }
    expect(steady.closed).toBeUndefined();
    hub.leave(steady);
    expect(hub.rooms).toBe(0);
  });

  test("[RE9] who changes names all the time is heard once a second", () => {
    const { guest, clock } = start();
    const [flooder, anna] = [guest().join("r"), guest().join("r")];
    for (let n = 0; n < 1_000; n++) {
      clock.now += 40;
      flooder.publish("r", announce(`false ${n}`));
    }
    expect(anna.heard.length).toBeLessThan(40 + LIMIT.signalsBurst / LIMIT.rename);
    expect(anna.heard.length).toBeGreaterThan(20);
  });

  test("[RE9] an announcement reaches 64 at most", () => {
    const { guest } = start();
    const many = Array.from({ length: 200 }, () => guest().join("r"));
    many[0]?.publish("r", announce("a"));
    expect(many.filter(({ heard }) => heard.length > 0)).toHaveLength(LIMIT.reach);
  });

  test("[RE9] an announcement to a full room costs by how many hear it", () => {
    const { guest, clock } = start();
    const [loud, ...others] = Array.from({ length: LIMIT.reach + 1 }, () => guest().join("r"));
    for (let n = 0; n < 10_000 && loud?.closed === undefined; n++) {
      clock.now += 1_000 / LIMIT.signalsPerSecond;
      loud?.publish("r", announce("f"));
    }
    expect(loud?.closed).toBe("1008 too many messages");
    const heard = others.reduce((sum, one) => sum + one.heard.length, 0) / (clock.now / 1_000);
    expect(heard).toBeLessThan(LIMIT.signalsPerSecond * LIMIT.reach);
    const caller = guest().join("r");
    for (let n = 0; n < LIMIT.signalsBurst - 10; n++) caller.publish("r", { from: "c", to: "f" });
    caller.publish("r", announce("c"));
    expect(caller.closed).toBeUndefined();
  });

  test("[RE22] who is in no room for 10 s is shown out, and who is in one stays", () => {
    const { guest, hub, clock } = start();
    const [silent, member, leaver] = [guest(), guest().join("r"), guest().join("r")];
    clock.now = LIMIT.roomless - 1;
    hub.sweep();
    leaver.say({ type: "unsubscribe", topics: ["r"] });
    for (const one of [silent, leaver]) one.say({ type: "ping" });
    expect(silent.closed).toBeUndefined();
    clock.now += 1;
    hub.sweep();
    expect([silent, member, leaver].map(({ closed }) => closed)).toEqual(["1008 in no room", undefined, undefined]);
    clock.now += LIMIT.roomless;
    hub.sweep();
    expect([member, leaver].map(({ closed }) => closed)).toEqual([undefined, "1008 in no room"]);
  });

  test("[RE22] missed least is who is in no room, then who is alone, and never who is with others", () => {
    const { guest, hub } = start();
    const [anna, alone, silent] = [guest().join("r"), guest().join("s", "t"), guest()];
    guest().join("r", "u");
    for (const one of [silent, alone]) {
      expect(hub.spare()).toBe(one);
      hub.leave(one);
    }
    expect(hub.spare()).toBeUndefined();
    anna.say({ type: "unsubscribe", topics: ["r"] });
    expect(hub.spare()).toBe(anna);
  });

  test("[RE9] too many rooms, in one message or in many", () => {
    const { guest, hub } = start();
    const [one, many] = [guest(), guest()];
    one.join(...Array.from({ length: LIMIT.topics + 1 }, (_, n) => `r${n}`));
    expect(one.closed).toBe("1008 malformed message");
    for (let n = 0; n <= LIMIT.topics; n += 3) many.join(`r${n}`, `r${n + 1}`, `r${n + 2}`);
    expect(many.closed).toBe("1008 too many rooms");
    expect(hub.rooms).toBe(0);
  });

  test("[RE11] who does not read is let go, and the others hear all the same", () => {
    const { guest } = start();
    const [anna, slow, bert] = [guest().join("r"), guest().join("r"), guest().join("r")];
    slow.unsent = LIMIT.unsent + 1;
    anna.publish("r", announce("a"));
    expect(slow.closed).toBe("1013 too slow");
    expect(slow.heard).toEqual([]);
    expect(bert.data).toEqual([announce("a")]);
  });
});

describe("hostile messages", () => {
  test("[RE10] malformed messages close that socket with a reason, and no other", () => {
    const { guest } = start();
    const bert = guest().join("r");
    const malformed = [
      "",
      "{",
      "null",
      "[]",
      '"text"',
      "{}",
      '{"type":7}',
      '{"type":"subscribe"}',
      '{"type":"subscribe","topics":[7]}',
      `{"type":"subscribe","topics":["${"x".repeat(200)}"]}`,
      '{"type":"publish"}',
      '{"type":"publish","topic":"r"}',
      '{"type":"publish","topic":{},"data":1}',
      '{"type":"publish","topic":"r","data":{"from":7}}',
      '{"type":"publish","topic":"r","data":{"from":"a","to":[]}}',
      `{"type":"publish","topic":"r","data":${"[".repeat(30_000)}${"]".repeat(30_000)}}`,
    ];
    for (const text of malformed) {
      const anna = guest().join("r");
      anna.say(text);
      expect(anna.closed ?? "taken", text.slice(0, 60)).toMatch(/^1008 |^taken$/);
      if (!text.includes("[[")) expect(anna.closed).toBe("1008 malformed message");
    }
    expect(bert.closed).toBeUndefined();
  });

  test("[RE10] no text makes the hub throw, and nothing is left of who has gone", () => {
    const json = fc.json().map((text) => `{"type":"publish","topic":"r","data":${text}}`);
    const known = fc.record({
      type: fc.constantFrom("subscribe", "unsubscribe", "publish", "ping", "__proto__"),
      topics: fc.array(fc.constantFrom("r", "s", "__proto__", "constructor")),
      topic: fc.constantFrom("r", "s", "__proto__"),
      data: fc.record({ from: fc.constantFrom("a", "b", "__proto__"), to: fc.constantFrom("a", "b", undefined) }),
    });
    const said = fc.oneof(
      fc.string(),
      json,
      known.map((message) => JSON.stringify(message)),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(3), said), { maxLength: 100 }), (all) => {
        const { guest, hub } = start();
        const guests = Array.from({ length: 4 }, guest);
        for (const [who, text] of all) guests[who]?.say(text);
        for (const one of guests) hub.leave(one);
        expect(hub.rooms).toBe(0);
      }),
    );
  });
});
