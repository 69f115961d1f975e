import type { Channel } from "@wijkkit/sync";
import { LIMIT } from "@wijkkit/sync";
import { type Draft, Wijk } from "../support/envelopes.ts";
import { cutAfter, faulty, slow, wrapped } from "../support/faults.ts";
import { agree, Party, soon } from "../support/party.ts";
import { equal, type Test } from "./assert.ts";

/** Two open ends of one connection. */
export type Line = () => Promise<[Channel, Channel]>;

const wijk = new Wijk("transport contract");

function lanes(name: string, count: number, length: number, draft: Draft = {}) {
  return Array.from({ length: count }, (_, n) => wijk.lane(`${name} ${n}`).some(length, draft)).flat();
}

async function pair(): Promise<[Party, Party]> {
  return [await Party.of(wijk), await Party.of(wijk)];
}

const last = (party: Party) => party.states.at(-1);

/** What every transport does for two replicas: whatever it is made of, sessions over it end with both the same. */
export function transportContract(test: Test, line: Line): void {
  test("[SS20] two replicas that each have something become equal, and both say so", async () => {
    const [ann, ben] = await pair();
    await ann.write(lanes("of ann", 70, 2));
    await ben.write(lanes("of ben", 5, 20));
    const [here, there] = await line();
    const sessions = [ann.meet(here), ben.meet(there)];
    await agree(ann, ben);
    await soon("both are in sync", () => sessions.every(({ state }) => state.phase === "in-sync"));
    equal((await ann.holds()).length, 75);
    equal(
      sessions.map(({ state }) => state.progress),
      [1, 1],
    );
    for (const session of sessions) session.close();
  });

  test("[SS24] what is written while connected is pushed, and its receipt comes back", async () => {
    const [ann, ben] = await pair();
    const [here, there] = await line();
    const sessions = [ann.meet(here), ben.meet(there)];
    await soon("both are in sync", () => sessions.every(({ state }) => state.phase === "in-sync"));
    const lane = wijk.lane("live");
    for (let n = 0; n < 3; n++) {
      const [next] = lane.some(1);
      if (next) await ann.write([next]);
      await soon("ben has it and ann knows", async () => ann.receipts.get(lane.key) === n);
      equal((await ben.store.read(wijk.space, lane.key, 0, 1e9)).length, n + 1);
    }
    for (const session of sessions) session.close();
  });

  test("[SS23] a newcomer goes on after a cut where it was, and gets nothing twice", async () => {
    const [ann, ben] = await pair();
    const all = lanes("to fetch", 40, 3, { size: 20_000 });
    await ann.write(all);
    let carried = 0;
    const counted = (end: Channel) =>
      wrapped(end, (bytes) => {
        carried += bytes.length;
        end.send(bytes);
      });
    const [here, there] = await line();
    const sessions = [ann.meet(cutAfter(counted(here), 8)), ben.meet(there)];
    await soon("both see the cut", () => sessions.every(({ state }) => state.phase === "closed"));
    const got = (await ben.holds()).length;
    equal(got > 0 && got < 40, true);
    const [here2, there2] = await line();
    ann.meet(counted(here2));
    ben.meet(there2);
    await agree(ann, ben);
    const size = all.reduce((sum, { bytes }) => sum + bytes.length, 0);
    equal(carried < size + LIMIT.asks * LIMIT.give + 40_000, true);
    here2.close();
  });

  for (const seed of ["oak", "elm", "fir"]) {
    test(`[SS26] lost, repeated and late frames cost time and nothing else (${seed})`, async () => {
      const [ann, ben] = await pair();
      await ann.write(lanes(`ann ${seed}`, 90, 2));
      await ben.write(lanes(`ben ${seed}`, 30, 4));
      const [here, there] = await line();
      const faults = { loss: 0.1, duplicate: 0.2, late: 0.3 };
      // A clock that runs 60 times as fast, as what is lost comes back with the next list, after a minute.
      const sessions = [
        ann.meet(faulty(here, { seed: `${seed} there`, ...faults }), { speed: 60 }),
        ben.meet(faulty(there, { seed: `${seed} back`, ...faults }), { speed: 60 }),
      ];
      await soon("they know each other", () => sessions.every(({ state }) => state.phase !== "greeting"));
      await ann.write(lanes(`ann later ${seed}`, 3, 1));
      await agree(ann, ben, 15_000);
      for (const session of sessions) session.close();
    });
  }

  test("[SS3, SS27] garbage and an oversized frame close their session alone, with a code", async () => {
    const [ann, ben] = await pair();
    const [here, there] = await line();
    const good = [ann.meet(here), ben.meet(there)];
    await soon("both are in sync", () => good.every(({ state }) => state.phase === "in-sync"));
    const oversized = new Uint8Array(LIMIT.frame + 1);
    oversized[0] = 200;
    for (const bad of [oversized, new Uint8Array(0), Uint8Array.of(4, 1, 2, 3), Uint8Array.of(1, 1, 9)]) {
      const [near, far] = await line();
      const session = ann.meet(near);
      far.onMessage = () => {};
      far.send(bad);
      await soon("the session is closed", () => session.state.phase === "closed");
    }
    await ann.write(lanes("still going", 1, 1));
    await agree(ann, ben);
    equal(
      good.map(({ state }) => state.phase),
      ["in-sync", "in-sync"],
    );
    for (const session of good) session.close();
  });

  test("[SS28] a reader that is slow gets all of it, and never more than so much is kept for it", async () => {
    const [ann, ben] = await pair();
    await ann.write(lanes("much", 60, 2, { size: 30_000 }));
    const [here, there] = await line();
    const narrow = slow(here, 120_000);
    const sessions = [ann.meet(narrow), ben.meet(there)];
    for (let n = 0; n < 20; n++) {
      await ann.write(lanes(`more ${n}`, 2, 1, { size: 30_000 }));
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await agree(ann, ben);
    equal(narrow.most < LIMIT.buffered + LIMIT.asks * LIMIT.frame, true);
    for (const session of sessions) session.close();
  });

  test("[SS29] who ends a session tells the other, and the other sees who it was", async () => {
    const [ann, ben] = await pair();
    const [here, there] = await line();
    const mine = ann.meet(here);
    ben.meet(there);
    await soon("both are in sync", () => last(ann)?.phase === "in-sync" && last(ben)?.phase === "in-sync");
    mine.close();
    await soon("ben knows", () => last(ben)?.phase === "closed");
    equal([last(ben)?.code, last(ben)?.by], ["ending", "there"]);
    equal([last(ann)?.code, last(ann)?.by], ["ending", "here"]);
  });
}
