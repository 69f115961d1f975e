import type { Envelope } from "@wijkkit/envelope";
import type { Store } from "@wijkkit/sync";
import { type LaneMaker, Wijk } from "../support/envelopes.ts";
import { equal, rejects, type Test } from "./assert.ts";

const ALL = Number.MAX_SAFE_INTEGER;
const wijk = new Wijk("store contract");
const other = new Wijk("another wijk");
const { space } = wijk;

const bytesOf = (envelopes: readonly Envelope[]) => envelopes.map(({ bytes }) => bytes);
const sum = (envelopes: readonly Envelope[]) => envelopes.reduce((total, { bytes }) => total + bytes.length, 0);

/** What is held of a lane, to be compared: the seqs that have an id, and what `read` gives. */
async function held(store: Store, lane: LaneMaker, upTo = 12) {
  const state = await store.lane(space, lane.key);
  const seqs: number[] = [];
  for (let seq = 0; seq < upTo; seq++) if (await state?.idAt(seq)) seqs.push(seq);
  const read = await store.read(space, lane.key, 0, ALL);
  return { seqs, head: state?.head.seq, base: state?.base, read: read.length };
}

/**
 * What every store does.
 *
 * @param open a new, empty store at every call
 */
export function storeContract(test: Test, open: () => Promise<Store>): void {
  const check = (run: (store: Store) => Promise<void>) => async () => {
    const store = await open();
    try {
      await run(store);
    } finally {
      await store.close();
    }
  };

  test(
    "[ST1] an empty store holds nothing",
    check(async (store) => {
      const lane = wijk.lane("empty");
      equal(await store.heads(space), []);
      equal(await store.lane(space, lane.key), undefined);
      equal(await store.read(space, lane.key, 0, ALL), []);
      equal([await store.records(space), await store.spaces(), await store.size()], [[], [], 0]);
      await store.append(space, []);
      equal(await store.spaces(), []);
    }),
  );

  test(
    "[ST1] what is appended is read back, byte for byte, with its head",
    check(async (store) => {
      const lane = wijk.lane("read back");
      const all = lane.some(3, { expires: 600_000 });
      await store.append(space, all);
      equal(await store.read(space, lane.key, 0, ALL), bytesOf(all));
      equal(await store.read(space, lane.key, 2, ALL), bytesOf(all.slice(2)));
      equal(await store.read(space, lane.key, 3, ALL), []);
      const head = { lane: lane.key, epoch: wijk.epoch, seq: 2, id: all[2]?.id, hour: all[2]?.hour, expires: 600_000 };
      equal(await store.heads(space), [head]);
      const state = await store.lane(space, lane.key);
      equal(state?.head, { seq: 2, id: all[2]?.id });
      equal([state?.base, state?.erased, state?.expires], [0, false, 600_000]);
      equal([await state?.idAt(1), await state?.idAt(3)], [all[1]?.id, undefined]);
    }),
  );

  test(
    "[ST2] an append is of all its envelopes or of none",
    check(async (store) => {
      const [one, two] = [wijk.lane("all"), wijk.lane("none")];
      const first = one.some(2);
      two.base();
      await rejects(store.append(space, [...first, two.next()]), "conflict");
      equal([await store.heads(space), await store.size(), await store.spaces()], [[], 0, []]);
      await store.append(space, first);
      equal((await held(store, one)).seqs, [0, 1]);
    }),
  );

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
    "[ST10] a read stays within its bytes and never gives part of an envelope",
    check(async (store) => {
      const lane = wijk.lane("budget");
      const all = lane.some(20, { size: 500 });
      await store.append(space, all);
      const size = all[1]?.bytes.length ?? 0;
      const base = all[0]?.bytes.length ?? 0;
      for (const [from, budget, count] of [
        [0, base - 1, 0],
        [0, base, 1],
        [0, base + 3 * size - 1, 3],
        [1, 12 * size, 12],
        [9, ALL, 11],
      ] as const) {
        equal(await store.read(space, lane.key, from, budget), bytesOf(all.slice(from, from + count)));
      }
    }),
  );

  test(
    "[ST11] spaces are kept apart, and one is forgotten without the other",
    check(async (store) => {
      const lane = wijk.lane("here");
      const there = other.lane("there");
      const far = there.some(2);
      await store.append(space, lane.some(2));
      await store.append(other.space, far);
      await store.putRecord(space, wijk.record);
      equal((await store.spaces()).sort(), [space, other.space].sort());
      await store.remove(space);
      equal([await store.spaces(), await store.heads(space), await store.records(space)], [[other.space], [], []]);
      equal(
        [await store.lane(space, lane.key), await held(store, lane)],
        [undefined, { seqs: [], head: undefined, base: undefined, read: 0 }],
      );
      equal([await store.size(), await store.size(other.space)], [sum(far), sum(far)]);
      equal(await store.read(other.space, there.key, 0, ALL), bytesOf(far));
    }),
  );

  test(
    "[ST12] records come back in the order they were put, each once",
    check(async (store) => {
      const records = [3, 1, 2].map((revision) => wijk.recordOf(revision, [wijk.gate]));
      for (const record of [...records, ...records]) await store.putRecord(space, record);
      equal(await store.records(space), records);
      equal(
        await store.size(space),
        records.reduce((total, { length }) => total + length, 0),
      );
      equal(await store.spaces(), [space]);
    }),
  );

  test(
    "[ST13] bytes handed in or out are copies",
    check(async (store) => {
      const lane = wijk.lane("copies");
      const base = lane.base();
      const frame = new Uint8Array(200_000);
      frame.set(base.bytes, 1000);
      const view = frame.subarray(1000, 1000 + base.bytes.length) as typeof base.bytes;
      await store.append(space, [{ ...base, bytes: view }]);
      frame.fill(0);
      const [read] = await store.read(space, lane.key, 0, ALL);
      equal([read, read?.buffer.byteLength], [base.bytes, base.bytes.length]);
      read?.fill(0);
      equal(await store.read(space, lane.key, 0, ALL), [base.bytes]);
    }),
  );

  test(
    "[ST14] a closed store rejects as blocked, and closing it again is nothing",
    check(async (store) => {
      await store.append(space, wijk.lane("closed").some(1));
      await store.close();
      await store.close();
      await rejects(store.heads(space), "blocked");
      await rejects(store.append(space, wijk.lane("late").some(1)), "blocked");
    }),
  );
}
