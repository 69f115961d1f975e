import { type Channel, decode, encode, helloMessage, loopback, type RunningSession } from "@wijkkit/sync";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type LaneMaker, seeded, Wijk } from "../support/envelopes.ts";
import { faulty } from "../support/faults.ts";
import { agree, Party, soon } from "../support/party.ts";

const wijk = new Wijk("property of sync");

type Step =
  | { does: "write"; who: number; count: number }
  | { does: "base"; who: number; parts: number }
  | { does: "erase"; who: number }
  | { does: "link"; who: number; whom: number; seed: number }
  | { does: "cut"; who: number };

const who = fc.nat(3);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ does: fc.constant("write" as const), who, count: fc.integer({ min: 1, max: 4 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ does: fc.constant("base" as const), who, parts: fc.integer({ min: 1, max: 3 }) }),
  },
  { weight: 1, arbitrary: fc.record({ does: fc.constant("erase" as const), who }) },
  { weight: 4, arbitrary: fc.record({ does: fc.constant("link" as const), who, whom: who, seed: fc.nat(999) }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant("cut" as const), who }) },
);

/** Four devices that write, meet over bad lines, and part. */
class Street {
  readonly #parties: readonly Party[];
  readonly #lanes: LaneMaker[];
  readonly #made: number[] = [0, 0, 0, 0];
  readonly #links: { between: readonly [number, number]; sessions: RunningSession[] }[] = [];

  constructor(parties: readonly Party[]) {
    this.#parties = parties;
    this.#lanes = parties.map((_, n) => wijk.lane(`device ${n} lane 0`));
  }

  async take(one: Step): Promise<void> {
    const party = this.#parties[one.who];
    const lane = this.#lanes[one.who];
    if (!party || !lane) return;
    if (one.does === "write") await party.write(lane.some(one.count));
    else if (one.does === "base") {
      const last = one.parts - 1;
      const parts = Array.from({ length: one.parts }, (_, n) =>
        n === 0 ? lane.base({ more: last > 0 }) : lane.next({ more: n < last }),
      );
      await party.write(parts);
    } else if (one.does === "erase") {
      await party.write([lane.erase()]);
      const count = (this.#made[one.who] ?? 0) + 1;
      this.#made[one.who] = count;
      this.#lanes[one.who] = wijk.lane(`device ${one.who} lane ${count}`);
    } else if (one.does === "cut") this.cut(({ between }) => between.includes(one.who));
    else if (one.who !== one.whom) this.#link(one.who, one.whom, one.seed);
    await new Promise((resolve) => setTimeout(resolve, 3));
  }

  cut(which: (link: { between: readonly [number, number] }) => boolean): void {
    for (const { sessions } of this.#links.filter(which)) for (const session of sessions) session.close();
  }

  #link(one: number, other: number, seed: number): void {
    const [near, far] = loopback();
    const bad = (end: Channel, way: string) =>
      faulty(end, { seed: `${seed} ${way}`, loss: 0.05, duplicate: 0.1, late: 0.2 });
    const sessions = [
      this.#parties[one]?.meet(bad(near, "there"), { speed: 30 }),
      this.#parties[other]?.meet(bad(far, "back"), { speed: 30 }),
    ];
    this.#links.push({ between: [one, other], sessions: sessions.filter((session) => session !== undefined) });
  }
}

test("[SS20, SS26] whoever writes what, and however they meet and part, all end up with the same", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
      const parties = await Promise.all([0, 1, 2, 3].map(() => Party.of(wijk)));
      const street = new Street(parties);
      for (const one of steps) await street.take(one);
      street.cut(() => true);
      const sessions = parties.slice(1).flatMap((party, n) => {
        const [near, far] = loopback();
        return [parties[n]?.meet(near), party.meet(far)];
      });
      for (const party of parties.slice(1)) await agree(parties[0] ?? party, party);
      const sizes = await Promise.all(parties.map(({ store }) => store.size()));
      expect(new Set(sizes).size).toBe(1);
      for (const session of sessions) session?.close();
    }),
    { numRuns: 15 },
  );
});

const forged = fc.oneof(
  fc.uint8Array({ minLength: 1, maxLength: 300 }),
  fc.record({ at: fc.nat(1_000), bit: fc.nat(7), lane: fc.nat(5) }).map(({ at, bit, lane }) => {
    const bytes = wijk.lane(`forged ${lane}`).base().bytes.slice();
    const where = at % bytes.length;
    bytes[where] = (bytes[where] ?? 0) ^ (1 << bit);
    return bytes;
  }),
);
const frame = fc.oneof(
  fc.uint8Array({ minLength: 1, maxLength: 100 }).filter(([type]) => type !== 8),
  fc.array(forged, { minLength: 1, maxLength: 4 }).map((envelopes) => encode({ type: "new", envelopes })),
  fc
    .array(forged, { minLength: 1, maxLength: 4 })
    .map((envelopes) => encode({ type: "give", ask: 1, more: true, envelopes })),
  fc.array(fc.uint8Array({ minLength: 76, maxLength: 76 }), { maxLength: 3 }).map((bodies) => {
    const body = new Uint8Array(bodies.flatMap((one) => [...one]).slice(0, 8 + 68 * bodies.length));
    body.set([0, 0, 0, 1, 0, 0, 0, 1].slice(0, body.length));
    return encode({ type: "recon", mode: 0, body });
  }),
);

test("[SS27, SS40] a member who sends whatever it likes plants nothing and stops nobody else", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(frame, { minLength: 1, maxLength: 40 }), async (frames) => {
      const [ann, ben] = [await Party.of(wijk), await Party.of(wijk)];
      const [here, there] = loopback();
      const good = [ann.meet(here), ben.meet(there)];
      const [near, far] = loopback();
      const bad = ann.meet(near);
      const challenge = seeded("mallory", 32);
      await new Promise<void>((resolve) => {
        far.onMessage = (bytes) => {
          const read = decode(bytes);
          if (typeof read !== "object" || read.type !== "hello") return;
          const message = helloMessage(wijk.space, challenge, read.challenge, "");
          far.send(encode({ type: "prove", proofs: wijk.prove(message) }));
          resolve();
        };
        far.send(encode({ type: "hello", version: 1, space: wijk.space, challenge }));
      });
      await soon("mallory is in", () => bad.state.phase !== "greeting");
      for (const bytes of frames) far.send(bytes);
      const mine = wijk.lane("mine").base();
      await ann.write([mine]);
      await agree(ann, ben);
      expect(await ann.holds()).toEqual([`${mine.lane} 0 ${mine.id}`]);
      expect(good.map(({ state }) => state.phase)).not.toContain("closed");
      for (const session of [...good, bad]) session.close();
    }),
    { numRuns: 40 },
  );
});
