import { hex } from "@wijkkit/envelope";
import { afterEach, expect, test } from "vitest";
import { seeded, Wijk } from "../../../test/support/envelopes.ts";
import { wrapped } from "../../../test/support/faults.ts";
import { agree, type Meeting, Party, soon } from "../../../test/support/party.ts";
import type { Channel } from "./channel.ts";
import { decode, encode } from "./frames.ts";
import { LIMIT } from "./limits.ts";
import { loopback } from "./loopback.ts";
import { memoryStore } from "./memory.ts";
import { helloMessage } from "./proof.ts";
import type { RunningSession } from "./run.ts";

const wijk = new Wijk("run");
const RELAY: Meeting = { proves: false, requireProof: true, host: "wijk.test" };
const CLIENT: Meeting = { proves: true, requireProof: false, host: "wijk.test" };

const open: RunningSession[] = [];
afterEach(() => {
  for (const session of open.splice(0)) session.close();
});

function meet(one: Party, other: Party, as: [Meeting, Meeting] = [{}, {}], ends = loopback()) {
  const sessions = [one.meet(ends[0], as[0]), other.meet(ends[1], as[1])] as const;
  open.push(...sessions);
  return sessions;
}

const inSync = (sessions: readonly RunningSession[]) =>
  soon("in sync", () => sessions.every(({ state }) => state.phase === "in-sync"));
const closed = (session: RunningSession) => soon("closed", () => session.state.phase === "closed");

test("[SS11] a blind relay learns a space from its first client, and passes it on to the next", async () => {
  const [ann, ben] = [await Party.of(wijk), await Party.of(wijk, { knows: false })];
  const relay = await Party.of(wijk, { knows: false });
  const lane = wijk.lane("of ann");
  await ann.write(lane.some(3));
  await inSync(meet(relay, ann, [RELAY, CLIENT]));
  await agree(relay, ann);
  expect(ann.receipts.get(lane.key)).toBe(2);
  meet(relay, ben, [RELAY, CLIENT]);
  await agree(ann, ben);
  await ben.write(wijk.lane("of ben").some(1));
  await agree(ann, ben);
});

test("[SS9] a client without a proof gets records and nothing else", async () => {
  const [relay, stranger] = [await Party.of(wijk), await Party.of(wijk)];
  await relay.write(wijk.lane("secret").some(2));
  const [near, far] = loopback();
  const types = new Set<string>();
  let pushed = false;
  const [session] = meet(
    relay,
    stranger,
    [RELAY, { ...CLIENT, proves: false }],
    [
      wrapped(near, (bytes) => {
        const frame = decode(bytes);
        types.add(typeof frame === "object" ? frame.type : "none");
        near.send(bytes);
      }),
      wrapped(far, (bytes) => {
        if (bytes[0] === 6) pushed = true;
        far.send(bytes);
      }),
    ],
  );
  const [spam] = wijk.lane("spam").some(1);
  if (!spam) throw new Error("no envelope");
  await stranger.write([spam]);
  await soon("the stranger pushes it", () => pushed);
  // A bad frame behind it: once that is denied, the relay has seen whatever came before.
  far.send(new Uint8Array(0));
  await closed(session);
  expect(session.state.code).toBe("frame");
  expect([...types].sort()).toEqual(["deny", "hello", "record"]);
  // A lane is judged in the order of coming: had the relay begun to take it, it would be known now.
  expect(await relay.replica.accept(spam.bytes)).toEqual({ verdict: "accepted" });
});

test("[SS8] a proof for another host, or by another gate, is denied on both sides", async () => {
  const relay = await Party.of(wijk);
  const elsewhere = await Party.of(wijk);
  const [session, client] = meet(relay, elsewhere, [RELAY, { ...CLIENT, host: "evil.test" }]);
  await closed(session);
  await closed(client);
  expect([session.state.code, session.state.by]).toEqual(["proof", "here"]);
  expect([client.state.code, client.state.by]).toEqual(["proof", "there"]);
  const forger = new Wijk("another");
  const prove = (message: Uint8Array) => forger.prove(message).map((proof) => ({ ...proof, epoch: wijk.epoch }));
  const [again] = meet(relay, elsewhere, [RELAY, { ...CLIENT, prove }]);
  await closed(again);
  expect(again.state.code).toBe("proof");
});

