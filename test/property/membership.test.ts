import { type Body, type Membership, type Operation, reduce } from "@wijkkit/identity";
import fc from "fast-check";
import { expect, test } from "vitest";
import { history, peacefulHistory, shownBy } from "../support/histories.ts";
import { reference, sorted } from "../support/membership-reference.ts";
import { keyOf, PROOF, SPACE, unsigned } from "../support/unsigned.ts";

const THIEVES = ["a thief", "another", "a third"].map(keyOf);

/** One act by somebody who holds every link and is in no history. */
const theft = fc.record({
  op: fc.constantFrom("redeem", "redeem", "seen", "sybil"),
  who: fc.nat({ max: THIEVES.length - 1 }),
  key: fc.nat({ max: 999 }),
  /** Whose operations they say they have seen. */
  names: fc.constantFrom("nobody's", "own", "others'"),
  others: fc.array(fc.nat(), { maxLength: 3 }),
  /** How many redeems they make to find the lowest hash. */
  tries: fc.nat({ max: 8 }),
});

type Theft = typeof theft extends fc.Arbitrary<infer Value> ? Value : never;

/** What thieves write once they hold `written`: all of it backdated to hour 0. */
function steal(written: readonly Operation[], thefts: readonly Theft[]): Operation[] {
  const stolen: Operation[] = [];
  const links = written.flatMap(({ author, body }) => (body.op === "invite" ? [{ key: body.key, by: author }] : []));
  const redeeming = (who: string, { key, by }: { key: string; by: string }): Body => {
    return { op: "redeem", key, by: by.slice(0, 16), ...shownBy(who), proof: PROOF, hour: 0 };
  };
  for (const [turn, { op, who, key, names, others, tries }] of thefts.entries()) {
    const thief = THIEVES[who] ?? "";
    const own = stolen.filter(({ author }) => author === thief).slice(-3);
    const seen = written.length > 0 ? others.flatMap((n) => written[n % written.length] ?? []) : [];
    const parents = { "nobody's": [], own, "others'": seen }[names];
    if (op === "redeem") {
      const body = redeeming(thief, links[key % Math.max(1, links.length)] ?? { key: keyOf("none"), by: thief });
      const made = Array.from({ length: tries + 1 }, (_, salt) => unsigned(thief, parents, body, salt));
      stolen.push(made.reduce((lowest, one) => (one.hash < lowest.hash ? one : lowest)));
    } else if (op === "seen") {
      stolen.push(unsigned(thief, [...own, ...parents], { op, hour: 0 }, turn));
    } else {
      // Under a key of their own they let in a sybil, who has seen whatever they did.
      const fresh = keyOf(`link ${turn} of ${thief}`);
      const sybil = keyOf(`sybil ${turn} of ${thief}`);
      const role = tries % 2 > 0 ? "beheerder" : "resident";
      const terms = { role, expires: 0, uses: 1, proof: PROOF, hour: 0 } as const;
      stolen.push(
        unsigned(thief, parents, { op: "invite", key: fresh, box: fresh, ...terms }),
        unsigned(sybil, [], redeeming(sybil, { key: fresh, by: thief })),
        unsigned(sybil, own, { op: "seen", hour: 0 }),
      );
    }
  }
  return stolen;
}

/** A history, and what thieves add to it. */
const robbed = fc.tuple(history, fc.array(theft, { minLength: 1, maxLength: 12 }));
const peacefulRobbed = fc.tuple(peacefulHistory, fc.array(theft, { minLength: 1, maxLength: 12 }));

/** A history after every inviter's device saw all of it. */
function acknowledged(written: readonly Operation[]): Operation[] {
  const { unacknowledged, heads } = reduce(written, SPACE);
  const named = (hashes: readonly string[]) => written.filter(({ hash }) => hashes.includes(hash));
  const seen = [...unacknowledged].map(([redeem, inviter]) =>
    unsigned(inviter, named([redeem, ...heads.slice(0, 3)]), { op: "seen", hour: 9 }, 9),
  );
  return [...written, ...seen];
}

