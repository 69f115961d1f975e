import { type EpochId, hex, KnownSpaces, parseRecord, type SpaceId, spaceId, unhex } from "@wijkkit/envelope";
import {
  epochOf,
  found,
  identityOf,
  invitationBox,
  invite,
  OPERATION_LIMIT,
  type Operation,
  type Part,
  type Role,
  readOperation,
  redeem,
  reduce,
  signingKeys,
  toBase64url,
} from "@wijkkit/identity";
import { type EpochKeys, epochKeys, sealRecord } from "@wijkkit/seal";
import { expect, test } from "vitest";
import { Epochs } from "./epochs.ts";
import { nextRecord, planRotation } from "./index.ts";
import { person, randomOf, verify } from "./testing/wijk.ts";

const HOUR = 490_896;
const random = randomOf("rotation");
const root = signingKeys(random(32));
const space: SpaceId = spaceId(root.public);
const space20 = unhex(space);
const first = epochKeys(random(32), space);
const self = (name: string) => identityOf(person(name).seed, space20);
const idOf = (name: string) => hex(self(name).sign.public);

async function read(bytes: Uint8Array): Promise<Operation> {
  const result = await readOperation(space20, bytes, verify);
  if ("reason" in result) throw new Error(result.reason);
  return result.operation;
}
const moment = (log: readonly Operation[]) => ({ space: space20, heads: reduce(log, space20).heads, hour: HOUR });

/** Anna founded; the others came, in these roles; and one invitation is out that nobody used. */
async function street(roles: Record<string, Role>): Promise<{ log: Operation[]; pending: Uint8Array }> {
  const log = [await read(found({ name: "Middelland", root, epoch: first.id }, person("Anna"), HOUR).operation)];
  const inviter = self("Anna").sign.public.slice(0, 8);
  for (const [name, role] of Object.entries(roles)) {
    const { seed, operation } = invite(random, moment(log), self("Anna").sign, { role, expires: 0 });
    log.push(await read(operation));
    log.push(await read(redeem(moment(log), person(name), { invitation: seed, inviter })));
  }
  const { seed, operation } = invite(random, moment(log), self("Anna").sign, { role: "resident", expires: HOUR + 1 });
  log.push(await read(operation));
  return { log, pending: seed };
}

async function rotated(
  by: string,
  log: readonly Operation[],
  removes: readonly string[],
  epochs: readonly EpochKeys[],
) {
  const plan = { moment: moment(log), membership: reduce(log, space20), self: self(by), removes, epochs };
  const { operations, epoch } = await planRotation({
    ...plan,
    ends: () => [],
    random: randomOf(`by ${by} ${log.length}`),
  });
  return { epoch, operations: await Promise.all(operations.map(read)) };
}

/** Which epochs somebody opens with their box key and these secrets. */
function opens(
  log: readonly Operation[],
  held: readonly EpochKeys[],
  ...boxes: { public: Uint8Array; secret: Uint8Array }[]
) {
  const chains = new Map(
    log.flatMap(({ body }) => (body.op === "rotate" ? [[epochOf(body.gate), body.previous] as const] : [])),
  );
  const parts = new Map(log.flatMap(({ hash, body }): [string, Part][] => (body.op === "part" ? [[hash, body]] : [])));
  const epochs = new Epochs(space, held, boxes);
  epochs.open(reduce(log, space20), { part: (hash) => parts.get(hash), chain: (epoch) => chains.get(epoch) ?? [] });
  return epochs
    .all()
    .map(({ id }) => id)
    .sort();
}

test("[DO80] who stays, and who has a link that nobody used, opens the new epoch; who goes does not", async () => {
  const { log, pending } = await street({ Bo: "resident", Cato: "resident" });
  const { operations, epoch } = await rotated("Anna", log, [idOf("Cato")], [first]);
  const all = [...log, ...operations];
  expect(reduce(all, space20).epoch).toBe(epoch.id);
  const both = [first.id, epoch.id].sort();
  for (const name of ["Anna", "Bo"]) expect(opens(all, [first], self(name).box)).toEqual(both);
  expect(opens(all, [first], self("Daan").box, invitationBox(pending, space20))).toEqual(both);
  expect(opens(all, [first], self("Cato").box)).toEqual([first.id]);
  expect(opens(all, [epoch], self("Daan").box)).toEqual(both);
});

test("[DO80] the invitation of who goes, one that is used and one that is over open nothing", async () => {
  const { log } = await street({ Bo: "moderator", Cato: "resident" });
  const by = invite(random, moment(log), self("Bo").sign, { role: "resident", expires: 0 });
  log.push(await read(by.operation));
  const over = invite(random, moment(log), self("Anna").sign, { role: "resident", expires: HOUR });
  log.push(await read(over.operation));
  const { operations } = await rotated("Anna", log, [idOf("Bo")], [first]);
  for (const seed of [by.seed, over.seed]) {
    expect(opens([...log, ...operations], [first], invitationBox(seed, space20))).toEqual([first.id]);
  }
});

