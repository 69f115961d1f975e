import { epochKeys } from "@wijkkit/seal";
import { describe, expect, test } from "vitest";
import { Feed } from "./feed.ts";
import { KIND } from "./kinds.ts";
import { forge } from "./testing/forge.ts";
import { forger } from "./testing/forger.ts";
import { type Device, device, foundWijk, member, NEW_YEAR, randomOf, shown } from "./testing/wijk.ts";

const wijk = foundWijk(["Bram", "Chloe"]);
const accepted = { verdict: "accepted" };

function say(id: string, body: string) {
  return { id, kind: "note", at: NEW_YEAR, texts: { body } };
}

/** A feed of one record, as its owner's device would seal it. */
function feedState(owner: string, client: number, body = "hallo"): Uint8Array {
  const feed = new Feed(owner, client);
  feed.create(say("note", body));
  return feed.state();
}

/** A device of Chloe's, who knows Anna's and Bram's membership. */
async function chloe(): Promise<Device> {
  const [anna, bram, own] = [await member(wijk, "Anna"), await member(wijk, "Bram"), await member(wijk, "Chloe")];
  await own.documents.takeMany([...anna.save(), ...bram.save()]);
  return own;
}

describe("two neighbours", () => {
  test("[DO40] what one writes the other sees, and after a restart still does", async () => {
    const [anna, bram] = [await member(wijk, "Anna"), await member(wijk, "Bram")];
    anna.documents.change((feed) => feed.create(say("one", "Hallo buren")));
    bram.documents.change((feed) => feed.create(say("two", "Dag Anna")));
    const [fromAnna, fromBram] = [anna.save(), bram.save()];
    expect(await bram.documents.takeMany(fromAnna)).toEqual(fromAnna.map(() => accepted));
    expect(await anna.documents.takeMany(fromBram)).toEqual(fromBram.map(() => accepted));
    expect(shown(anna)).toHaveLength(2);
    expect(shown(anna)).toEqual(shown(bram));
    const again = await device(wijk, "Bram", 1, [...fromBram, ...fromAnna]);
    expect(shown(again)).toEqual(shown(bram));
    expect(again.documents.membership.name).toBe("Middelland");
  });

  test("[DO36] a lane of operations begins with all of its author's, and goes on with the new ones", async () => {
    const anna = await member(wijk, "Anna");
    const [base] = anna.save();
    const more = wijk.joining.get("Bram")?.redeem ?? new Uint8Array();
    await anna.documents.addOperation(more);
    const [next] = anna.save();
    expect([base?.isBase, next?.isBase]).toEqual([true, false]);
    await anna.documents.addOperation(wijk.founding);
    expect(anna.save()).toEqual([]);
    const chloes = await member(wijk, "Chloe");
    if (base) await chloes.documents.take(base);
    if (next) expect(await chloes.documents.take(next)).toEqual(accepted);
    expect(chloes.documents.membership.members.size).toBe(3);
  });

  test("[DO37] an operation counts whoever's lane it comes in", async () => {
    const bram = await member(wijk, "Bram");
    const chloes = await member(wijk, "Chloe");
    for (const operation of [wijk.founding, ...[...wijk.joining.values()].map(({ invite }) => invite)]) {
      await bram.documents.addOperation(operation);
    }
    await chloes.documents.takeMany(bram.save());
    expect(chloes.documents.membership.members.size).toBe(3);
  });

  test("[DO53] a change shows at once on the device where it was made, member or not yet", async () => {
    const bram = await member(wijk, "Bram");
    let told = 0;
    const stop = bram.documents.onChange(() => {
      told += 1;
    });
    bram.documents.change((feed) => feed.create(say("one", "alvast")));
    stop();
    expect(bram.documents.membership.members.size).toBe(0);
    expect([...bram.documents.table.byOwner(bram.documents.me)]).toMatchObject([{ fields: { body: "alvast" } }]);
    expect([told, bram.documents.pending]).toEqual([1, true]);
    bram.save();
    expect(bram.documents.pending).toBe(false);
  });
});

