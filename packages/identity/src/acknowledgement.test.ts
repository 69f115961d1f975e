import { describe, expect, test } from "vitest";
import { EPOCH, keyOf, keysOf, PROOF, ROOT, SPACE, unsigned } from "../../../test/support/unsigned.ts";
import { type Body, type Operation, type Role, reduce } from "./index.ts";

const [noor, samir, fatma, bo, rik, sybil] = ["Noor", "Samir", "Fatma", "Bo", "Rik", "a sybil"].map(keyOf) as [
  ...[string, string, string, string, string, string],
];
const keys = keysOf("anybody");
const invite = (link: string, role: Role = "resident"): Body => {
  return { op: "invite", key: keyOf(link), box: keyOf("box"), role, expires: 0, uses: 1, proof: PROOF, hour: 2 };
};
const redeem = (link: string, hour = 3, by = noor): Body => {
  return { op: "redeem", key: keyOf(link), by: by.slice(0, 16), ...keys, proof: PROOF, hour };
};
const seen: Body = { op: "seen", hour: 4 };

/** A redeem that log order puts before another. */
function stolen(who: string, link: string, than: Operation, by = noor): Operation {
  for (let salt = 0; ; salt++) {
    const made = unsigned(who, [], redeem(link, 0, by), salt);
    if (made.hash < than.hash) return made;
  }
}

const founder = { sign: noor, ...keys };
const found = unsigned(ROOT, [], {
  ...{ op: "found", name: "Nieuwland", epoch: EPOCH, founder, policy: {}, witnesses: [], hour: 1 },
});
const isIn = (operations: readonly Operation[], who: string) => {
  const answers = [operations, operations.toReversed()].map((all) => reduce(all, SPACE).members.has(who));
  expect(answers[0]).toBe(answers[1]);
  return answers[0];
};

describe("Rik finds the link that Noor sent to Bo", () => {
  const invited = unsigned(noor, [found], invite("link"));
  const redeemed = unsigned(bo, [], redeem("link"));
  const theft = stolen(rik, "link", redeemed);
  const before = [found, invited, redeemed];
  const { heads } = reduce(before, SPACE);
  const acknowledged = unsigned(
    noor,
    before.filter(({ hash }) => heads.includes(hash)),
    seen,
  );

  test("[MB19] before Noor's device has seen Bo, log order decides, and Rik can win that", () => {
    expect(isIn(before, bo)).toBe(true);
    expect(isIn([...before, theft], bo)).toBe(false);
    expect(isIn([...before, theft], rik)).toBe(true);
  });

  test("[MB22] [MB25] Bo's redeem is a head, and Noor's to acknowledge until she did", () => {
    expect(reduce(before, SPACE).heads).toContain(redeemed.hash);
    expect([...reduce(before, SPACE).unacknowledged]).toEqual([[redeemed.hash, noor]]);
    expect(reduce([...before, acknowledged], SPACE).unacknowledged.size).toBe(0);
    expect(reduce([...before, acknowledged], SPACE).heads).toEqual([acknowledged.hash]);
    expect(reduce([...before, theft, acknowledged], SPACE).heads).toEqual([acknowledged.hash]);
  });

  test("[MB19] afterwards he cannot, whatever hash and hour he finds", () => {
    expect(isIn([...before, acknowledged, theft], bo)).toBe(true);
    expect(isIn([...before, acknowledged, theft], rik)).toBe(false);
  });

  test("[MB24] an invitation that names Bo's redeem acknowledges it, and so does what only a later version knows", () => {
    for (const body of [invite("another"), { op: "unknown" } as const]) {
      expect(isIn([...before, unsigned(noor, [redeemed], body), theft], bo)).toBe(true);
    }
  });

  test("[MB24] nothing that Rik and those he lets in say they have seen helps him", () => {
    const late = unsigned(rik, [redeemed, theft], redeem("link", 0));
    const own = [
      unsigned(rik, [late, theft], seen),
      unsigned(rik, [theft], invite("for a sybil", "guest")),
      unsigned(sybil, [theft], redeem("for a sybil", 3, rik)),
      unsigned(sybil, [late, theft], seen),
    ];
    expect(isIn([...before, acknowledged, theft, late, ...own], bo)).toBe(true);
    expect(isIn([...before, acknowledged, theft, late, ...own], rik)).toBe(false);
  });

  test("[MB24] a chain that one stolen invitation let in does not acknowledge itself", () => {
    const chief = unsigned(noor, [found], invite("chief", "beheerder"));
    const honest = unsigned(bo, [], redeem("chief"));
    const late = unsigned(rik, [honest], redeem("chief", 0));
    const chain = [
      unsigned(rik, [late], invite("sybil's", "beheerder")),
      unsigned(sybil, [], redeem("sybil's", 3, rik)),
      unsigned(sybil, [late], seen),
    ];
    expect(isIn([found, chief, honest, late, ...chain], bo)).toBe(true);
    expect(isIn([found, chief, honest, late, ...chain], sybil)).toBe(false);
  });

  test("[MB24] Noor acknowledges what she names, not what is hidden behind a member's operation", () => {
    const accomplice = [unsigned(noor, [found], invite("other")), unsigned(fatma, [], redeem("other"))];
    const cover = unsigned(fatma, [theft], seen);
    const held = [...before, acknowledged, ...accomplice, theft, cover];
    expect(reduce(held, SPACE).heads).toContain(cover.hash);
    expect(isIn([...held, unsigned(noor, [cover], seen)], bo)).toBe(true);
    // Not even where Noor's first word after Bo came covers both.
    const both = unsigned(noor, [redeemed, cover], seen);
    expect(isIn([...before, ...accomplice, theft, cover, both], bo)).toBe(true);
  });
});

