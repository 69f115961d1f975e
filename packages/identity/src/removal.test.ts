import { describe, expect, test } from "vitest";
import { markOf, recoveryKeyOf, shownBy } from "../../../test/support/histories.ts";
import { EPOCH, keyOf, PROOF, ROOT, SPACE, unsigned } from "../../../test/support/unsigned.ts";
import { type Body, epochOf, type Found, type Operation, personOf, type Role, type Rotate, reduce } from "./index.ts";

const [noor, samir, fatma, joost, ayse] = ["Noor", "Samir", "Fatma", "Joost", "Ayse"].map(keyOf) as [
  ...[string, string, string, string, string],
];
const nameOf = new Map([noor, samir, fatma, joost, ayse].map((who, n) => [who, "NSFJA"[n]]));

const founder = { sign: noor, ...shownBy(noor) };
const founding: Found = {
  ...{ op: "found", name: "Nieuwland", epoch: EPOCH, founder, policy: {}, witnesses: [], hour: 1 },
};
const found = unsigned(ROOT, [], founding);
const seen: Body = { op: "seen", hour: 3 };

/** Somebody invited somebody, and has seen that they came. */
function bring(by: string, who: string, role: Role, after: readonly Operation[]): Operation[] {
  const key = keyOf(`link of ${who}`);
  const terms = { key, box: keyOf("box"), role, expires: 0, uses: 1, proof: PROOF, hour: 2 };
  const invite = unsigned(by, after, { op: "invite", ...terms });
  const redeem = unsigned(who, [invite], redeeming(who, key, by));
  return [invite, redeem, unsigned(by, [invite, redeem], seen)];
}
function redeeming(who: string, key: string, by: string): Body {
  return { op: "redeem", key, by: by.slice(0, 16), ...shownBy(who), proof: PROOF, hour: 2 };
}
const rotate = (removes: string[], gate = removes.join(" "), more: Partial<Rotate> = {}): Body => {
  return {
    op: "rotate",
    removes,
    gate: keyOf(`gate ${gate}`),
    sender: noor,
    previous: [],
    parts: [],
    hour: 4,
    ...more,
  };
};
const idOf = (gate: string) => epochOf(keyOf(`gate ${gate}`));
/** Initials of who is in; the same in both orders. */
const inside = (operations: readonly Operation[]): string => {
  const answers = [operations, operations.toReversed()].map((all) => [...reduce(all, SPACE).members.keys()]);
  expect(answers[1]).toEqual(answers[0]);
  return (answers[0] ?? []).map((who) => nameOf.get(who) ?? "?").join("");
};

/** Noor founded; Samir, Fatma and Joost came, and everyone has seen everyone. */
function street(role: Role = "beheerder"): { log: Operation[]; last: Operation } {
  const log = [found];
  for (const who of [samir, fatma, joost]) log.push(...bring(noor, who, role, log.slice(-1)));
  const all = log.slice(-1);
  const last = [samir, fatma, joost].map((who) => unsigned(who, all, seen));
  log.push(...last, unsigned(noor, last, seen));
  return { log, last: log.at(-1) ?? found };
}

