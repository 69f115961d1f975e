import type { Envelope } from "@wijkkit/envelope";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { Feed } from "./feed.ts";
import { forge } from "./testing/forge.ts";
import { forger } from "./testing/forger.ts";
import { type Device, device, foundWijk, member, NEW_YEAR, shown } from "./testing/wijk.ts";

const wijk = foundWijk(["Bram", "Chloe", "Mallory"]);
const all: Envelope[] = [];
let expected: unknown[] = [];
let ofBram: unknown[] = [];

/** Everything there is, given to one device in an order of its own. */
async function reader(envelopes: readonly Envelope[], chunks: readonly number[]): Promise<Device> {
  const one = await device(wijk, "Dirk");
  let at = 0;
  for (let n = 0; at < envelopes.length; n += 1) {
    const size = 1 + (chunks[n % (chunks.length || 1)] ?? envelopes.length);
    await one.documents.takeMany(envelopes.slice(at, at + size));
    at += size;
  }
  return one;
}

/** Anna on two devices that see each other now and then, Bram once a snapshot further, Chloe, and Mallory. */
beforeAll(async () => {
  const [phone, bram, chloe] = [await member(wijk, "Anna"), await member(wijk, "Bram"), await member(wijk, "Chloe")];
  const laptop = await device(wijk, "Anna", 2);
  const write = ({ documents }: Device, id: string, text: string) =>
    documents.change((feed) => {
      feed.create({ id, kind: "note", at: NEW_YEAR, texts: { body: text } });
      feed.edit(id, "body", text, NEW_YEAR);
    });
  for (let n = 0; n < 6; n += 1) {
    write(phone, `phone${n % 3}`, `van de telefoon ${n}`);
    write(laptop, `phone${n % 2}`, `${n} van de laptop`);
    write(bram, `bram${n}`, "x".repeat(n === 3 ? 20_000 : 20));
    if (n === 4) for (let part = 0; part < 4; part += 1) write(bram, `part${part}`, "é".repeat(20_000));
    const [fromPhone, fromLaptop] = [phone.save(), laptop.save()];
    all.push(...fromPhone, ...fromLaptop, ...bram.save());
    if (n % 2 === 1) await phone.documents.takeMany(fromLaptop);
    if (n % 3 === 1) await laptop.documents.takeMany(fromPhone);
  }
  write(chloe, "chloe", "Dag");
  all.push(...chloe.save(), ...(await mallory()));
  ofBram = [...bram.documents.table.byOwner(bram.documents.me)];
  expected = shown(await reader(all, []));
});

/** A member who means no good: foreign clients, clocks used twice, deletes of everything, a lane for another document. */
async function mallory(): Promise<Envelope[]> {
  const own = await member(wijk, "Mallory");
  const [one, two] = [forger(wijk, "Mallory", "m1"), forger(wijk, "Mallory", "m2")];
  const state = (client: number, body: string) => {
    const feed = new Feed(one.identity, client);
    feed.create({ id: "nep", kind: "note", at: 5, texts: { body } });
    return feed.state();
  };
  const wipe = forge([], [{ client: one.client, ranges: [[0, 3]] }]);
  const bram = forge([{ client: 7, clock: 0, structs: [{ parent: "records", sub: "bram0", content: { type: 1 } }] }]);
  return [
    ...own.save(),
    one.base(state(one.client, "wit")),
    one.batch(bram),
    one.batch(Uint8Array.of(255, 255, 255)),
    two.base(state(one.client, "rij")),
    two.batch(wipe),
    two.base(state(two.client, "zwart")),
    forger(wijk, "Mallory", "m3").base(state(3, "x"), { document: new Uint8Array(16) }),
    forger(wijk, "Mallory", "m4").erase(),
  ];
}

describe("envelopes of several authors", () => {
  test("[DO43] are worth the looking at", () => {
    expect(all.length).toBeGreaterThan(25);
    expect(all.filter(({ isBase, isMore }) => isBase && isMore).length).toBeGreaterThan(0);
    expect(expected.length).toBeGreaterThan(12);
    expect(ofBram).toHaveLength(10);
    expect(expected).toEqual(expect.arrayContaining(ofBram));
    expect(expected).toContainEqual(expect.objectContaining({ id: "nep" }));
  });

  test("[DO43] in any order, any number of times and in any parts give the same table", async () => {
    const chunk = fc.array(fc.nat(9), { minLength: 1, maxLength: 4 });
    const shuffled = fc.shuffledSubarray([...all, ...all], { minLength: 2 * all.length, maxLength: 2 * all.length });
    await fc.assert(
      fc.asyncProperty(shuffled, chunk, async (envelopes, chunks) => {
        const one = await reader(envelopes, chunks);
        expect(shown(one)).toEqual(expected);
        expect(one.documents.parked.waiting.member).toBe(0);
      }),
      { numRuns: 15 },
    );
  });

  test("[DO43] half of them, then all of them, give the same table", async () => {
    await fc.assert(
      fc.asyncProperty(fc.subarray(all), async (half) => {
        const one = await reader(half, [3]);
        await one.documents.takeMany(all);
        expect(shown(one)).toEqual(expected);
      }),
      { numRuns: 10 },
    );
  });
});
