import { hex, type SpaceId, spaceId, unhex } from "@wijkkit/envelope";
import { identityOf, type Operation, signingKeys } from "@wijkkit/identity";
import { epochKeys } from "@wijkkit/seal";
import { fixedRandom, person } from "../../test/support/people.ts";
import { keyOf, PROOF, unsigned } from "../../test/support/unsigned.ts";

export interface LogOfMany {
  readonly space: SpaceId;
  readonly space20: Uint8Array;
  readonly epoch: ReturnType<typeof epochKeys>;
  /** The founder, who rotates. */
  readonly founder: ReturnType<typeof identityOf>;
  /** One resident, who comes back. */
  readonly resident: ReturnType<typeof identityOf>;
  /** As `readOperation` hands them on: signing thousands would take most of the time, and is not measured. */
  readonly operations: readonly Operation[];
}

/** A wijk of so many members: the founder invited all of them, one after the other, and saw them come. */
export function logOfMany(members: number): LogOfMany {
  const random = fixedRandom(`membership ${members}`);
  const root = signingKeys(random(32));
  const space = spaceId(root.public);
  const space20 = unhex(space);
  const epoch = epochKeys(random(32), space);
  const founder = identityOf(person("the founder").seed, space20);
  const resident = identityOf(person("a resident").seed, space20);
  const sign = hex(founder.sign.public);
  const keys = { box: hex(founder.box.public), recovery: keyOf("recovery"), operator: hex(founder.operator.public) };
  const found = unsigned(hex(root.public), [], {
    ...{ op: "found", name: "Grote wijk", epoch: epoch.id, founder: { sign, ...keys } },
    ...{ policy: {}, witnesses: [], hour: 1 },
  });
  const operations = [found];
  for (let n = 1; n < members; n += 1) {
    const key = keyOf(`link ${n}`);
    const terms = {
      key,
      box: keyOf(`link box ${n}`),
      role: "resident",
      expires: 0,
      uses: 1,
      proof: PROOF,
      hour: 1,
    } as const;
    const invite = unsigned(sign, operations.slice(-1), { op: "invite", ...terms });
    const who = n === 1 ? hex(resident.sign.public) : keyOf(`resident ${n}`);
    const box = n === 1 ? hex(resident.box.public) : keyOf(`box ${n}`);
    const own = { box, recovery: keyOf(`recovery ${n}`), operator: keyOf(`operator ${n}`) };
    const redeem = unsigned(who, [invite], { op: "redeem", key, by: sign.slice(0, 16), ...own, proof: PROOF, hour: 1 });
    operations.push(invite, redeem);
  }
  return { space, space20, epoch, founder, resident, operations };
}