describe("Samir is removed", () => {
  const { log, last } = street();
  const removal = unsigned(noor, [last], rotate([samir]));
  const removed = [...log, removal];

  test("[MB30] [MB40] [MB41] [MB47] he is out, and nothing he writes afterwards or backdates counts", () => {
    expect(inside(removed)).toBe("NFJ");
    const membership = reduce(removed, SPACE);
    expect(membership.former.get(samir)).toMatchObject({ why: "removed", by: noor, role: "beheerder", locks: [] });
    expect([...membership.epochs.keys()]).toEqual([EPOCH, idOf(samir)]);
    expect(membership.epoch).toBe(idOf(samir));
    expect(membership.history).toContainEqual(removal);
    for (const after of [[removal], [last], [found]]) {
      const late = [...bring(samir, ayse, "beheerder", after), unsigned(samir, after, rotate([fatma]))];
      expect(inside([...removed, ...late])).toBe("NFJ");
      expect(reduce([...removed, ...late], SPACE).epoch).toBe(idOf(samir));
      expect(reduce([...removed, ...late], SPACE).heads).toEqual([removal.hash]);
    }
    const again = bring(noor, samir, "resident", [removal]);
    expect(inside([...removed, ...again])).toBe("NFJ");
  });

  test("[MB30] what he did before stands: who came by him stays", () => {
    const before = bring(samir, ayse, "resident", [last]);
    const later = unsigned(noor, before.slice(-1), rotate([samir]));
    expect(inside([...log, ...before, later])).toBe("NFJA");
  });

  test("[MB38] his open invitations end with him: who uses one afterwards is not in, in any order", () => {
    const [invite, redeem] = bring(samir, ayse, "resident", [last]) as [Operation, Operation];
    const later = unsigned(noor, [invite], rotate([samir]));
    expect(inside([...log, invite, later])).toBe("NFJ");
    expect(inside([...log, invite, redeem, later])).toBe("NFJ");
    expect([...reduce([...log, invite, later], SPACE).invitations.values()].at(-1)).toMatchObject({ isEnded: true });
  });

  test("[MB31] [MB32] cards of two removed ones, one made up to come after the other, bring neither back", () => {
    const both = unsigned(noor, [last], rotate([samir, fatma]));
    const back = (who: string, after: readonly Operation[]) => {
      const next = keyOf(`${who} again`);
      const keys = { ...shownBy(next, who), key: recoveryKeyOf(who), proof: PROOF, parts: [], hour: 5 };
      return unsigned(next, after, { op: "replace", who, ...keys });
    };
    const first = back(fatma, [log.findLast(({ author }) => author === fatma) ?? last]);
    expect(inside([...log, both, first, back(samir, [first])])).toBe("NJ");
  });

  test("[MB44] the locks on his lanes are those of the rotation, and not of a later one", () => {
    const locking = unsigned(noor, [last], rotate([samir], "locks", { parts: [keyOf("part")] }));
    const later = unsigned(noor, [locking], rotate([samir], "later", { parts: [keyOf("other")] }));
    expect(reduce([...log, locking, later], SPACE).former.get(samir)?.locks).toEqual([keyOf("part")]);
  });
});

