import { createRequire } from "node:module";
import fc from "fast-check";
import { expect, test } from "vitest";
import { Negentropy } from "./negentropy.ts";
import type { Item } from "./ranges.ts";

/** The implementation of nostr-tools, which has no entry for it. */
const other = createRequire(import.meta.url)("../../../node_modules/nostr-tools/lib/cjs/nip77.js") as {
  NegentropyStorageVector: new () => { insert(time: number, id: string): void; seal(): void };
  Negentropy: new (
    storage: unknown,
    limit: number,
  ) => {
    initiate(): string;
    reconcile(message: string, have?: (id: string) => void, need?: (id: string) => void): string | null;
  };
};

const LIMIT = 4_096;
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const unhex = (text: string) => new Uint8Array(Buffer.from(text, "hex"));
const names = (items: readonly Item[]) => new Set(items.map(({ id }) => hex(id)));

/** Deterministic items: ids that are spread, and times that many share. */
function itemOf(n: number): Item {
  const id = new Uint8Array(32);
  for (let at = 0; at < 32; at++) id[at] = (Math.imul(n + 1, 0x9e3779b1) >>> (at % 24)) ^ Math.imul(at + 7, n + 13);
  return { time: 480_000 + (n % 7), id };
}

function theirs(items: readonly Item[]) {
  const storage = new other.NegentropyStorageVector();
  for (const { time, id } of items) storage.insert(time, hex(id));
  storage.seal();
  return new other.Negentropy(storage, LIMIT);
}

/** How two sides come to know what differs: what was found, and how many messages and bytes it took. */
function reconcile(ours: readonly Item[], others: readonly Item[], limit = LIMIT) {
  const [one, two] = [new Negentropy(ours, limit), new Negentropy(others, limit)];
  const found = { have: new Set<string>(), need: new Set<string>() };
  let [bytes, trips]: [number, number] = [0, 0];
  for (let message: Uint8Array | undefined = one.initiate(); message; ) {
    const answer = two.answer(message);
    const step = answer && one.proceed(answer);
    if (step === undefined) throw new Error("no message of ours");
    expect(message.length).toBeLessThanOrEqual(limit);
    expect(answer?.length).toBeLessThanOrEqual(limit);
    for (const id of step.have) found.have.add(hex(id));
    for (const id of step.need) found.need.add(hex(id));
    bytes += message.length + (answer?.length ?? 0);
    trips += 1;
    message = step.message;
  }
  return { ...found, bytes, trips };
}

/** Two sets that share some, as lists of numbers. */
const sets = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 4_000 }), fc.constantFrom("both", "both", "both", "one", "other")), {
    maxLength: 1_500,
  })
  .map((all) => {
    const where = new Map(all);
    const of = (side: string) => [...where].filter(([, at]) => at === "both" || at === side).map(([n]) => itemOf(n));
    return { one: of("one"), other: of("other") };
  });

const minus = (one: readonly Item[], two: readonly Item[]) => {
  const known = names(two);
  return new Set([...names(one)].filter((id) => !known.has(id)));
};

test("[SS50] both differences are found, whatever two sides hold, in messages of the size that is allowed", () => {
  fc.assert(
    fc.property(sets, ({ one, other: two }) => {
      const { have, need } = reconcile(one, two);
      expect(have).toEqual(minus(one, two));
      expect(need).toEqual(minus(two, one));
    }),
    { numRuns: 60 },
  );
});

test("[SS50] the implementation of nostr-tools, which can only begin, finds the same differences with our answers", () => {
  fc.assert(
    fc.property(sets, ({ one, other: two }) => {
      const answers = new Negentropy(two, LIMIT);
      const begins = theirs(one);
      const told = { have: new Set<string>(), need: new Set<string>() };
      for (let message: string | null = begins.initiate(); message !== null; ) {
        const answer = answers.answer(unhex(message));
        message = begins.reconcile(
          hex(answer ?? new Uint8Array(0)),
          (id) => told.have.add(id),
          (id) => told.need.add(id),
        );
      }
      expect(told).toEqual({ have: minus(one, two), need: minus(two, one) });
      const { have, need } = reconcile(one, two);
      expect({ have, need }).toEqual(told);
    }),
    { numRuns: 40 },
  );
});

test("[SS50] sets that are one cost a message each way, of less than 1 KiB, however large they are", () => {
  const all = Array.from({ length: 10_000 }, (_, n) => itemOf(n));
  const { bytes, trips } = reconcile(all, all, 65_536);
  expect(trips).toBe(1);
  expect(bytes).toBeLessThan(1_024);
});

test("[SS51] whatever bytes come, there is an answer or none, and never an exception", () => {
  const side = new Negentropy(
    Array.from({ length: 300 }, (_, n) => itemOf(n)),
    LIMIT,
  );
  const ours = [side.initiate(), new Negentropy([itemOf(9_999)], LIMIT).initiate()];
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc.uint8Array({ maxLength: 300 }).map((rest) => Uint8Array.of(0x61, ...rest)),
    fc
      .tuple(fc.constantFrom(...ours), fc.nat(), fc.integer({ min: 1, max: 255 }))
      .map(([message, at, by]) => message.with(at % message.length, (message[at % message.length] ?? 0) ^ by)),
  );
  fc.assert(
    fc.property(bytes, (message) => {
      expect(side.answer(message)?.length ?? 0).toBeLessThanOrEqual(LIMIT);
      expect(side.proceed(message)?.message?.length ?? 0).toBeLessThanOrEqual(LIMIT);
    }),
    { numRuns: 2_000 },
  );
});
