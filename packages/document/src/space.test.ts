import { describe, expect, test } from "vitest";
import { device, foundWijk, member, NEW_YEAR, shown } from "./testing/wijk.ts";

const wijk = foundWijk(["Bram", "Chloe"]);

function say(id: string, body: string) {
  return { id, kind: "note", at: NEW_YEAR, texts: { body } };
}

describe("two neighbours", () => {
  test("[DO40] what one writes the other sees, once membership is there", async () => {
    const anna = await member(wijk, "Anna");
    const bram = await member(wijk, "Bram");
    anna.documents.change((feed) => feed.create(say("one", "Hallo buren")));
    bram.documents.change((feed) => feed.create(say("two", "Dag Anna")));
    const [fromAnna, fromBram] = [anna.save(), bram.save()];
    expect(await bram.documents.takeMany(fromAnna)).toEqual(fromAnna.map(() => ({ verdict: "accepted" })));
    expect(await anna.documents.takeMany(fromBram)).toEqual(fromBram.map(() => ({ verdict: "accepted" })));
    expect(shown(anna)).toHaveLength(2);
    expect(shown(anna)).toEqual(shown(bram));
    const again = await device(wijk, "Bram", 1, [...fromBram, ...fromAnna]);
    expect(shown(again)).toEqual(shown(bram));
  });
});
