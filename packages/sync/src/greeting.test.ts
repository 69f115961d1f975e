import { hex } from "@wijkkit/envelope";
import { expect, test } from "vitest";
import { seeded, Wijk } from "../../../test/support/envelopes.ts";
import { asked, sent, Table } from "../../../test/support/table.ts";
import { LIMIT } from "./limits.ts";
import { helloMessage, NEIGHBOUR_HOST } from "./proof.ts";

const wijk = new Wijk("greeting");
const older = new Wijk("greeting", "older");
const { space, epoch } = wijk;
const proofOf = (one: Wijk) => ({ epoch: one.epoch, signature: new Uint8Array(64) });
const proven = { type: "verified", right: [epoch], wrong: [] } as const;

test("[SS5] a session begins with HELLO and every record it has", () => {
  const table = new Table(wijk);
  const actions = table.step({ type: "open" });
  expect(sent(actions, "hello")).toEqual([{ type: "hello", version: 1, space, challenge: table.challenge }]);
  expect(sent(actions, "record").map(({ bytes }) => bytes)).toEqual([wijk.record]);
});

test("[SS5] records go out once in a session, some 64 KiB at a time, and none while the channel is full", () => {
  const table = new Table(wijk);
  const gates = Array.from({ length: 1_000 }, (_, n) => seeded(`gate ${n}`, 32));
  for (let revision = 2; revision <= 9; revision++) table.records.push(wijk.recordOf(revision, gates));
  table.step({ type: "tick", now: 0 });
  const batches = [sent(table.step({ type: "open" }), "record")];
  expect(table.step({ type: "writable", writable: false })).toEqual([]);
  for (let now = LIMIT.again; now <= LIMIT.greeting; now += LIMIT.again) {
    const actions = table.step({ type: "tick", now });
    expect([sent(actions, "hello"), sent(actions, "record")].map(({ length }) => length)).toEqual([1, 0]);
  }
  while (batches.at(-1)?.length) batches.push(sent(table.step({ type: "writable", writable: true }), "record"));
  expect(batches.flat().map(({ bytes }) => bytes)).toEqual(table.records);
  for (const batch of batches) expect(batch.length).toBeLessThanOrEqual(4);
});

test("[SS6] another version and another space are denied with their code", () => {
  const version = new Table(wijk).step({ type: "frame", bytes: Uint8Array.of(1, 2, 0) });
  expect(sent(version, "deny")).toEqual([{ type: "deny", code: "version" }]);
  expect(asked(version, "close")).toHaveLength(1);
  const other = { type: "hello", version: 1, space: new Wijk("elsewhere").space, challenge: seeded("x", 32) } as const;
  expect(sent(new Table(wijk).receive(other), "deny")).toEqual([{ type: "deny", code: "space" }]);
});

test("[SS7] a challenge of our own that comes back is denied, in whichever session it was given out", () => {
  const mirrored = new Table(wijk);
  const frame = { type: "hello", version: 1, space, challenge: mirrored.challenge } as const;
  expect(sent(mirrored.receive(frame), "deny")).toEqual([{ type: "deny", code: "proof" }]);
  const inAnother = new Table(wijk, { isOwnChallenge: (one) => hex(one) === hex(seeded("session two", 32)) });
  expect(sent(inAnother.hello("session two"), "deny")).toEqual([{ type: "deny", code: "proof" }]);
});

test("[SS7] a peer that changes its challenge is denied", () => {
  const table = new Table(wijk);
  table.hello("one");
  expect(table.hello("one")).toEqual([]);
  expect(sent(table.hello("two"), "deny")).toEqual([{ type: "deny", code: "frame" }]);
});

test("[SS8] what is proved and what is checked is bound to space, both challenges and host", () => {
  const table = new Table(wijk);
  const actions = table.hello();
  const [own, theirs] = [table.challenge, seeded("theirs", 32)];
  expect(asked(actions, "sign")[0]?.message).toEqual(helloMessage(space, own, theirs, "wijk.test"));
  const checking = table.receive({ type: "prove", proofs: [proofOf(wijk)] });
  expect(asked(checking, "verify")[0]?.messages).toEqual([helloMessage(space, theirs, own, "wijk.test")]);
  const text = "wijkkit/1 hello";
  expect(hex(helloMessage(space, own, theirs, "a")).startsWith(hex(new TextEncoder().encode(text)) + space)).toBe(true);
});

test("[SS8] neighbours name `mesh` as their host", () => {
  const signed = helloMessage(space, seeded("own", 32), seeded("theirs", 32), NEIGHBOUR_HOST);
  expect(new TextDecoder().decode(signed.slice("wijkkit/1 hello".length + 20 + 32 + 32))).toBe("mesh");
});

test("[SS8] one wrong proof denies the peer, whatever else it proved", () => {
  const table = new Table(wijk);
  table.hello();
  table.receive({ type: "prove", proofs: [proofOf(wijk), proofOf(older)] });
  const actions = table.step({ type: "verified", right: [epoch], wrong: [older.epoch] });
  expect(sent(actions, "deny")).toEqual([{ type: "deny", code: "proof" }]);
  expect(table.session.state).toEqual({ phase: "closed", progress: 0, code: "proof", by: "here" });
});

test("[SS8] a proof of an unknown epoch waits for the record that names it", () => {
  const table = new Table(wijk);
  table.hello();
  table.receive({ type: "prove", proofs: [proofOf(wijk)] });
  expect(table.step({ type: "verified", right: [], wrong: [] })).toEqual([]);
  expect(table.session.state.phase).toBe("greeting");
  const actions = table.step({ type: "recorded", verdict: { verdict: "accepted" } });
  expect(asked(actions, "verify")[0]?.proofs.map((proof) => proof.epoch)).toEqual([epoch]);
  expect(sent(table.step(proven), "recon")).toHaveLength(1);
});

