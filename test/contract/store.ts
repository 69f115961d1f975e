import type { Store } from "@wijkkit/sync";
import { equal, rejects, type Test } from "./assert.ts";
import { ALL, bytesOf, checking, held, other, space, sum, wijk } from "./shelf.ts";
import { laneCases } from "./store-lanes.ts";

/**
 * What every store does.
 *
 * @param open a new, empty store at every call
 */
export function storeContract(test: Test, open: () => Promise<Store>): void {
  const check = checking(open);
  laneCases(test, open);

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
