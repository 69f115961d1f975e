import fc from "fast-check";
import { expect, test } from "vitest";
import { Wijk } from "../../../test/support/envelopes.ts";
import { Party } from "../../../test/support/party.ts";
import { takeBundle, writeBundle } from "./bundle.ts";

const wijk = new Wijk("a stick");
const lanes = Array.from({ length: 40 }, (_, n) => wijk.lane(`lane ${n}`).some(n % 7 === 0 ? 20 : 1));

async function* inChunks(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function bundleOf(party: Party): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of writeBundle(party.replica, [wijk.space])) parts.push(part);
  return new Uint8Array(Buffer.concat(parts));
}

async function full(): Promise<{ party: Party; bundle: Uint8Array }> {
  const party = await Party.of(wijk);
  await party.write(lanes.flat());
  return { party, bundle: await bundleOf(party) };
}

test("[SS60] [SS61] a bundle brings all that somebody holds to who holds nothing, in chunks of any size, and once", async () => {
  const { party, bundle } = await full();
  const all = lanes.flat().length;
  for (const size of [1, 7, 4_096, bundle.length]) {
    const fresh = await Party.of(wijk, { knows: false });
    let read = 0;
    const taken = await takeBundle(fresh.replica, inChunks(bundle, size), {
      progress: (bytes) => {
        read = bytes;
      },
    });
    expect(taken).toEqual({ accepted: all, known: 0, waiting: 0, refused: 0, isCut: false });
    expect(read).toBe(bundle.length);
    expect(await fresh.holds()).toEqual(await party.holds());
    const again = await takeBundle(fresh.replica, inChunks(bundle, size));
    expect(again).toEqual({ accepted: 0, known: all, waiting: 0, refused: 0, isCut: false });
  }
});

test("[SS62] of a bundle that was cut anywhere what is there is kept, and the whole one brings the rest", async () => {
  const { party, bundle } = await full();
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 17, max: bundle.length - 1 }), async (length) => {
      const fresh = await Party.of(wijk, { knows: false });
      const taken = await takeBundle(fresh.replica, inChunks(bundle.subarray(0, length), 1_000));
      const before = (await fresh.holds()).length;
      expect(taken?.refused).toBe(0);
      const rest = await takeBundle(fresh.replica, inChunks(bundle, 1_000));
      expect((await fresh.holds()).length).toBeGreaterThanOrEqual(before);
      expect(rest?.isCut).toBe(false);
      expect(await fresh.holds()).toEqual(await party.holds());
    }),
    { numRuns: 15 },
  );
});

test("[SS63] whatever bytes, nothing is taken that is not valid, and nothing is thrown", async () => {
  const { party, bundle } = await full();
  expect(await takeBundle(party.replica, inChunks(new Uint8Array(0), 9))).toBeUndefined();
  expect(await takeBundle(party.replica, inChunks(new TextEncoder().encode("%PDF-1.7"), 9))).toBeUndefined();
  const valid = new Set(await party.holds());
  await fc.assert(
    fc.asyncProperty(fc.nat(), fc.integer({ min: 1, max: 255 }), async (at, by) => {
      const where = 17 + (at % (bundle.length - 17));
      const altered = bundle.with(where, (bundle[where] ?? 0) ^ by);
      const fresh = await Party.of(wijk, { knows: false });
      expect(await takeBundle(fresh.replica, inChunks(altered, 4_096))).toBeDefined();
      // What an alteration hides is a snapshot that is older; what it brings is nothing of its own.
      for (const one of await fresh.holds()) {
        const [lane = "", seq = ""] = one.split(" ");
        const known = [...valid].find((each) => each.startsWith(lane)) ?? "";
        expect(Number(seq)).toBeLessThanOrEqual(Number(known.split(" ")[1] ?? -1));
      }
    }),
    { numRuns: 40 },
  );
});