describe("two remove each other", () => {
  const { log, last } = street();
  const [one, other] = [unsigned(samir, [last], rotate([fatma])), unsigned(fatma, [last], rotate([samir]))];

  test("[MB32] [MB33] the more senior one stays, whatever the order, and the other's removal is void", () => {
    expect(inside([...log, one, other])).toBe("NSJ");
    expect(reduce([...log, one, other], SPACE).epoch).toBe(idOf(fatma));
    const byNoor = unsigned(noor, [last], rotate([joost]));
    const byJoost = unsigned(joost, [last], rotate([noor]));
    expect(inside([...log, byJoost, byNoor])).toBe("NSF");
  });

  test("[MB35] once a third beheerder wrote after one of them, that one stands, also against a senior", () => {
    expect(inside([...log, one, other, unsigned(noor, [other], seen)])).toBe("NFJ");
    const mine = unsigned(joost, [last], rotate([noor]));
    const hers = unsigned(noor, [last], rotate([joost]));
    expect(inside([...log, mine, hers, unsigned(samir, [mine], seen)])).toBe("SFJ");
  });

  test("[MB35] beheerders whom the removed one made up confirm nothing", () => {
    const made = bring(fatma, ayse, "beheerder", [last]);
    const backed = unsigned(fatma, made.slice(-1), rotate([samir]));
    const confirming = unsigned(ayse, [backed], seen);
    expect(inside([...log, one, ...made, backed, confirming])).toBe("NSJ");
  });

  test("[MB34] years later the founder comes back with a removal from before: it is backdated, and void", () => {
    const removal = unsigned(samir, [last], rotate([noor]));
    const life = [unsigned(fatma, [removal], seen)];
    for (let n = 0; n < 20; n++) life.push(unsigned([samir, joost][n % 2] ?? "", life.slice(-1), seen, n));
    const early = log[3] ?? found;
    const everyone = unsigned(noor, [early], rotate([samir, fatma, joost], "revenge"));
    expect(inside([...log, removal, ...life, everyone])).toBe("SFJ");
    const made = bring(noor, ayse, "beheerder", [early]);
    const backed = unsigned(noor, made.slice(-1), rotate([samir, fatma, joost], "backed"));
    expect(inside([...log, removal, ...life, ...made, backed, unsigned(ayse, [backed], seen)])).toBe("SFJ");
  });

  test("[MB42] [MB43] Noor removes Fatma while Samir removes Joost: both are out, and the next rotation brings one epoch", () => {
    const first = unsigned(noor, [last], rotate([fatma]));
    const second = unsigned(samir, [last], rotate([joost]));
    const both = [...log, first, second];
    expect(inside(both)).toBe("NS");
    expect(reduce(both, SPACE)).toMatchObject({ due: "removed" });
    expect(reduce(both, SPACE).epoch).toBeUndefined();
    const merged = [...both, unsigned(samir, [first, second], rotate([], "merge"))];
    expect(reduce(merged, SPACE).epoch).toBe(idOf("merge"));
    expect(reduce(merged, SPACE).due).toBeUndefined();
  });

  test("[MB42] of two rotations that remove the same one, the epoch with the lowest id is written to", () => {
    const both = [unsigned(noor, [last], rotate([fatma], "a")), unsigned(samir, [last], rotate([fatma], "b"))];
    expect(reduce([...log, ...both], SPACE).epoch).toBe([idOf("a"), idOf("b")].sort()[0]);
  });
});

describe("roles", () => {
  const { log, last } = street();

  test("[MB31] [MB37] a demoted beheerder does no more as one, and a promoted resident does from then on", () => {
    const demoted = unsigned(noor, [last], { op: "role", who: samir, role: "resident", hour: 4 });
    expect(reduce([...log, demoted], SPACE).members.get(samir)?.role).toBe("resident");
    const backdated = unsigned(samir, [last], rotate([fatma]));
    expect(inside([...log, demoted, backdated, unsigned(samir, [demoted], rotate([joost]))])).toBe("NSFJ");
    const came = bring(noor, ayse, "resident", [last]);
    const promoted = unsigned(noor, came.slice(-1), { op: "role", who: ayse, role: "beheerder", hour: 4 });
    expect(inside([...log, ...came, unsigned(ayse, [last], rotate([joost]))])).toBe("NSFJA");
    expect(inside([...log, ...came, promoted, unsigned(ayse, [promoted], rotate([joost]))])).toBe("NSFA");
  });

  test("[MB36] a removal by somebody who turns out never to have come in is void", () => {
    const came = bring(fatma, ayse, "beheerder", [last]);
    const byAyse = unsigned(ayse, came.slice(-1), rotate([joost]));
    expect(inside([...log, ...came, byAyse])).toBe("NSFA");
    const removal = unsigned(noor, [last], rotate([fatma]));
    expect(inside([...log, ...came, byAyse, removal])).toBe("NSJ");
  });

  test("[MB45] [MB46] the last limit and list of witnesses hold; a lane is purged by two", () => {
    const limits = [20, 50].map((limit, n) =>
      unsigned(noor, [n === 0 ? last : found], { op: "limit", who: joost, limit, hour: 4 }),
    );
    expect(reduce([...log, ...limits], SPACE).members.get(joost)?.limit).toBe(20);
    const list = unsigned(fatma, [last], { op: "witnesses", witnesses: [samir], hour: 4 });
    expect(reduce([...log, list], SPACE).witnesses).toEqual([samir]);
    const purge = (who: string) => unsigned(who, [last], { op: "purge", lanes: [keyOf("lane")], hour: 4 });
    const twice = unsigned(noor, [purge(noor)], { op: "purge", lanes: [keyOf("lane")], hour: 5 });
    expect(reduce([...log, purge(noor), twice], SPACE).purges).toEqual([]);
    expect(reduce([...log, purge(noor), purge(samir)], SPACE).purges).toEqual([keyOf("lane")]);
  });
});