test("[DO80] [DO81] two who rotate at once make two epochs; the next chains both, and opens everything", async () => {
  const { log } = await street({ Bo: "beheerder", Cato: "resident", Daan: "resident" });
  const one = await rotated("Anna", log, [idOf("Cato")], [first]);
  const other = await rotated("Bo", log, [idOf("Daan")], [first]);
  const both = [...log, ...one.operations, ...other.operations];
  expect(reduce(both, space20).epoch).toBeUndefined();
  const merged = await rotated("Bo", both, [], [first, one.epoch, other.epoch]);
  const all = [...both, ...merged.operations];
  expect(reduce(all, space20).epoch).toBe(merged.epoch.id);
  expect(opens(all, [merged.epoch], self("Eva").box)).toHaveLength(4);
  expect(opens(all, [first], self("Cato").box)).toEqual([first.id, other.epoch.id].sort());
});

test("[DO82] it can be stopped until it is written", async () => {
  const { log } = await street({ Bo: "resident" });
  const plan = {
    moment: moment(log),
    membership: reduce(log, space20),
    self: self("Anna"),
    removes: [],
    epochs: [first],
  };
  const stopped = planRotation({
    ...{ ...plan, ends: () => [], random },
    progress: (done, all) => {
      expect([done, all]).toEqual([3, 3]);
      throw new Error("stop");
    },
  });
  await expect(stopped).rejects.toThrow("stop");
});

test("[DO80] no operation passes its limit", async () => {
  const { log } = await street({ Bo: "resident" });
  const { operations } = await rotated("Anna", log, [], [first]);
  for (const { bytes } of operations) expect(bytes.length).toBeLessThanOrEqual(OPERATION_LIMIT);
});

const founding = () =>
  sealRecord(
    {
      ...{ root: root.public, revision: 1, gates: [first.gate.public], closings: [], kiosks: [], purges: [] },
      operators: [self("Anna").operator.public],
    },
    root,
  );

test("[DO83] the record after a rotation tells a blind replica of the epochs and of no person", async () => {
  const { log } = await street({ Bo: "beheerder", Cato: "resident" });
  const { operations, epoch } = await rotated("Anna", log, [idOf("Cato")], [first]);
  const membership = reduce([...log, ...operations], space20);
  const open = [hex(random(32))] as never[];
  const told = { gates: [first, epoch].map(({ gate }) => gate.public), open };
  const record = nextRecord([founding()], membership, told, self("Anna").operator);
  if (record === undefined) throw new Error("a record is due");
  const known = new KnownSpaces();
  expect(await known.accept(founding(), verify)).toEqual({ verdict: "accepted" });
  expect(await known.accept(record, verify)).toEqual({ verdict: "accepted" });
  expect(known.gateOf(space, epoch.id)).toEqual(epoch.gate.public);
  expect([...(known.closed(space, first.id as EpochId) ?? [])]).toEqual(open);
  expect(known.closed(space, epoch.id)).toBeUndefined();
  const parsed = parseRecord(record);
  expect("record" in parsed && parsed.record.operators.map(hex)).toEqual(
    ["Anna", "Bo"].map((name) => hex(self(name).operator.public)).sort(),
  );
  for (const name of ["Anna", "Bo", "Cato"]) {
    for (const key of [self(name).sign.public, self(name).box.public]) expect(hex(record)).not.toContain(hex(key));
  }
  expect(toBase64url(record)).not.toContain("Anna");
  const next = nextRecord([founding(), record], membership, told, self("Bo").operator);
  expect(next).toBeUndefined();
});

test("[DO83] a new beheerder gets among the operators by the word of one, and not by their own", async () => {
  const { log } = await street({ Bo: "beheerder" });
  const membership = reduce(log, space20);
  const told = { gates: [first.gate.public], open: [] };
  expect(nextRecord([founding()], membership, told, self("Bo").operator)).toBeUndefined();
  expect(nextRecord([], membership, told, self("Anna").operator)).toBeUndefined();
  const record = nextRecord([founding()], membership, told, self("Anna").operator);
  const known = new KnownSpaces();
  for (const bytes of [founding(), record ?? new Uint8Array(0)]) {
    expect(await known.accept(bytes, verify)).toEqual({ verdict: "accepted" });
  }
  const purging = { ...membership, purges: [hex(random(32))] };
  const byBo = nextRecord([founding(), record ?? new Uint8Array(0)], purging, told, self("Bo").operator);
  expect(await known.accept(byBo ?? new Uint8Array(0), verify)).toEqual({ verdict: "accepted" });
  expect(known.purged(space, purging.purges[0] as never)).toBe(true);
  expect(
    nextRecord([founding(), record ?? new Uint8Array(0)], membership, told, self("Anna").operator),
  ).toBeUndefined();
});