test("[SS9] before its proof a peer is served nothing and nothing of it is taken, but records", () => {
  const table = new Table(wijk);
  const [base] = wijk.lane("held").some(1);
  if (!base) throw new Error("no envelope");
  table.hold(base);
  table.step({ type: "open" });
  table.hello();
  const early = [
    ...table.receive({ type: "new", envelopes: [base.bytes] }),
    ...table.receive({ type: "want", ask: 1, places: [{ lane: base.lane, seq: 0 }] }),
    ...table.receive({ type: "have", places: [{ lane: base.lane, seq: 0 }] }),
    ...table.step({ type: "held", fromPeer: false, envelopes: [base] }),
  ];
  expect(early).toEqual([]);
  expect(asked(table.receive({ type: "record", bytes: wijk.record }), "record")).toHaveLength(1);
  table.receive({ type: "prove", proofs: [proofOf(wijk)] });
  const actions = table.step(proven);
  expect(actions.map(({ type }) => type)).toEqual(["accept", "read", "receipt", "send", "state"]);
});

test("[SS9] what is held back for a peer without proof is bounded; what did not fit is asked for again", () => {
  const table = new Table(wijk);
  table.step({ type: "tick", now: 0 });
  table.hello();
  const lane = "00".repeat(32) as Parameters<typeof table.heads.get>[0];
  for (let n = 0; n < LIMIT.heldFrames + 50; n++) table.receive({ type: "want", ask: n, places: [{ lane, seq: 0 }] });
  table.receive({ type: "prove", proofs: [proofOf(wijk)] });
  const actions = table.step(proven);
  expect(asked(actions, "read").length).toBeLessThanOrEqual(LIMIT.heldFrames);
  const calm = new Table(wijk);
  calm.step({ type: "tick", now: 0 });
  calm.hello();
  for (let n = 0; n < LIMIT.heldFrames + 5; n++) calm.receive({ type: "have", places: [{ lane, seq: 0 }] });
  calm.receive({ type: "prove", proofs: [proofOf(wijk)] });
  expect(sent(calm.step(proven), "hello")).toEqual([]);
  expect(sent(calm.step({ type: "tick", now: LIMIT.again }), "hello")).toHaveLength(1);
});

test("[SS10] a peer sees lanes of the epochs it proved, and no others", () => {
  const table = new Table(wijk);
  const [mine, old] = [wijk.lane("mine").base(), older.lane("old").base()];
  table.hold(mine, old);
  table.greet(epoch);
  const places = [mine, old].map(({ lane }) => ({ lane, seq: 0 }));
  const [read] = asked(table.receive({ type: "want", ask: 1, places }), "read");
  expect(read?.places).toEqual([{ lane: mine.lane, seq: 0 }]);
  expect(table.step({ type: "held", fromPeer: false, envelopes: [old] })).toEqual([]);
  expect(table.receive({ type: "have", places: [{ lane: old.lane, seq: 0 }] })).toEqual([]);
});

test("[SS11] a replica that does not know the space checks proofs once a record told it", () => {
  const table = new Table(wijk);
  table.records.length = 0;
  table.step({ type: "open" });
  table.hello();
  expect(table.receive({ type: "prove", proofs: [proofOf(wijk)] })).toEqual([]);
  table.receive({ type: "record", bytes: wijk.record });
  table.records.push(wijk.record);
  expect(asked(table.step({ type: "recorded", verdict: { verdict: "accepted" } }), "verify")).toHaveLength(1);
});

test("[SS12] a greeting is repeated every 5 s and given up after 30 s, with what was missing", () => {
  const silent = new Table(wijk);
  const unknown = new Table(wijk);
  unknown.records.length = 0;
  const unproven = new Table(wijk);
  for (const table of [unknown, unproven]) table.hello();
  const codes = [silent, unknown, unproven].map((table) => {
    for (let now = 0; now <= 30_000; now += 1_000) table.step({ type: "tick", now });
    expect(sent(table.asked, "hello").length).toBe(6);
    expect(table.session.state.phase).toBe("greeting");
    table.step({ type: "tick", now: 31_000 });
    return table.session.state.code;
  });
  expect(codes).toEqual(["timeout", "space", "proof"]);
});

test("[SS12] a second HELLO has the proof sent again, and after 5 s the list", () => {
  const table = new Table(wijk).greet(epoch);
  table.step({ type: "tick", now: 1_000 });
  expect(sent(table.hello(), "prove")).toHaveLength(1);
  expect(sent(table.asked, "recon")).toEqual([]);
  table.step({ type: "tick", now: 6_000 });
  expect(sent(table.hello(), "recon")).toHaveLength(1);
});

test("[SS13] who proves and asks for no proof lists once it hears a list: then its proof was taken", () => {
  const table = new Table(wijk, { requireProof: false });
  table.step({ type: "open" });
  table.hello();
  expect(sent(table.step({ type: "signed", proofs: [proofOf(wijk)] }), "prove")).toHaveLength(1);
  expect(sent(table.asked, "recon")).toEqual([]);
  const body = new Uint8Array(8);
  body.set([0, 0, 0, 1, 0, 0, 0, 1]);
  expect(sent(table.receive({ type: "recon", mode: 0, body }), "recon")).toHaveLength(1);
  expect(table.session.state.phase).toBe("in-sync");
});

test("[SS14] a record that is newly held is passed on", () => {
  const table = new Table(wijk).greet(epoch);
  const next = wijk.recordOf(2, [wijk.gate, older.gate]);
  expect(sent(table.step({ type: "record", bytes: next }), "record").map(({ bytes }) => bytes)).toEqual([next]);
});