describe("leaving and coming back", () => {
  const { log, last } = street("resident");
  const next = keyOf("Joost again");
  const replace = (key: string, after: readonly Operation[]) => {
    const body = { op: "replace", who: joost, ...shownBy(next, joost), key, proof: PROOF, hour: 5 } as const;
    return unsigned(next, after, { ...body, parts: [] });
  };

  test("[MB43] [MB42] who leaves is out; the epoch stays until a beheerder rotates", () => {
    const left = [...log, unsigned(joost, [last], { op: "leave", hour: 4 })];
    expect(inside(left)).toBe("NSF");
    expect(reduce(left, SPACE)).toMatchObject({ epoch: EPOCH, due: "left" });
    expect(reduce(left, SPACE).former.get(joost)).toEqual({ why: "left", by: joost, role: "resident", hour: 4 });
    const rotated = [...left, unsigned(noor, left.slice(-1), rotate([joost]))];
    expect(reduce(rotated, SPACE).former.get(joost)).toMatchObject({ why: "left", locks: [] });
    expect(reduce(rotated, SPACE).due).toBeUndefined();
    expect(reduce(rotated, SPACE).epoch).toBe(idOf(joost));
  });

  test("[MB39] with the card Joost is the same person under new keys, and the thief of his phone is nobody", () => {
    const replaced = [...log, replace(recoveryKeyOf(joost), [last])];
    const { members, former, due } = reduce(replaced, SPACE);
    const before = reduce(log, SPACE).members.get(joost);
    expect(members.get(next)).toEqual({ ...before, ...shownBy(next, joost), replaces: joost, isByCard: true, hour: 5 });
    expect(former.get(joost)).toMatchObject({ why: "replaced", by: next, locks: [] });
    expect(personOf(reduce(replaced, SPACE), next)).toBe(joost);
    expect(due).toBe("removed");
    const thief = unsigned(joost, [last], seen);
    expect(reduce([...replaced, thief], SPACE).heads).toEqual([replaced.at(-1)?.hash]);
  });

  test("[MB31] another card, or none, replaces nobody; nor does one that comes after a removal", () => {
    expect(inside([...log, replace(keyOf("another card"), [last])])).toBe("NSFJ");
    const removal = unsigned(noor, [last], rotate([joost]));
    for (const after of [[last], [removal]]) {
      expect(inside([...log, removal, replace(recoveryKeyOf(joost), after)])).toBe("NSF");
    }
    expect(markOf(joost)).not.toBe(markOf(noor));
  });

  test("[MB39] a beheerder lets somebody back in: marked so, with the limit they had", () => {
    const limited = unsigned(noor, [last], { op: "limit", who: joost, limit: 30, hour: 4 });
    const removal = unsigned(noor, [limited], rotate([joost]));
    const key = keyOf("link back");
    const terms = { key, box: key, role: "resident", expires: 0, uses: 1, proof: PROOF, hour: 5 } as const;
    const back = unsigned(noor, [removal], { op: "invite", ...terms, replaces: joost });
    const redeem = unsigned(next, [], redeeming(next, key, noor));
    const held = [...log, limited, removal, back, redeem];
    expect(reduce(held, SPACE).members.get(next)).toMatchObject({ replaces: joost, isByCard: false, limit: 30 });
    expect(reduce([...log, limited, back, redeem], SPACE).members.get(next)?.replaces).toBeUndefined();
    const loop = unsigned(next, [], redeeming(next, key, noor));
    const own = unsigned(noor, [last], { op: "invite", ...terms, replaces: next });
    expect(reduce([...log, own, loop], SPACE).members.get(next)?.replaces).toBeUndefined();
  });
});
