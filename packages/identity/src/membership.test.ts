import { describe, expect, test } from "vitest";
import { EPOCH, keyOf, keysOf, PROOF, ROOT, SPACE, unsigned } from "../../../test/support/unsigned.ts";
import {
  type Body,
  type Invite,
  invitationName,
  mayInvite,
  type Operation,
  ROLES,
  type Role,
  reduce,
} from "./index.ts";

const [noor, samir, fatma, joost] = ["Noor", "Samir", "Fatma", "Joost"].map(keyOf) as [string, string, string, string];

const founding = (sign: string, name = "Nieuwland"): Body => {
  const founder = { sign, ...keysOf("anybody") };
  return { op: "found", name, epoch: EPOCH, founder, policy: { quiet: true }, witnesses: [sign], hour: 1 };
};
const invite = (link: string, role: Role, more: Partial<Invite> = {}): Body => {
  return {
    op: "invite",
    key: keyOf(link),
    box: keyOf("box"),
    role,
    expires: 0,
    uses: 1,
    proof: PROOF,
    hour: 2,
    ...more,
  };
};
const redeem = (link: string, hour = 3, by = noor): Body => {
  return { op: "redeem", key: keyOf(link), by: by.slice(0, 16), ...keysOf("anybody"), proof: PROOF, hour };
};
const roles = (operations: Operation[]) =>
  Object.fromEntries([...reduce(operations, SPACE).members].map(([identity, { role }]) => [identity, role]));

const found = unsigned(ROOT, [], founding(noor));

describe("founding", () => {
  test("[MB13] Noor founds a wijk and is its beheerder", () => {
    const membership = reduce([found], SPACE);
    expect(membership).toMatchObject({ name: "Nieuwland", root: ROOT, policy: { quiet: true }, witnesses: [noor] });
    expect([...membership.members]).toEqual([[noor, { role: "beheerder", ...keysOf("anybody"), depth: 0, hour: 1 }]]);
  });

  test("[MB13] what Samir signs as a founding founds nothing, nor does one with parents", () => {
    expect(reduce([unsigned(samir, [], founding(samir))], SPACE).members.size).toBe(0);
    const first = unsigned(noor, [], { op: "unknown" });
    expect(reduce([first, unsigned(ROOT, [first], founding(samir))], SPACE).members.size).toBe(0);
    expect(reduce([found], new Uint8Array(20)).name).toBeUndefined();
  });

  test("[MB13] of two foundings by one root the lowest hash counts, whichever came first", () => {
    const other = unsigned(ROOT, [], founding(samir, "Donderberg"));
    const lowest = found.hash < other.hash ? "Nieuwland" : "Donderberg";
    expect(reduce([found, other], SPACE).name).toBe(lowest);
    expect(reduce([other, found], SPACE).name).toBe(lowest);
    expect(reduce([other, found], SPACE).members.size).toBe(1);
  });

  test("[MB13] without a founding nobody is in, and nothing is a head", () => {
    const membership = reduce([unsigned(noor, [], invite("link", "resident"))], SPACE);
    expect(membership).toEqual({
      ...{ kind: "wijk", policy: {}, witnesses: [], purges: [], history: [], heads: [] },
      ...{ members: new Map(), former: new Map(), persons: new Map(), invitations: new Map(), epochs: new Map() },
      unacknowledged: new Map(),
    });
  });
});

test.each(ROLES.flatMap((role) => ROLES.map((invited) => ({ role, invited }))))(
  "[MB15] whether a $role may invite a $invited",
  ({ role, invited }) => {
    const open = role === "moderator" || role === "professional";
    const may = role === "beheerder" || (open && (invited === "resident" || invited === "guest"));
    expect(mayInvite(role, invited)).toBe(may);
    if (role === "beheerder") return;
    const log = [found, unsigned(noor, [found], invite("a", role)), unsigned(samir, [], redeem("a"))];
    log.push(unsigned(samir, [], invite("b", invited)), unsigned(fatma, [], redeem("b", 3, samir)));
    expect(roles(log)).toEqual({ [noor]: "beheerder", [samir]: role, ...(may && { [fatma]: invited }) });
  },
);