test("[SS8] a relay that goes by several hosts takes a proof for any of them, and for no other", async () => {
  const relay = await Party.of(wijk);
  const named = { ...RELAY, host: "inside:4321", hosts: ["wijk.test", "www.wijk.test"] };
  for (const host of named.hosts) {
    await inSync(meet(relay, await Party.of(wijk), [named, { ...CLIENT, host }]));
  }
  const [session] = meet(relay, await Party.of(wijk), [named, { ...CLIENT, host: "inside:4321" }]);
  await closed(session);
  expect(session.state.code).toBe("proof");
  const hosts = Array.from({ length: LIMIT.hosts + 1 }, (_, n) => `${n}.test`);
  expect(() => relay.meet(loopback()[0], { ...RELAY, hosts })).toThrow(RangeError);
});

test("[SS7] a stranger who lets a neighbour prove himself to himself over two sessions gets in with neither", async () => {
  const victim = await Party.of(wijk);
  const [[one, wireOne], [two, wireTwo]] = [loopback(), loopback()];
  const sessions = [victim.meet(one), victim.meet(two)];
  open.push(...sessions);
  // Whatever comes out of one session goes into the other.
  wireOne.onMessage = (bytes) => wireTwo.send(bytes);
  wireTwo.onMessage = (bytes) => wireOne.send(bytes);
  for (const session of sessions) await closed(session);
  expect(sessions.map(({ state }) => state.code)).toContain("proof");
});

test("[SS8] the proof is checked against the gate key itself", async () => {
  const relay = await Party.of(wijk);
  const [near, far] = loopback();
  open.push(relay.meet(near, RELAY));
  const challenge = seeded("by hand", 32);
  const theirs = await new Promise<Uint8Array>((resolve) => {
    far.onMessage = (bytes) => {
      const frame = decode(bytes);
      if (typeof frame === "object" && frame.type === "hello") resolve(frame.challenge);
    };
    far.send(encode({ type: "hello", version: 1, space: wijk.space, challenge }));
  });
  const lists = new Promise<void>((resolve) => {
    far.onMessage = (bytes) => {
      if (bytes[0] === 3) resolve();
    };
  });
  const proofs = wijk.prove(helloMessage(wijk.space, challenge, theirs, "wijk.test"));
  far.send(encode({ type: "prove", proofs }));
  await lists;
});

test("[SS25] three in a row: what the first writes reaches the third through the one between, at once", async () => {
  const [ann, ben, cor] = [await Party.of(wijk), await Party.of(wijk), await Party.of(wijk)];
  await inSync([...meet(ann, ben), ...meet(ben, cor)]);
  const lane = wijk.lane("passed on");
  for (let n = 0; n < 3; n++) {
    await ann.write([...(n === 0 ? [lane.base()] : [lane.next()])]);
    await agree(ann, cor);
  }
  await soon("ben knows that cor has it", () => ben.receipts.get(lane.key) === 2);
});

test("[SS25] in a triangle nothing runs in circles", async () => {
  const parties = [await Party.of(wijk), await Party.of(wijk), await Party.of(wijk)];
  const [ann, ben, cor] = parties;
  if (!ann || !ben || !cor) throw new Error("three parties");
  const lane = wijk.lane("round");
  let news = 0;
  const counted = (): [Channel, Channel] => {
    const count = (end: Channel) =>
      wrapped(end, (bytes) => {
        const frame = decode(bytes);
        const envelopes = typeof frame === "object" && frame.type === "new" ? frame.envelopes : [];
        if (envelopes.some((one) => hex(one).includes(lane.key))) news += 1;
        end.send(bytes);
      });
    const [near, far] = loopback();
    return [count(near), count(far)];
  };
  await inSync([
    ...meet(ann, ben, [{}, {}], counted()),
    ...meet(ben, cor, [{}, {}], counted()),
    ...meet(cor, ann, [{}, {}], counted()),
  ]);
  await ann.write([lane.base()]);
  await agree(ann, ben);
  await agree(ann, cor);
  // Each pushes something to both others, behind whatever was on its way: when all of it is there, that is too.
  for (const [n, party] of parties.entries()) await party.write([wijk.lane(`behind ${n}`).base()]);
  for (const party of parties) await soon("all is there", async () => (await party.holds()).length === 4);
  expect(news).toBeGreaterThanOrEqual(2);
  expect(news).toBeLessThanOrEqual(4);
});

test("[SS35] a full store is told, the session stays, and what is held is still served", async () => {
  const ann = await Party.of(wijk);
  const small = await Party.of(wijk, { store: memoryStore({ room: 3_000 }) });
  await small.write(wijk.lane("fits").some(1));
  await ann.write(wijk.lane("too much").some(3, { size: 20_000 }));
  const sessions = meet(ann, small);
  await inSync(sessions);
  expect(small.errors).toEqual(["full"]);
  expect(sessions.map(({ state }) => state.phase)).toEqual(["in-sync", "in-sync"]);
  expect(await ann.holds()).toHaveLength(2);
});

