import { describe, expect, test } from "vitest";
import { shownBy } from "../../../test/support/histories.ts";
import { EPOCH, keyOf, PROOF, ROOT, SPACE, unsigned } from "../../../test/support/unsigned.ts";
import { type Body, type Found, type Operation, reduce } from "./index.ts";

const [noor, samir, fatma, joost] = ["Noor", "Samir", "Fatma", "Joost"].map(keyOf) as [string, string, string, string];
const founder = { sign: noor, ...shownBy(noor) };
const founding: Found = {
  ...{ op: "found", name: "HoodLab", epoch: EPOCH, founder, policy: {}, witnesses: [], hour: 1 },
};
const found = unsigned(ROOT, [], founding);
const initials = new Map([noor, samir, fatma, joost].map((who, n) => [who, "NSFJ"[n]]));
const inside = (operations: readonly Operation[]): string =>
  [...reduce(operations, SPACE).members.keys()].map((who) => initials.get(who)).join("");

function redeeming(who: string, key: string, by: string): Body {
  return { op: "redeem", key, by: by.slice(0, 16), ...shownBy(who), proof: PROOF, hour: 2 };
}
function bring(by: string, who: string, role: "kiosk" | "guest", after: readonly Operation[]): Operation[] {
  const key = keyOf(`link of ${who}`);
  const terms = { key, box: keyOf("box"), role, expires: 0, uses: 1, proof: PROOF, hour: 2 };
  const invite = unsigned(by, after, { op: "invite", ...terms });
  return [invite, unsigned(who, [invite], redeeming(who, key, by))];
}
const rotate = (removes: string[], gate: string): Body => {
  return { op: "rotate", removes, gate: keyOf(gate), sender: noor, previous: [], parts: [], hour: 4 };
};

describe("posters in a voorkamer", () => {
  const room = unsigned(ROOT, [], { ...founding, kind: "voorkamer" });
  const poster = (uses: number, expires: number, after: readonly Operation[] = [room]) => {
    const key = keyOf("poster");
    const terms = { key, box: key, role: "guest", expires, uses, proof: PROOF, hour: 2 } as const;
    return unsigned(noor, after, { op: "invite", ...terms });
  };
  const guest = (who: string, after: readonly Operation[] = []) =>
    unsigned(who, after, redeeming(who, keyOf("poster"), noor));

  test("[MB16] a poster lets in as many as it says, and not in a wijk", () => {
    const guests = [samir, fatma, joost].map((who) => guest(who));
    expect(inside([room, poster(2, 9), ...guests])).toHaveLength(3);
    expect(reduce([room, poster(2, 9), ...guests], SPACE).due).toBe("ended");
    expect(inside([room, poster(1001, 9), ...guests])).toBe("N");
    expect(inside([room, poster(2, 0), ...guests])).toBe("N");
    expect(inside([found, poster(2, 9, [found]), ...guests])).toBe("N");
  });

  test("[MB38] a rotation ends it, and so does its withdrawal: who came before stays", () => {
    const hung = poster(9, 9);
    const early = guest(samir);
    for (const [by, end] of [
      [noor, rotate([], "end")],
      [noor, { op: "withdraw", key: keyOf("poster"), by: noor.slice(0, 16), hour: 4 }],
    ] as const) {
      const ended = unsigned(by, [hung, early], end);
      expect(inside([room, hung, early, ended, guest(fatma)])).toBe("NS");
      const [invitation] = reduce([room, hung, early, ended], SPACE).invitations.values();
      expect(invitation?.isEnded).toBe(true);
    }
    const byGuest = unsigned(samir, [early, hung], {
      op: "withdraw",
      key: keyOf("poster"),
      by: noor.slice(0, 16),
      hour: 4,
    });
    expect(inside([room, hung, early, byGuest, guest(fatma)])).toHaveLength(3);
  });

  test("[MB15] a kiosk lets guests in here, and not in a wijk", () => {
    for (const [first, who] of [
      [room, "NSF"],
      [found, "NS"],
    ] as const) {
      const kiosk = bring(noor, samir, "kiosk", [first]);
      expect(inside([first, ...kiosk, ...bring(samir, fatma, "guest", kiosk.slice(-1))])).toBe(who);
    }
  });
});