describe("who acknowledges", () => {
  const chief = [unsigned(noor, [found], invite("for Samir", "moderator")), unsigned(samir, [], redeem("for Samir"))];
  const same = [unsigned(noor, [found], invite("for Fatma", "moderator")), unsigned(fatma, [], redeem("for Fatma"))];
  const invited = unsigned(samir, [], invite("for Bo"));
  const redeemed = unsigned(bo, [], redeem("for Bo", 3, samir));
  const theft = stolen(rik, "for Bo", redeemed, samir);
  const held = [found, ...chief, ...same, invited, redeemed, theft];

  test("[MB19] [MB24] a member of an earlier generation, while the inviter stays away", () => {
    expect(isIn(held, bo)).toBe(false);
    for (const by of [noor, samir, fatma]) expect(isIn([...held, unsigned(by, [redeemed], seen)], bo)).toBe(true);
    const { unacknowledged } = reduce([...held, unsigned(noor, [redeemed], seen)], SPACE);
    expect(unacknowledged.get(redeemed.hash)).toBe(samir);
  });

  test("[MB24] not a member of the generation itself", () => {
    const link = [unsigned(noor, [found], invite("peer's")), unsigned(sybil, [], redeem("peer's"))];
    const first = stolen(rik, "for Fatma", same[1] ?? found);
    const peer = unsigned(sybil, [same[1] ?? found], seen);
    expect(isIn([found, ...same, ...link, first, peer], fatma)).toBe(false);
    expect(isIn([found, ...same, ...link, first, unsigned(noor, [same[1] ?? found], seen)], fatma)).toBe(true);
  });

  test("[MB19] the inviter's word goes before that of a senior, and a senior's before that of another", () => {
    expect(isIn([...held, unsigned(samir, [redeemed, invited], seen), unsigned(noor, [theft], seen)], bo)).toBe(true);
    expect(isIn([...held, unsigned(noor, [redeemed, invited], seen), unsigned(fatma, [theft], seen)], bo)).toBe(true);
    expect(isIn([...held, unsigned(fatma, [redeemed], seen), unsigned(noor, [theft], seen)], bo)).toBe(false);
  });

  test("[MB19] of two that one member acknowledged the one of the earlier operation stays", () => {
    const first = unsigned(samir, [invited, redeemed], seen);
    expect(isIn([...held, first, unsigned(samir, [first, theft], seen)], bo)).toBe(true);
    expect(isIn([...held, unsigned(samir, [redeemed, theft], seen)], rik)).toBe(true);
  });
});

test("[MB10] thousands of stolen redeems, each acknowledged by thousands, take time in proportion", () => {
  const log = [found, unsigned(noor, [found], invite("link"))];
  const thefts = Array.from({ length: 5000 }, (_, n) => unsigned(keyOf(`thief ${n}`), [], redeem("link")));
  for (let n = 0; n < 5000; n++) {
    const named = thefts.slice(n % 4900, (n % 4900) + 15);
    log.push(unsigned(noor, [log.at(-1) ?? found, ...named], seen, n));
  }
  const { members } = reduce([...thefts, ...log], SPACE);
  expect(members.size).toBe(2);
});