test("[SS35] where the store lets nobody in, the session ends and says so", async () => {
  const party = await Party.of(wijk);
  await party.store.close();
  const late = await Party.of(wijk, { store: party.store, knows: false });
  const [near] = loopback();
  const session = late.meet(near);
  await closed(session);
  expect(late.errors).toEqual(["blocked"]);
});

test("[SS28] a peer that reads nothing at all is cut", async () => {
  const [ann, deaf] = [await Party.of(wijk), await Party.of(wijk)];
  const [near, far] = loopback();
  const never: Channel = Object.defineProperty(
    wrapped(near, (bytes) => near.send(bytes)),
    "buffered",
    {
      get: () => LIMIT.bufferedHard + 1,
    },
  );
  const session = ann.meet(never);
  open.push(session, deaf.meet(far));
  await closed(session);
  expect(session.state).toMatchObject({ code: "slow", by: "here" });
});

test("[SS28] a GIVE waits until the channel has room", async () => {
  const ann = await Party.of(wijk);
  const base = wijk.lane("waiting").base();
  await ann.write([base]);
  const [near, far] = loopback();
  let buffered = 0;
  const narrow = Object.defineProperty(
    wrapped(near, (bytes) => near.send(bytes)),
    "buffered",
    { get: () => buffered },
  );
  open.push(ann.meet(narrow, { requireProof: false, proves: false }));
  const types: number[] = [];
  far.onMessage = (bytes) => types.push(bytes[0] ?? 0);
  far.send(encode({ type: "hello", version: 1, space: wijk.space, challenge: seeded("patient", 32) }));
  await soon("the list came", () => types.includes(3));
  buffered = LIMIT.buffered + 1;
  far.send(encode({ type: "want", ask: 1, places: [{ lane: base.lane, seq: 0 }] }));
  far.send(encode({ type: "new", envelopes: [wijk.lane("meanwhile").base().bytes] }));
  await soon("what came after the WANT is judged, stored and acknowledged", () => types.includes(7));
  expect(types).not.toContain(5);
  buffered = 0;
  await soon("the GIVE came", () => types.includes(5));
});

test("[SS14] a record goes on to other peers, and not back to whom it came from", async () => {
  const [ann, ben, cor] = [await Party.of(wijk), await Party.of(wijk), await Party.of(wijk)];
  const records: string[] = [];
  const counted = (name: string): [Channel, Channel] => {
    const [near, far] = loopback();
    const count = (bytes: Uint8Array) => {
      if (bytes[0] === 9) records.push(name);
      far.send(bytes);
    };
    return [near, wrapped(far, count)];
  };
  // Ben is on the far end of both: what he sends is counted.
  await inSync([...meet(ann, ben, [{}, {}], counted("to ann")), ...meet(cor, ben, [{}, {}], counted("to cor"))]);
  records.length = 0;
  await ann.replica.acceptRecord(wijk.recordOf(2, [wijk.gate]));
  await soon("cor has it", () => cor.replica.known.records(wijk.space).length === 2);
  expect(records).toEqual(["to cor"]);
});

test("[SS9] a peer that talks before the store is open is heard, within bounds", async () => {
  const [ann, ben] = [await Party.of(wijk), await Party.of(wijk)];
  const [near, far] = loopback();
  open.push(ben.meet(far));
  const early: Uint8Array[] = [];
  near.onMessage = (bytes) => early.push(bytes);
  await soon("ben greets", () => early.length >= 2);
  const session = ann.meet(near);
  open.push(session);
  for (const bytes of early) near.onMessage?.(bytes);
  await inSync([session]);
  const [flooded] = loopback();
  const over = ann.meet(flooded);
  for (let n = 0; n <= LIMIT.heldFrames; n++) flooded.onMessage?.(Uint8Array.of(200));
  await closed(over);
});

test("[SS20] a newcomer whose only source is one neighbour receives 5 MB", async () => {
  const [ann, newcomer] = [await Party.of(wijk), await Party.of(wijk, { knows: false })];
  const all = Array.from({ length: 100 }, (_, n) => wijk.lane(`resident ${n}`).some(2, { size: 26_000 })).flat();
  await ann.write(all);
  const began = performance.now();
  const progress: number[] = [];
  meet(ann, newcomer, [{}, { onState: (state) => progress.push(state.progress) }]);
  await agree(ann, newcomer, 15_000);
  expect(await newcomer.store.size()).toBeGreaterThan(5_000_000);
  expect(performance.now() - began).toBeLessThan(15_000);
  await soon("it says so", () => progress.at(-1) === 1);
  expect(progress.length).toBeGreaterThan(10);
  expect(progress).toEqual(progress.toSorted((a, b) => a - b));
});