describe("judging by members", () => {
  test("[DO41] the feed of somebody who is no member yet waits, counted, and shows once they are", async () => {
    const [anna, bram, own] = [await member(wijk, "Anna"), await member(wijk, "Bram"), await member(wijk, "Chloe")];
    bram.documents.change((feed) => feed.create(say("one", "Hallo")));
    const [operations, feed] = bram.save();
    if (!operations || !feed) throw new Error("two lanes");
    expect(await own.documents.take(feed)).toEqual({ verdict: "parked", waiting: "member" });
    expect(own.documents.parked).toMatchObject({ envelopes: 1, waiting: { member: 1, prev: 0, certificate: 0 } });
    expect(await own.documents.take(operations)).toEqual(accepted);
    expect(own.documents.table.size).toBe(0);
    await own.documents.takeMany(anna.save());
    expect(own.documents.table.size).toBe(1);
    expect(own.documents.parked.envelopes).toBe(0);
    expect(await own.documents.take(feed)).toEqual({ ...accepted, known: true });
  });

  test("[DO42] what comes before its BASE, or over a gap, waits for it", async () => {
    const own = await chloe();
    const bram = forger(wijk, "Bram", "lane");
    const base = bram.base(feedState(bram.identity, bram.client));
    const clock = 4 + "hallo".length;
    const next = (n: number) =>
      bram.batch(
        forge([
          {
            client: bram.client,
            clock: clock + n,
            structs: [{ left: { client: bram.client, clock: clock + n - 1 }, content: { words: "!" } }],
          },
        ]),
      );
    const [first, second] = [next(0), next(1)];
    const waits = { verdict: "parked", waiting: "prev" };
    expect(await own.documents.take(second)).toEqual(waits);
    expect(await own.documents.take(base)).toEqual(accepted);
    expect(own.documents.parked.waiting.prev).toBe(1);
    expect(own.documents.table.get(`${bram.identity.slice(0, 16)}.note`)?.fields.body).toBe("hallo");
    expect(await own.documents.take(first)).toEqual(accepted);
    expect(own.documents.table.get(`${bram.identity.slice(0, 16)}.note`)?.fields.body).toBe("hallo!!");
    expect(own.documents.parked.envelopes).toBe(0);
  });

  test("[DO38] what does not open, does not certify or is no feed is refused with a reason", async () => {
    const own = await chloe();
    const state = feedState("b".repeat(64), 1);
    const judged = async (envelope: ReturnType<ReturnType<typeof forger>["base"]>) => own.documents.take(envelope);
    const anna = forger(wijk, "Anna", "a");
    const refused = (reason: string) => ({ verdict: "refused", reason });
    const others = { ...wijk, epoch: { ...wijk.epoch, content: new Uint8Array(32) } };
    expect(await judged(forger(others, "Bram", "1").base(state))).toEqual(refused("box"));
    const identity = Uint8Array.from(Buffer.from(anna.identity, "hex"));
    expect(await judged(forger(wijk, "Bram", "2").base(state, { identity }))).toEqual(refused("certificate"));
    const anonymous = { identity: new Uint8Array(32), certificate: new Uint8Array(64) };
    expect(await judged(forger(wijk, "Bram", "3").base(state, anonymous))).toEqual(refused("certificate"));
    expect(await judged(forger(wijk, "Bram", "4").base(Uint8Array.of(9, 9)))).toEqual(refused("document"));
    expect(own.documents.table.size).toBe(0);
  });

  test("[DO39] a feed under another document's id counts nothing, however well certified", async () => {
    const own = await chloe();
    const bram = forger(wijk, "Bram", "5");
    const document = randomOf("document")(16);
    const envelope = bram.base(feedState(bram.identity, bram.client), { document });
    expect(await own.documents.take(envelope)).toEqual({ verdict: "refused", reason: "document" });
    expect(own.documents.table.size).toBe(0);
  });

  test("[DO10] a batch with another's client id is refused, and what comes after it still counts", async () => {
    const own = await chloe();
    const bram = forger(wijk, "Bram", "6");
    await own.documents.take(bram.base(feedState(bram.identity, bram.client)));
    const foreign = forge([{ client: 5, clock: 0, structs: [{ parent: "records", sub: "x", content: { type: 1 } }] }]);
    expect(await own.documents.take(bram.batch(foreign))).toEqual({ verdict: "refused", reason: "document" });
    const removal = forge([], [{ client: bram.client, ranges: [[0, 1]] }]);
    expect(await own.documents.take(bram.batch(removal))).toEqual(accepted);
    expect(own.documents.table.size).toBe(0);
  });

  test("[DO27] a second envelope at one place is refused as a fork", async () => {
    const own = await chloe();
    const bram = forger(wijk, "Bram", "7");
    const envelopes = [
      bram.base(feedState(bram.identity, bram.client)),
      bram.batch(forge([], [{ client: bram.client, ranges: [[0, 1]] }])),
    ] as const;
    await own.documents.takeMany(envelopes);
    const twin = bram.twin(envelopes[1], feedState(bram.identity, bram.client));
    expect(await own.documents.take(twin)).toEqual({ verdict: "refused", reason: "fork" });
  });

  test("[DO16] nobody stands above the others for years by a date in the future", async () => {
    const own = await chloe();
    const bram = forger(wijk, "Bram", "8");
    const feed = new Feed(bram.identity, bram.client);
    feed.create({ id: "r", kind: "note", at: 2 ** 50 });
    await own.documents.take(bram.base(feed.state()));
    expect(own.documents.table.get(`${bram.identity.slice(0, 16)}.r`)?.at).toBe(NEW_YEAR + 3_599_999);
  });

  test("[DO44] ERASE takes a lane's words from the table, and nothing of the lane is taken again", async () => {
    const own = await chloe();
    const bram = forger(wijk, "Bram", "9");
    const base = bram.base(feedState(bram.identity, bram.client));
    await own.documents.take(base);
    expect(own.documents.table.size).toBe(1);
    expect(await own.documents.take(bram.erase())).toEqual(accepted);
    expect(own.documents.table.size).toBe(0);
    expect(await own.documents.take(base)).toEqual({ verdict: "refused", reason: "erased" });
  });

  test("[DO46] an envelope of an epoch or space whose secret is not held waits", async () => {
    const own = await chloe();
    const elsewhere = { ...wijk, epoch: epochKeys(new Uint8Array(32), wijk.space) };
    const envelope = forger(elsewhere, "Bram").base(new Uint8Array());
    expect(await own.documents.take(envelope)).toEqual({ verdict: "parked", waiting: "epoch" });
  });

  test("[DO47] kinds that a later version brings are accepted, counted as waiting, and change nothing", async () => {
    const own = await chloe();
    const later = forger(wijk, "Bram", "10");
    expect(await own.documents.take(later.base(Uint8Array.of(1, 2), { kind: KIND.account }))).toEqual(accepted);
    expect(await own.documents.take(later.batch(Uint8Array.of(3), KIND.account))).toEqual(accepted);
    expect(own.documents.parked.waiting.certificate).toBe(1);
    expect(own.documents.table.size).toBe(0);
  });

  test("[DO14] a lane whose new BASE claims another owner goes over to that one", async () => {
    const own = await chloe();
    const bram = forger(wijk, "Bram", "11");
    await own.documents.take(bram.base(feedState(bram.identity, bram.client)));
    expect([...own.documents.table.byOwner(bram.identity)]).toHaveLength(1);
    await own.documents.take(bram.base(Uint8Array.of(0, 0), { kind: KIND.membership }));
    expect([...own.documents.table.byOwner(bram.identity)]).toHaveLength(0);
  });
});
