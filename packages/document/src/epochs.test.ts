import { type Envelope, unhex } from "@wijkkit/envelope";
import { identityOf, leave, recoveryKeys, replace, writeParts } from "@wijkkit/identity";
import fc from "fast-check";
import { expect, test } from "vitest";
import { HOUR, idOf, me, meet, rotate, street, take, titles, wijk, write } from "./testing/street.ts";
import { device, NEW_YEAR, randomOf, shown } from "./testing/wijk.ts";

test("[DO59] [DO60] after a removal everyone who stays writes in the new epoch, and the removed one reads nothing of it", async () => {
  const { anna, bo, cato, daan } = await street();
  await rotate(anna, "Anna", [idOf("Cato")]);
  write(bo, "b2", "b before he heard");
  await meet(anna, bo, daan);
  expect(bo.documents.epoch.id).toBe(anna.documents.membership.epoch);
  expect(bo.documents.epoch.id).not.toBe(wijk.epoch.id);
  write(bo, "b3", "b after");
  await meet(anna, bo, daan);
  const all = ["a first", "b after", "b before he heard", "b first", "c first", "d first"];
  for (const one of [anna, bo, daan]) expect(titles(one)).toEqual(all);
  const everything = anna.store;
  await take(cato.documents, everything);
  expect(cato.documents.epochs.map(({ id }) => id)).toEqual([wijk.epoch.id]);
  expect(cato.documents.waits).toBe("out");
  // What was re-based and erased since is gone for her too; nothing new came.
  expect(titles(cato)).not.toContain("b after");
});

test("[DO61] old lanes are erased once the feed stands whole in the new epoch, and a restart in between loses and doubles nothing", async () => {
  const { anna, bo, cato, daan } = await street();
  const lane = bo.documents.lane;
  await rotate(anna, "Anna", []);
  await meet(anna, cato, daan);
  const heard = anna.store.filter(({ id }) => !bo.store.some((one) => one.id === id));
  bo.store.push(...heard);
  await take(bo.documents, heard);
  expect(bo.documents.lane).not.toBe(lane);
  const moved = bo.save();
  expect(moved.map((envelope) => envelope.lane)).toEqual([bo.documents.lane]);
  const again = await device(wijk, "Bo", 1, [...bo.store]);
  await take(again.documents, again.store);
  expect(titles(again)).toEqual(titles(anna));
  const batches: Envelope[] = [];
  for (let some = again.save(); some.length > 0; some = again.save()) batches.push(...some);
  expect(batches.filter(({ isErase }) => isErase).map((envelope) => envelope.lane)).toEqual([lane]);
  await meet(again, anna, cato, daan);
  for (const one of [again, anna, cato, daan])
    expect(titles(one)).toEqual(["a first", "b first", "c first", "d first"]);
  expect(again.documents.pending).toBe(false);
});

test("[DO59] [DO60] Daan was away during five rotations: he comes back into the newest epoch with all he wrote meanwhile", async () => {
  const { anna, bo, cato, daan } = await street();
  for (let n = 0; n < 5; n += 1) {
    await rotate(anna, "Anna", n === 0 ? [idOf("Cato")] : []);
    write(anna, `turn ${n}`.replace(" ", "-"), `turn ${n}`);
    await meet(anna, bo);
  }
  write(daan, "away", "d while away");
  daan.save();
  write(daan, "away-too", "d unsaved");
  await meet(anna, bo, daan);
  expect(daan.documents.epoch.id).toBe(anna.documents.membership.epoch);
  expect(daan.documents.epochs).toHaveLength(6);
  for (const one of [anna, bo, daan]) {
    expect(titles(one)).toEqual(
      [
        "a first",
        "b first",
        "c first",
        "d first",
        "d unsaved",
        "d while away",
        ...[0, 1, 2, 3, 4].map((n) => `turn ${n}`),
      ].sort(),
    );
  }
  expect(shown(daan)).toEqual(shown(anna));
  expect(cato.documents.epochs).toHaveLength(1);
});

test("[DO59] a newcomer who holds the newest epoch alone opens all that were before, and reads what was written there", async () => {
  const { anna, bo, cato, daan } = await street();
  for (let n = 0; n < 3; n += 1) {
    await rotate(anna, "Anna", n === 1 ? [idOf("Cato")] : []);
    await meet(anna, bo, daan);
  }
  const newest = { ...wijk, epoch: anna.documents.epoch };
  const eva = await device(newest, "Eva", 1);
  await take(eva.documents, anna.store);
  expect(eva.documents.epochs).toHaveLength(4);
  expect(titles(eva)).toEqual(["a first", "b first", "c first", "d first"]);
  expect(cato.documents.epochs).toHaveLength(1);
});

test("[DO62] a removed member who writes on, backdates or opens a new lane adds nothing", async () => {
  const { anna, bo, cato, daan } = await street();
  await rotate(anna, "Anna", [idOf("Cato")]);
  await meet(anna, bo, daan);
  write(cato, "late", "c late");
  cato.documents.change((feed) => feed.edit("c", "title", "c changed", NEW_YEAR));
  cato.save();
  const fresh = await device(wijk, "Cato", 2, cato.store.slice());
  write(fresh, "other", "c by another device");
  fresh.save();
  for (const stored of [cato.store, fresh.store]) {
    for (const one of [anna, bo]) await take(one.documents, stored);
  }
  for (const one of [anna, bo]) expect(titles(one)).toEqual(["a first", "b first", "c first", "d first"]);
});