/** Everything of a membership that can be seen, order of the maps included. */
const shown = ({ history: counted, ...membership }: Membership): string =>
  JSON.stringify([counted.map(({ hash }) => hash), membership], (_, value) =>
    value instanceof Map ? [...value] : value,
  );

const RUNS = { numRuns: 1000 };

test("[MB10] any order and any duplication of a history give one membership", () => {
  const reordered = history.chain((written) =>
    fc.tuple(fc.constant(written), fc.shuffledSubarray(written, { minLength: written.length }), fc.subarray(written)),
  );
  fc.assert(
    fc.property(reordered, ([written, other, again]) => {
      expect(shown(reduce([...again, ...other, ...again], SPACE))).toBe(shown(reduce(written, SPACE)));
    }),
    RUNS,
  );
});

test("[MB11] [MB12] [MB14] the reducer says what the slow reference says, of whole histories and of parts of them", () => {
  const partial = history.chain((written) => fc.tuple(fc.constant(written), fc.subarray(written)));
  fc.assert(
    fc.property(partial, ([written, part]) => {
      for (const held of [written, part]) {
        expect(sorted(reduce(held, SPACE))).toEqual(sorted(reference(held, SPACE)));
      }
    }),
    RUNS,
  );
});

test("[MB10] [MB19] [MB24] with thieves the reducer says what the slow reference says, in any order", () => {
  const mixed = robbed.chain(([written, thefts]) => {
    const all = [...written, ...steal(written, thefts)];
    return fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }), fc.subarray(all));
  });
  fc.assert(
    fc.property(mixed, ([all, other, part]) => {
      expect(shown(reduce(other, SPACE))).toBe(shown(reduce(all, SPACE)));
      for (const held of [all, part]) expect(sorted(reduce(held, SPACE))).toEqual(sorted(reference(held, SPACE)));
    }),
    RUNS,
  );
});

test("[MB19] [MB25] acknowledging what counts changes nobody's place, and leaves nothing to acknowledge", () => {
  fc.assert(
    fc.property(peacefulHistory, (written) => {
      const before = reduce(written, SPACE);
      const after = reduce(acknowledged(written), SPACE);
      expect(new Map(after.members)).toEqual(new Map(before.members));
      expect(new Map(after.invitations)).toEqual(new Map(before.invitations));
      expect(after.unacknowledged.size).toBe(0);
    }),
    RUNS,
  );
});

test("[MB19] no thief with any number of links changes anything of who was acknowledged", () => {
  fc.assert(
    fc.property(peacefulRobbed, ([written, thefts]) => {
      const safe = acknowledged(written);
      const { members } = reduce(safe, SPACE);
      const after = reduce([...steal(safe, thefts), ...safe], SPACE);
      expect([...members].map(([who]) => [who, after.members.get(who)])).toEqual([...members]);
    }),
    RUNS,
  );
});

test("[MB19] the thieves of these tests do push out who was not acknowledged", () => {
  const losses = fc.sample(robbed, { numRuns: 500, seed: 1 }).filter(([written, thefts]) => {
    const { members } = reduce(written, SPACE);
    const after = reduce([...written, ...steal(written, thefts)], SPACE);
    return [...members.keys()].some((who) => !after.members.has(who));
  });
  expect(losses.length).toBeGreaterThan(15);
});

test("[MB14] [MB30] the histories of these tests reach beyond the founder's own guests", () => {
  const depths = fc
    .sample(history, { numRuns: 500, seed: 1 })
    .map((written) => Math.max(0, ...[...reduce(written, SPACE).members.values()].map(invitedFrom(written))));
  expect(depths.filter((depth) => depth >= 3).length).toBeGreaterThan(5);
});

/** How many invitations lie between the founder and a member. */
function invitedFrom(written: readonly Operation[]): (member: { invitedBy?: string }) => number {
  const { members } = reduce(written, SPACE);
  return function distance({ invitedBy }): number {
    const inviter = invitedBy === undefined ? undefined : members.get(invitedBy);
    return inviter === undefined ? 0 : distance(inviter) + 1;
  };
}
