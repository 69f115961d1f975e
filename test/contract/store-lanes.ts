import type { Store } from "@wijkkit/sync";
import { equal, rejects, type Test } from "./assert.ts";
import { ALL, checking, held, other, space, sum, wijk } from "./shelf.ts";

/** The part of the contract of stores that is about how a lane grows. */
export function laneCases(test: Test, open: () => Promise<Store>): void {
  const check = checking(open);

  test(
    "[ST3] a lane not held begins with a BASE, at any seq",
    check(async (store) => {
      const lane = wijk.lane("begins");
      lane.some(4);
      const base = lane.base();
      const next = lane.next();
      await rejects(store.append(space, [next]), "conflict");
      await store.append(space, [base]);
      await store.append(space, [next]);
      equal(await held(store, lane), { seqs: [4, 5], head: 5, base: 4, read: 2 });
    }),
  );

  test(
    "[ST4] a gap, a repetition, a fork and a strange epoch are conflicts",
    check(async (store) => {
      const lane = wijk.lane("conflicts");
      const first = lane.some(2);
      const fork = lane.fork("another way");
      const [third, fourth] = [lane.next(), lane.next()];
      await store.append(space, first);
      await rejects(store.append(space, [fourth]), "conflict");
      await rejects(store.append(space, first.slice(1)), "conflict");
      await store.append(space, [third]);
      await rejects(store.append(space, [fork.next()]), "conflict");
      await rejects(store.append(space, [{ ...fourth, epoch: other.epoch }]), "conflict");
      await rejects(store.append(space, [{ ...fourth, prev: first[0]?.id ?? fourth.prev }]), "conflict");
      await store.append(space, [fourth]);
      equal((await held(store, lane)).seqs, [0, 1, 2, 3]);
    }),
  );

  test(
    "[ST5] of two writers that append at once, one wins and the other conflicts",
    check(async (store) => {
      const lane = wijk.lane("race");
      const fork = lane.fork("the other tab");
      const outcomes = await Promise.allSettled([
        store.append(space, [lane.base(), lane.next()]),
        store.append(space, [fork.base(), fork.next()]),
      ]);
      equal(outcomes.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
      equal((await held(store, lane)).seqs, [0, 1]);
      const heads = await store.heads(space);
      equal(
        [lane.prev, fork.prev].some((id) => id === heads[0]?.id),
        true,
      );
    }),
  );

  test(
    "[ST6] a BASE drops what lies below it, and its bytes",
    check(async (store) => {
      const lane = wijk.lane("superseded");
      const below = lane.some(3, { size: 900 });
      const base = lane.base();
      const after = lane.next();
      await store.append(space, below);
      await store.append(space, [base, after]);
      equal(await held(store, lane), { seqs: [3, 4], head: 4, base: 3, read: 2 });
      equal(await store.size(space), sum([base, after]));
    }),
  );

  test(
    "[ST6] a BASE further on is taken, and one that is superseded in the same append leaves nothing",
    check(async (store) => {
      const lane = wijk.lane("further on");
      await store.append(space, lane.some(2));
      lane.some(3);
      const batch = [lane.base(), lane.next(), lane.base(), lane.next()];
      await store.append(space, batch);
      equal(await held(store, lane), { seqs: [7, 8], head: 8, base: 7, read: 2 });
      equal(await store.size(space), sum(batch.slice(2)));
    }),
  );

  test(
    "[ST7] a BASE in parts supersedes with its last part, not before",
    check(async (store) => {
      const lane = wijk.lane("parts");
      const below = lane.some(2);
      const parts = [lane.base({ more: true }), lane.next({ more: true }), lane.next()];
      await store.append(space, below);
      await store.append(space, parts.slice(0, 1));
      equal(await held(store, lane), { seqs: [0, 1, 2], head: 2, base: 0, read: 3 });
      await store.append(space, parts.slice(1, 2));
      equal(await held(store, lane), { seqs: [0, 1, 2, 3], head: 3, base: 0, read: 4 });
      await store.append(space, parts.slice(2));
      equal(await held(store, lane), { seqs: [2, 3, 4], head: 4, base: 2, read: 3 });
      equal(await store.size(), sum(parts));
      await store.append(space, [lane.next({ more: true }), lane.next()]);
      equal((await held(store, lane)).base, 2);
    }),
  );

  test(
    "[ST7] a lane begins with a BASE in parts, whether they come together or one by one",
    check(async (store) => {
      for (const together of [true, false]) {
        const lane = wijk.lane(`begins ${together}`);
        const parts = [lane.base({ more: true }), lane.next({ more: true }), lane.next()];
        for (const batch of together ? [parts] : parts.map((part) => [part])) await store.append(space, batch);
        equal(await held(store, lane), { seqs: [0, 1, 2], head: 2, base: 0, read: 3 });
      }
    }),
  );

  test(
    "[ST7] parts of a BASE that a later BASE overtakes go with the rest",
    check(async (store) => {
      const lane = wijk.lane("overtaken");
      await store.append(space, lane.some(2));
      lane.next();
      await store.append(space, [lane.base({ more: true }), lane.next({ more: true })]);
      equal(await held(store, lane), { seqs: [0, 1, 3, 4], head: 4, base: 0, read: 4 });
      lane.next();
      await store.append(space, [lane.base({ more: true }), lane.next()]);
      equal(await held(store, lane), { seqs: [6, 7], head: 7, base: 6, read: 2 });
    }),
  );

  test(
    "[ST8] ERASE drops all but itself and wins for ever",
    check(async (store) => {
      const lane = wijk.lane("erased");
      const erasing = lane.fork("erasing");
      await store.append(space, lane.some(3));
      const erase = erasing.erase();
      await store.append(space, [erase]);
      equal(await store.read(space, lane.key, 0, ALL), [erase.bytes]);
      equal(await store.size(), erase.bytes.length);
      const state = await store.lane(space, lane.key);
      equal([state?.erased, state?.head.seq, await state?.idAt(0)], [true, erase.seq, undefined]);
      equal(await state?.idAt(erase.seq), erase.id);
      for (const late of [lane.next(), lane.base(), erase]) await rejects(store.append(space, [late]), "conflict");
      const unheard = wijk.lane("erased unheard").erase();
      await store.append(space, [unheard]);
      equal((await store.heads(space)).length, 2);
    }),
  );

  test(
    "[ST9] the term of a lane is that of its newest BASE",
    check(async (store) => {
      const lane = wijk.lane("term");
      const termOf = async () => (await store.lane(space, lane.key))?.expires;
      await store.append(space, [lane.base({ expires: 500_000 }), lane.next({ expires: 7 })]);
      equal(await termOf(), 500_000);
      await store.append(space, [lane.base({ expires: 510_000, more: true })]);
      equal([await termOf(), (await store.heads(space))[0]?.expires], [510_000, 510_000]);
    }),
  );

  test(
    "[ST30] a lane is dropped wholly, and nothing else with it",
    check(async (store) => {
      const [gone, stays, ended] = [wijk.lane("gone"), wijk.lane("stays"), wijk.lane("ended")];
      const kept = stays.some(2);
      await store.append(space, [...gone.some(3), ...kept, ended.erase()]);
      await store.drop(space, gone.key);
      await store.drop(space, ended.key);
      await store.drop(space, wijk.lane("never").key);
      equal(await store.lane(space, gone.key), undefined);
      equal(await store.read(space, gone.key, 0, ALL), []);
      equal(
        (await store.heads(space)).map(({ lane }) => lane),
        [stays.key],
      );
      equal(
        await store.size(),
        kept.reduce((sum, { bytes }) => sum + bytes.length, 0),
      );
      const again = wijk.lane("gone");
      await store.append(space, again.some(1));
      equal((await store.heads(space)).length, 2);
    }),
  );
}
