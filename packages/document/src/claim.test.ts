import type { Envelope } from "@wijkkit/envelope";
import { epochKeys, open } from "@wijkkit/seal";
import { beforeAll, describe, expect, test } from "vitest";
import { Feed } from "./feed.ts";
import { SpaceDocuments } from "./space.ts";
import { forger } from "./testing/forger.ts";
import { device, foundWijk, member, NEW_YEAR, person, randomOf, shown, verify } from "./testing/wijk.ts";

const wijk = foundWijk(["Bram", "Mallory"]);
const other = epochKeys(randomOf("other epoch")(32), wijk.space);
const refused = { verdict: "refused", reason: "certificate" };
let honest: Envelope[] = [];
let copied: Envelope;
let elsewhere: Envelope;

beforeAll(async () => {
  const anna = await member(wijk, "Anna");
  anna.documents.change((feed) => feed.create({ id: "own", kind: "note", at: NEW_YEAR }));
  honest = anna.save();
  const feed = honest.at(-1);
  const opened = feed && open(feed, wijk.epoch);
  if (opened === undefined || !("body" in opened)) throw new Error("no feed of Anna's");
  const { identity, certificate, document } = opened.body;
  if (!identity || !certificate || !document) throw new Error("no BASE");
  const claim = { identity, certificate, document };
  const forged = (mallory: ReturnType<typeof forger>) => {
    const doc = new Feed(anna.documents.me, mallory.client);
    doc.create({ id: "forged", kind: "note", at: NEW_YEAR });
    return mallory.base(doc.state(), claim);
  };
  copied = forged(forger(wijk, "Mallory"));
  elsewhere = forged(forger({ ...wijk, epoch: other }, "Mallory"));
});

describe("a copied certificate", () => {
  test("[DO56] is refused after the true one, before it, and together with it", async () => {
    const after = await device(wijk, "Bram", 1, honest);
    expect(await after.documents.take(copied)).toEqual(refused);
    const before = await device(wijk, "Bram");
    expect(await before.documents.take(copied)).toEqual(refused);
    await before.documents.takeMany(honest);
    const together = await device(wijk, "Bram");
    expect((await together.documents.takeMany([...honest, copied])).at(-1)).toEqual(refused);
    const turned = await device(wijk, "Bram");
    expect((await turned.documents.takeMany([copied, ...honest]))[0]).toEqual(refused);
    for (const one of [after, before, together, turned]) expect(shown(one)).toMatchObject([{ id: "own" }]);
  });

  test("[DO56] is refused after a restart, in one batch with the true one or in a later one", async () => {
    const sorted = [...honest, copied].sort((a, b) => (a.lane < b.lane ? -1 : 1));
    for (const store of [sorted, sorted.toReversed()]) {
      expect(shown(await device(wijk, "Bram", 1, store))).toMatchObject([{ id: "own" }]);
    }
    const later = await device(wijk, "Bram", 1, honest);
    await later.documents.takeMany([copied]);
    expect(shown(later)).toMatchObject([{ id: "own" }]);
  });

  test("[DO56] is refused in another epoch", async () => {
    const documents = new SpaceDocuments({
      ...{ space: wijk.space, epochs: [wijk.epoch, other], seed: person("Bram").seed, device: new Uint8Array(16) },
      ...{ verify, now: () => NEW_YEAR, random: randomOf("two epochs") },
    });
    await documents.takeMany(honest);
    expect(await documents.take(elsewhere)).toEqual(refused);
    expect([...documents.table.byKind("note")]).toMatchObject([{ id: "own" }]);
  });

  test("[DO56] puts no words into what its victim signs", async () => {
    const anna = await device(wijk, "Anna", 1, [...honest]);
    await anna.documents.take(copied);
    expect([...anna.documents.table.byOwner(anna.documents.me)]).toMatchObject([{ id: "own" }]);
    for (let n = 0; n < 20; n += 1) {
      anna.documents.change((feed) => feed.set("own", { n }));
      anna.save();
    }
    const reader = await device(wijk, "Bram", 1, anna.store);
    expect(shown(reader)).toMatchObject([{ id: "own", fields: { n: 19 } }]);
  });
});
