import { expect, test } from "vitest";
import { nodeVerify } from "../../../test/support/node-verify.ts";
import { fixedRandom, linkOf, person } from "../../../test/support/people.ts";
import { EPOCH } from "../../../test/support/unsigned.ts";
import {
  acknowledge,
  found,
  identityOf,
  invite,
  type Operation,
  readOperation,
  redeem,
  reduce,
  signingKeys,
  spaceOf,
  unacknowledged,
} from "./index.ts";

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

async function read(space: Uint8Array, bytes: Uint8Array): Promise<Operation> {
  const result = await readOperation(space, bytes, nodeVerify);
  if ("reason" in result) throw new Error(result.reason);
  return result.operation;
}

test("[MB23] Noor founds, invites Samir as a beheerder, and he invites Fatma while Noor is away", async () => {
  const [noor, samir, fatma] = [person("Noor"), person("Samir"), person("Fatma")];
  const root = signingKeys(fixedRandom("wijk")(32));
  const { space, operation } = found({ name: "Nieuwland", root, epoch: EPOCH }, noor, 100);
  expect(hex(space)).toBe(hex(spaceOf(root.public)));
  const log = [await read(space, operation)];
  const moment = (hour: number) => ({ space, heads: reduce(log, space).heads, hour });

  const author = identityOf(noor.seed, space).sign;
  const first = invite(fixedRandom("first"), moment(101), author, { role: "beheerder", expires: 200 });
  log.push(await read(space, first.operation));
  log.push(await read(space, redeem(moment(102), samir, linkOf(first.seed, noor, space))));

  const second = invite(fixedRandom("second"), moment(103), identityOf(samir.seed, space).sign, {
    role: "resident",
    expires: 0,
  });
  const early = redeem({ space, heads: [], hour: 104 }, fatma, linkOf(second.seed, samir, space));
  log.push(await read(space, early), await read(space, second.operation));

  const { members, heads } = reduce(log, space);
  const people = [noor, samir, fatma].map(({ seed }) => hex(identityOf(seed, space).sign.public));
  expect([...members.keys()]).toEqual(people);
  expect([...members.values()].map(({ role, depth, hour }) => [role, depth, hour])).toEqual([
    ["beheerder", 0, 100],
    ["beheerder", 2, 102],
    ["resident", 3, 104],
  ]);
  expect(members.get(people[1] ?? "")?.box).toBe(hex(identityOf(samir.seed, space).box.public));
  expect(heads.length).toBe(2);
});

test("[MB23] an operation names the first 16 of many heads", async () => {
  const space = spaceOf(signingKeys(fixedRandom("wijk")(32)).public);
  const heads = Array.from({ length: 20 }, (_, n) => hex(fixedRandom(`head ${n}`)(32)));
  const link = linkOf(fixedRandom("link")(32), person("Noor"), space);
  const operation = await read(space, redeem({ space, heads, hour: 1 }, person("Samir"), link));
  expect(operation.parents).toEqual(heads.slice(0, 16));
});

test("[MB23] [MB25] who came in while Noor was away are acknowledged by her device, fifteen at a time", async () => {
  const noor = person("Noor");
  const root = signingKeys(fixedRandom("wijk")(32));
  const { space, operation } = found({ name: "Nieuwland", root, epoch: EPOCH }, noor, 100);
  const { sign } = identityOf(noor.seed, space);
  const me = hex(sign.public);
  const log = [await read(space, operation)];
  for (let n = 0; n < 20; n++) {
    const moment = { space, heads: reduce(log, space).heads, hour: 101 };
    const { seed, operation: invited } = invite(fixedRandom(`${n}`), moment, sign, { role: "resident", expires: 0 });
    log.push(await read(space, invited));
    log.push(await read(space, redeem({ ...moment, heads: [] }, person(`Buur ${n}`), linkOf(seed, noor, space))));
  }
  const counts: number[] = [];
  // An invitation names heads, and so acknowledges who came in before it: the last one alone is left.
  expect(unacknowledged(reduce(log, space), me).length).toBe(1);
  const alone = log.map((one) => (one.body.op === "invite" ? { ...one, parents: one.parents.slice(0, 1) } : one));
  for (let open = [""]; open.length > 0; counts.push(open.length)) {
    const { heads } = reduce(alone, space);
    open = unacknowledged(reduce(alone, space), me);
    if (open.length === 0) continue;
    const seen = await read(space, acknowledge({ space, heads, hour: 102 }, sign, open));
    expect(seen).toMatchObject({ author: me, body: { op: "seen", hour: 102 } });
    expect(seen.parents).toContain(heads[0]);
    expect(new Set(seen.parents).size).toBe(seen.parents.length);
    alone.push(seen);
  }
  expect(counts).toEqual([20, 5, 0]);
  expect(reduce(alone, space).members.size).toBe(21);
  expect(unacknowledged(reduce(alone, space), hex(identityOf(person("Buur 1").seed, space).sign.public))).toEqual([]);
});

test("[ID11] a wijk without a name is not founded", () => {
  expect(() =>
    found({ name: "", root: signingKeys(fixedRandom("wijk")(32)), epoch: EPOCH }, person("Noor"), 0),
  ).toThrow(RangeError);
});