test("[DO62] what is locked is found by its id: another branch below the lock counts nothing", async () => {
  const { anna, bo, cato, daan } = await street();
  const fork = await device(
    wijk,
    "Cato",
    1,
    cato.store.filter(({ lane }) => lane !== cato.documents.lane),
  );
  write(fork, "forged", "c forged");
  const branch = fork.save();
  expect(branch[0]?.lane).toBe(cato.documents.lane);
  const late = await device(wijk, "Daan", 1, [
    ...daan.store.filter(({ lane }) => lane !== cato.documents.lane),
    ...branch,
  ]);
  await rotate(anna, "Anna", [idOf("Cato")]);
  await meet(anna, bo);
  await take(late.documents, anna.store);
  expect(titles(late)).not.toContain("c forged");
  expect(titles(anna)).toContain("c first");
});

test("[DO62] who left keeps what they wrote; a rotation locks it", async () => {
  const { anna, bo, cato, daan } = await street();
  const moment = { space: unhex(wijk.space), heads: cato.documents.membership.heads, hour: HOUR };
  await cato.documents.addOperation(leave(moment, me("Cato").sign));
  await meet(anna, bo, cato, daan);
  expect(titles(anna)).toContain("c first");
  expect(anna.documents.membership.due).toBe("left");
  await rotate(anna, "Anna", []);
  write(cato, "late", "c late");
  expect(cato.documents.waits).toBe("out");
  await meet(anna, bo, daan);
  expect(titles(bo)).toEqual(["a first", "b first", "c first", "d first"]);
  expect(bo.documents.membership.former.get(idOf("Cato"))).toMatchObject({ why: "left", locks: expect.any(Array) });
});

test("[DO60] [DO63] with the card Bo is the same person under new keys: his words stay his, and he writes on once a beheerder rotated", async () => {
  const { anna, bo, cato, daan } = await street();
  const card = recoveryOf("Bo");
  const next = { seed: randomOf("Bo again")(32), recovery: card.public };
  const again = await device(wijk, "Bo", 3, bo.store.slice(), next.seed);
  const author = identityOf(next.seed, unhex(wijk.space)).sign;
  const moment = { space: unhex(wijk.space), heads: again.documents.membership.heads, hour: HOUR };
  const parts = writeParts(moment, author, [], again.documents.owners.ends([idOf("Bo")]));
  const operation = replace(parts.moment, next, card, idOf("Bo"), parts.hashes);
  for (const bytes of [...parts.operations, operation]) {
    expect((await again.documents.addOperation(bytes)).verdict).toBe("accepted");
  }
  expect(again.documents.me).toBe(idOf("Bo"));
  expect(titles(again)).toContain("b first");
  again.documents.change((feed) => feed.edit("b", "title", "b first, edited", NEW_YEAR));
  write(again, "b2", "b again");
  await meet(anna, again, cato, daan);
  expect(anna.documents.membership.due).toBe("removed");
  expect(anna.documents.waits).toBe("rotation");
  write(anna, "a2", "a while nobody may write");
  expect(anna.documents.flush()).toEqual([]);
  expect(anna.documents.pending).toBe(true);
  await rotate(anna, "Anna", []);
  await meet(anna, again, cato, daan);
  for (const one of [anna, again, cato]) {
    expect(titles(one)).toEqual([
      "a first",
      "a while nobody may write",
      "b again",
      "b first, edited",
      "c first",
      "d first",
    ]);
    expect([...one.documents.table.byOwner(idOf("Bo"))]).toHaveLength(2);
  }
  write(bo, "thief", "by the thief");
  bo.save();
  await take(anna.documents, bo.store);
  expect(titles(anna)).not.toContain("by the thief");
});

test("[DO43] [DO60] whatever order and parts it comes in, over rotations and a removal everyone shows the same", async () => {
  const { anna, bo, cato, daan } = await street();
  await rotate(anna, "Anna", [idOf("Cato")]);
  await meet(anna, bo, daan);
  write(cato, "late", "c late");
  cato.save();
  await rotate(anna, "Anna", []);
  write(bo, "b2", "b second");
  await meet(anna, bo, daan);
  const all = [...new Map([...anna.store, ...cato.store].map((envelope) => [envelope.id, envelope])).values()];
  const expected = shown(anna);
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray(all, { minLength: all.length }),
      fc.integer({ min: 1, max: 40 }),
      async (order, size) => {
        const reader = await device(wijk, "Daan", 7);
        for (let at = 0; at < order.length; at += size) await reader.documents.takeMany(order.slice(at, at + size));
        await take(reader.documents, order);
        expect(shown(reader)).toEqual(expected);
      },
    ),
    { numRuns: 12 },
  );
});

function recoveryOf(name: string) {
  return recoveryKeys(randomOf(`card ${name}`)(32));
}
