import { type Body, type Membership, type Operation, type Role, reduce } from "@wijkkit/identity";
import fc from "fast-check";
import { expect, test } from "vitest";
import { recoveryKeyOf, shownBy } from "../support/histories.ts";
import { EPOCH, keyOf, PROOF, ROOT, SPACE, unsigned } from "../support/unsigned.ts";

const NAMES = ["Noor", "Samir", "Fatma", "Joost", "Ayse", "Wim"];
const [noor, ...others] = NAMES.map(keyOf) as [string, ...string[]];
const SYBILS = ["one", "two", "three"].map((name) => keyOf(`sybil ${name}`));
const founder = { sign: noor, ...shownBy(noor) };
const found = unsigned(ROOT, [], {
  ...{ op: "found", name: "Nieuwland", epoch: EPOCH, founder, policy: {}, witnesses: [], hour: 1 },
});
const seen: Body = { op: "seen", hour: 3 };

function invited(key: string, role: Role): Body {
  return { op: "invite", key, box: key, role, expires: 0, uses: 1, proof: PROOF, hour: 2 };
}
function redeemed(who: string, key: string, by: string): Body {
  return { op: "redeem", key, by: by.slice(0, 16), ...shownBy(who), proof: PROOF, hour: 2 };
}
function rotation(removes: string[], name: string): Body {
  return { op: "rotate", removes, gate: keyOf(name), sender: keyOf("sender"), previous: [], parts: [], hour: 4 };
}

/** Noor and five others; the last, Wim, is a resident, the others are beheerders. Everyone has written since. */
function street(inviters: readonly number[]): Operation[] {
  const log = [found];
  for (const [n, who] of others.entries()) {
    const by = keyOf(NAMES[(inviters[n] ?? 0) % (n + 1)] ?? "");
    const key = keyOf(`link of ${who}`);
    const role = n === others.length - 1 ? "resident" : "beheerder";
    const invite = unsigned(by, log.slice(-1), invited(key, role));
    const redeem = unsigned(who, [invite], redeemed(who, key, by));
    log.push(invite, redeem);
  }
  const all = log.slice(-1);
  const words = NAMES.map((name) => unsigned(keyOf(name), all, seen));
  return [...log, ...words, unsigned(noor, words, seen, 1)];
}

const trick = fc.record({
  kind: fc.constantFrom("rotate", "rotate", "role", "invite", "redeem", "seen", "withdraw", "replace", "leave"),
  who: fc.nat({ max: 99 }),
  targets: fc.subarray(NAMES.map(keyOf)),
  key: fc.nat({ max: 3 }),
  role: fc.constantFrom<Role>("beheerder", "moderator", "resident"),
  /** Whether it says to have seen what honest people wrote, or what the thieves did, or both. */
  honest: fc.array(fc.nat(), { maxLength: 2 }),
  own: fc.array(fc.nat(), { maxLength: 3 }),
});
type Trick = typeof trick extends fc.Arbitrary<infer Value> ? Value : never;

/** What removed ones and whom they make up write. `card`: whether they took their card along. */
function play(tricks: readonly Trick[], hostile: readonly string[], honest: readonly Operation[]): Operation[] {
  const made: Operation[] = [];
  for (const [turn, { kind, who, targets, key, role, honest: h, own }] of tricks.entries()) {
    const author = [...hostile, ...SYBILS][who % (hostile.length + SYBILS.length)] ?? "";
    const leader = hostile[who % hostile.length] ?? "";
    const link = keyOf(`bad link ${key}`);
    const parents = [
      ...h.flatMap((n) => honest[n % honest.length] ?? []),
      ...(made.length === 0 ? [] : own.flatMap((n) => made[n % made.length] ?? [])),
    ];
    const sybil = SYBILS[key % SYBILS.length] ?? "";
    const next = keyOf(`${leader} again`);
    const [target = noor] = targets;
    const bodies: Record<Trick["kind"], () => [string, Body]> = {
      rotate: () => [author, rotation(targets, `bad gate ${turn}`)],
      role: () => [author, { op: "role", who: target, role, hour: 4 }],
      invite: () => [author, invited(link, role)],
      redeem: () => [sybil, redeemed(sybil, link, leader)],
      seen: () => [author, seen],
      withdraw: () => [author, { op: "withdraw", key: keyOf(`link of ${target}`), by: leader.slice(0, 16), hour: 4 }],
      leave: () => [leader, { op: "leave", hour: 4 }],
      replace: () => {
        const card = { ...shownBy(next, leader), key: recoveryKeyOf(leader), proof: PROOF };
        return [next, { op: "replace", who: leader, ...card, parts: [], hour: 4 }];
      },
    };
    const [by, body] = bodies[kind]();
    made.push(unsigned(by, parents, body, turn));
  }
  return made;
}