describe("redeeming", () => {
  const invited = unsigned(noor, [found], invite("link", "resident"));

  test("[MB18] Samir is in whether his redeem or Noor's invitation arrives first, and not before both have", () => {
    const redeemed = unsigned(samir, [], redeem("link"));
    expect(roles([found, redeemed])).toEqual({ [noor]: "beheerder" });
    expect(roles([redeemed, found, invited])).toEqual({ [noor]: "beheerder", [samir]: "resident" });
  });

  test("[MB11] an operation waits for its ancestors", () => {
    const unseen = unsigned(noor, [found], { op: "unknown" });
    const redeemed = unsigned(samir, [unseen], redeem("link"));
    expect(roles([found, invited, redeemed])).toEqual({ [noor]: "beheerder" });
    expect(roles([found, invited, redeemed, unseen])).toHaveProperty(samir);
  });

  test("[MB16] an invitation for two counts nothing", () => {
    const poster = unsigned(noor, [found], invite("poster", "resident", { uses: 2 }));
    expect(roles([found, poster, unsigned(samir, [], redeem("poster"))])).toEqual({ [noor]: "beheerder" });
  });

  test("[MB19] a link used by two lets in the first in log order, and one redeem is enough for one person", () => {
    const redeems = [samir, fatma].map((who) => unsigned(who, [], redeem("link")));
    const [first] = redeems.map(({ hash, author }) => ({ hash, author })).sort((a, b) => (a.hash < b.hash ? -1 : 1));
    const log = [found, invited, ...redeems];
    expect(Object.keys(roles(log))).toEqual([noor, first?.author]);
    expect(Object.keys(roles(log.reverse()))).toEqual([noor, first?.author]);
    const again = unsigned(samir, [], redeem("link", 4));
    const other = unsigned(noor, [found], invite("other", "moderator"));
    const both = reduce(
      [found, invited, other, again, ...redeems.slice(0, 1), unsigned(samir, [], redeem("other"))],
      SPACE,
    );
    expect(both.members.size).toBe(2);
    expect([...both.invitations.values()].map(({ left }) => left).sort()).toEqual([0, 1]);
  });

  test("[MB12] [MB19] of two who used one link, who follows less goes first", () => {
    const early = unsigned(samir, [], redeem("link"));
    const late = unsigned(fatma, [invited], redeem("link"));
    expect(Object.keys(roles([found, invited, late, early]))).toEqual([noor, samir]);
  });

  test("[MB20] an invitation works until its last hour, and not after", () => {
    const passing = unsigned(noor, [found], invite("passing", "resident", { expires: 10 }));
    expect(roles([found, passing, unsigned(samir, [], redeem("passing", 9))])).toHaveProperty(samir);
    expect(roles([found, passing, unsigned(samir, [], redeem("passing", 10))])).not.toHaveProperty(samir);
    expect(roles([found, invited, unsigned(samir, [], redeem("link", 0xffff_ffff))])).toHaveProperty(samir);
  });

  test("[MB17] of two invitations under one key the first in log order counts", () => {
    const later = unsigned(noor, [invited], invite("link", "beheerder"));
    expect(roles([found, later, invited, unsigned(samir, [], redeem("link"))])[samir]).toBe("resident");
  });

  test("[MB14] [MB17] a newcomer cannot take over an invitation by those before them", () => {
    const open = [
      unsigned(noor, [found], invite("a", "moderator")),
      unsigned(noor, [found], invite("b", "professional")),
    ];
    const taken = unsigned(samir, [], invite("b", "resident"));
    const log = [found, ...open, taken, unsigned(samir, [], redeem("a")), unsigned(fatma, [], redeem("b"))];
    expect(roles(log)[fatma]).toBe("professional");
    expect(reduce(log, SPACE).invitations.get(invitationName(keyOf("b"), noor))?.by).toBe(noor);
  });
});

test("[MB21] nobody is more senior than their inviter, though they name no parents", () => {
  const log = [found, unsigned(noor, [], invite("a", "beheerder")), unsigned(samir, [], redeem("a"))];
  log.push(unsigned(samir, [], invite("b", "resident")), unsigned(fatma, [], redeem("b", 3, samir)));
  const last = log.at(-1) ?? found;
  log.push(unsigned(noor, [last], invite("c", "resident")), unsigned(joost, [last], redeem("c")));
  const { members } = reduce(log, SPACE);
  expect([noor, samir, fatma, joost].map((who) => members.get(who)?.depth)).toEqual([0, 1, 2, 1]);
  expect(members.get(fatma)?.invitedBy).toBe(samir);
});

test("[MB22] heads are what nothing that counts follows; outsiders have none", () => {
  const invited = unsigned(noor, [found], invite("link", "resident"));
  const redeemed = unsigned(samir, [invited], redeem("link"));
  const later = unsigned(samir, [found], { op: "unknown" });
  const outside = unsigned(fatma, [redeemed], { op: "unknown" });
  const void_ = unsigned(samir, [redeemed], invite("mine", "resident"));
  const heads = (operations: Operation[]) => reduce(operations, SPACE).heads;
  expect(heads([found])).toEqual([found.hash]);
  expect(heads([found, invited])).toEqual([invited.hash]);
  expect(heads([outside, void_, later, redeemed, invited, found])).toEqual([redeemed.hash, later.hash]);
  const through = unsigned(noor, [void_], invite("next", "resident"));
  expect(heads([outside, void_, later, redeemed, invited, found, through])).toEqual([through.hash, later.hash]);
});

test("[MB10] a log of 5,000 members takes time in proportion", () => {
  const log = [found];
  for (let n = 0; n < 5000; n++) {
    const invited = unsigned(noor, [log.at(-1) ?? found], invite(`link ${n}`, "resident"));
    log.push(invited, unsigned(keyOf(`resident ${n}`), [invited], redeem(`link ${n}`)));
  }
  const { members, heads } = reduce(log.reverse(), SPACE);
  expect(members.size).toBe(5001);
  expect(heads.length).toBe(1);
});
