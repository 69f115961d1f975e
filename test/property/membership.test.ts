import { type Body, type Membership, type Operation, ROLES, reduce } from "@wijkkit/identity";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Reference, reference } from "../support/membership-reference.ts";
import { keyOf, PROOF, ROOT, SPACE, unsigned } from "../support/unsigned.ts";

const PEOPLE = ["Noor", "Samir", "Fatma", "Joost", "Ayse", "Wim"].map(keyOf);
const KEYS = ["a", "b", "c", "d", "e", "f", "g", "h"].map((name) => keyOf(`invitation ${name}`));

/** One act by somebody, whether or not the rules let it count. */
const act = fc.record({
  op: fc.oneof(
    { weight: 5, arbitrary: fc.constant("invite") },
    { weight: 6, arbitrary: fc.constant("redeem") },
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

/** Everything of a membership that can be seen, order of the maps included. */
const shown = ({ name, members, invitations, heads }: Membership | Reference): string =>
  JSON.stringify([name, [...members], [...invitations], heads]);

/** JSON with its fields in one order. */
const sorted = (value: Membership | Reference) => ({
  name: value.name,
  members: [...value.members],
  invitations: [...value.invitations],
  heads: value.heads,
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