/** Who is in and how, and which epoch is written to. */
const shown = ({ members, epoch, due, former, purges }: Membership): string =>
  JSON.stringify([[...members], epoch, due, [...former.keys()], purges]);

const scene = fc.record({
  inviters: fc.array(fc.nat({ max: 4 }), { minLength: 5, maxLength: 5 }),
  /** By whom, and of whom: one or two of the five beheerders. */
  by: fc.nat({ max: 4 }),
  gone: fc.nat({ max: 3 }),
  withSecond: fc.boolean(),
  later: fc.array(fc.nat({ max: 4 }), { maxLength: 8 }),
  tricks: fc.array(trick, { minLength: 1, maxLength: 25 }),
});

test("[MB30] [MB34] [MB35] [MB39] a removed member, alone or with another, changes nothing whatever they make up", () => {
  let changed = 0;
  fc.assert(
    fc.property(scene, ({ inviters, by, gone, withSecond, later, tricks }) => {
      const log = street(inviters);
      const staff = NAMES.slice(0, 5).map(keyOf);
      const remover = staff[by] ?? "";
      const rest = staff.filter((who) => who !== remover);
      const removed = [rest[gone] ?? "", ...(withSecond ? [rest[(gone + 1) % 4] ?? ""] : [])];
      const removal = unsigned(remover, log.slice(-1), rotation(removed, "gate"));
      const staying = rest.filter((who) => !removed.includes(who));
      const life = [...staying, remover].map((who) => unsigned(who, [removal], seen, 9));
      for (const n of later) {
        life.push(
          unsigned(
            staying[n % staying.length] ?? "",
            life.slice(-2),
            invited(keyOf(`later ${life.length}`), "resident"),
          ),
        );
      }
      const honest = [...log, removal, ...life];
      // Wim stays: a resident who helps them.
      const bad = play(tricks, [...removed, keyOf("Wim")], honest).filter(
        ({ author, body }) =>
          !(author === keyOf("Wim") && body.op === "leave") && !(body.op === "replace" && body.who === keyOf("Wim")),
      );
      const before = reduce(honest, SPACE);
      expect([...before.members.keys()].sort()).toEqual([...staying, remover, keyOf("Wim")].sort());
      expect(shown(reduce([...bad, ...honest], SPACE))).toBe(shown(before));
      // Without the removal the same tricks do work.
      if (reduce([...log, ...bad], SPACE).members.size !== reduce(log, SPACE).members.size) changed += 1;
    }),
    { numRuns: 2000 },
  );
  expect(changed).toBeGreaterThan(100);
});

test("[MB33] of two who remove each other one stays, on every device the same", () => {
  fc.assert(
    fc.property(
      fc.nat({ max: 4 }),
      fc.nat({ max: 4 }),
      fc.array(fc.nat({ max: 4 }), { minLength: 5, maxLength: 5 }),
      (a, b, inviters) => {
        fc.pre(a !== b);
        const log = street(inviters);
        const [one, other] = [keyOf(NAMES[a] ?? ""), keyOf(NAMES[b] ?? "")];
        const both = [
          unsigned(one, log.slice(-1), rotation([other], "one")),
          unsigned(other, log.slice(-1), rotation([one], "other")),
        ];
        const { members } = reduce([...log, ...both], SPACE);
        expect(members.size).toBe(5);
        expect(shown(reduce([...both, ...log].reverse(), SPACE))).toBe(shown(reduce([...log, ...both], SPACE)));
      },
    ),
    { numRuns: 200 },
  );
});
