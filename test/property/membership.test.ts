import { type Body, type Membership, type Operation, ROLES, reduce } from "@wijkkit/identity";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Reference, reference } from "../support/membership-reference.ts";
import { EPOCH, keyOf, keysOf, PROOF, ROOT, SPACE, unsigned } from "../support/unsigned.ts";

const PEOPLE = ["Noor", "Samir", "Fatma", "Joost", "Ayse", "Wim"].map(keyOf);
const KEYS = ["a", "b", "c", "d", "e", "f", "g", "h"].map((name) => keyOf(`invitation ${name}`));

/** One act by somebody, whether or not the rules let it count. */
const act = fc.record({
  op: fc.oneof(
    { weight: 5, arbitrary: fc.constant("invite") },
    { weight: 6, arbitrary: fc.constant("redeem") },
    { weight: 3, arbitrary: fc.constant("seen") },
    { weight: 1, arbitrary: fc.constantFrom("found", "unknown") },
  ),
  who: fc.nat({ max: PEOPLE.length - 1 }),
  key: fc.nat({ max: KEYS.length - 1 }),
  role: fc.oneof(
    { weight: 2, arbitrary: fc.constant("beheerder" as const) },
    { weight: 1, arbitrary: fc.constantFrom(...ROLES) },
  ),
  hour: fc.nat({ max: 9 }),
  expires: fc.oneof({ weight: 7, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat({ max: 9 }) }),
  uses: fc.oneof({ weight: 9, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: fc.constant(2) }),
  isByRoot: fc.boolean(),
  parents: fc.array(fc.nat(), { maxLength: 3 }),
  salt: fc.nat({ max: 3 }),
});

type Act = typeof act extends fc.Arbitrary<infer Value> ? Value : never;

function bodyOf({ op, who, key, role, hour, expires, uses }: Act): Body {
  const own = { box: keyOf(`box ${who}`), recovery: keyOf(`recovery ${who}`) };
  const invitation = KEYS[key] ?? "";
  if (op === "invite") return { op, key: invitation, role, expires, uses, proof: PROOF, hour };
  if (op === "redeem") return { op, key: invitation, ...own, proof: PROOF, hour };
  if (op === "seen") return { op, hour };
  if (op === "unknown") return { op };
  const founder = { sign: PEOPLE[who] ?? "", ...own };
  return { op: "found", name: `Wijk ${who}`, founder, policy: {}, witnesses: [], hour };
}

/** A history of up to 60 operations, each with parents among those before it. Most begin with a founding. */
const history = fc
  .tuple(fc.boolean(), fc.array(act, { maxLength: 59, size: "max" }))
  .map(([isFounded, acts]): Operation[] => {
    const written: Operation[] = [];
    if (isFounded || acts.length % 3 > 0) {
      const founding = bodyOf({ ...NOTHING, op: "found", who: 0 });
      written.push(unsigned(ROOT, [], founding));
    }
    for (const one of acts) {
      const author = one.op === "found" && one.isByRoot ? ROOT : (PEOPLE[one.who] ?? "");
      const seen = written.length > 0 ? one.parents.flatMap((n) => written[n % written.length] ?? []) : [];
      written.push(unsigned(author, one.op === "found" ? seen.slice(1) : seen, bodyOf(one), one.salt));
    }
    return written;
  });

const NOTHING: Act = {
  ...{ op: "found", who: 0, key: 0, role: "resident", hour: 0, expires: 0, uses: 1 },
  ...{ isByRoot: true, parents: [], salt: 0 },
};

const THIEVES = ["Rik", "Mo", "Bas"].map(keyOf);

/** One act by somebody who holds every link and is in no history. */
const theft = fc.record({
  op: fc.constantFrom("redeem", "redeem", "seen", "sybil"),
  who: fc.nat({ max: THIEVES.length - 1 }),
  key: fc.nat({ max: KEYS.length - 1 }),
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
  for (const [turn, { op, who, key, names, others, tries }] of thefts.entries()) {
    const thief = THIEVES[who] ?? "";
    const own = stolen.filter(({ author }) => author === thief).slice(-3);
    const seen = written.length > 0 ? others.flatMap((n) => written[n % written.length] ?? []) : [];
    const parents = { "nobody's": [], own, "others'": seen }[names];
    if (op === "redeem") {
      const body = bodyOf({ ...NOTHING, op, who, key });
      const made = Array.from({ length: tries + 1 }, (_, salt) => unsigned(thief, parents, body, salt));
      stolen.push(made.reduce((lowest, one) => (one.hash < lowest.hash ? one : lowest)));
    } else if (op === "seen") {
      stolen.push(unsigned(thief, [...own, ...parents], { op, hour: 0 }, turn));
    } else {
      // Under a key of their own they let in a sybil, who has seen whatever they did.
      const fresh = keyOf(`link ${turn} of ${thief}`);
      const sybil = keyOf(`sybil ${turn} of ${thief}`);
      const role = tries % 2 > 0 ? "beheerder" : "resident";
      const body = { ...bodyOf({ ...NOTHING, op: "redeem" }), key: fresh } as Body;
      stolen.push(
        unsigned(thief, parents, { op: "invite", key: fresh, role, expires: 0, uses: 1, proof: PROOF, hour: 0 }),
        unsigned(sybil, [], body),
        unsigned(sybil, own, { op: "seen", hour: 0 }),
      );
    }
  }
  return stolen;
}

/** A history, and what thieves add to it. */
const robbed = fc.tuple(history, fc.array(theft, { minLength: 1, maxLength: 12 }));

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
const shown = ({ name, members, invitations, heads, unacknowledged }: Membership): string =>
  JSON.stringify([name, [...members], [...invitations], heads, [...unacknowledged]]);

/** JSON with its fields in one order. */
const sorted = (value: Membership | Reference) => ({
  name: value.name,
  members: [...value.members],
  invitations: [...value.invitations],
  heads: value.heads,
  unacknowledged: [...value.unacknowledged],
});

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
    fc.property(history, (written) => {
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
    fc.property(robbed, ([written, thefts]) => {
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
  expect(losses.length).toBeGreaterThan(50);
});

test("[MB14] the histories of these tests reach beyond the founder's own guests", () => {
  const depths = fc
    .sample(history, { numRuns: 500, seed: 1 })
    .map((written) => Math.max(0, ...[...reduce(written, SPACE).members.values()].map(invitedFrom(written))));
  expect(depths.filter((depth) => depth >= 3).length).toBeGreaterThan(20);
});

/** How many invitations lie between the founder and a member. */
function invitedFrom(written: readonly Operation[]): (member: { invitedBy?: string }) => number {
  const { members } = reduce(written, SPACE);
  return function distance({ invitedBy }): number {
    const inviter = invitedBy === undefined ? undefined : members.get(invitedBy);
    return inviter === undefined ? 0 : distance(inviter) + 1;
  };
}
