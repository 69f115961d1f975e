import { readFileSync } from "node:fs";
import {
  chooseVerify,
  type EnvelopeId,
  type EpochId,
  epochId,
  type Header,
  hex,
  judge,
  KnownSpaces,
  type LaneKey,
  type LaneState,
  layOut,
  layOutRecord,
  parse,
  parseRecord,
  type SpaceId,
  spaceId,
  unhex,
} from "@wijkkit/envelope";
import { describe, expect, test } from "vitest";
import envelopes from "./envelope.json" with { type: "json" };
import { make } from "./make.ts";
import records from "./record.json" with { type: "json" };
import { PUBLISHED, secretbox } from "./secretbox.ts";

const published = (name: keyof typeof PUBLISHED) => unhex(PUBLISHED[name]);

function parsed(bytes: string) {
  const result = parse(unhex(bytes));
  if ("reason" in result) throw new Error(result.reason);
  return result.envelope;
}

describe("known answers", () => {
  test("[EN1] the maker's own secretbox gives NaCl's published answer", () => {
    const sealed = secretbox(published("message"), published("nonce"), published("key"));
    expect(hex(sealed)).toBe(PUBLISHED.sealed);
  });

  test("[EN1] [SR1] the committed vectors are what make.ts makes", () => {
    for (const [name, value] of Object.entries(make())) {
      const file = readFileSync(`${import.meta.dirname}/${name}`, "utf8");
      expect(`${JSON.stringify(value, null, 2)}\n`, name).toBe(file);
    }
  });

  for (const known of envelopes.envelopes) {
    test(`[EN1] [EN9] the ${known.name} parses to its fields, and these lay out to its bytes`, () => {
      const envelope = parsed(known.bytes);
      const { version, flags, seq, hour, expires } = known;
      expect(envelope).toMatchObject({ version, flags, seq, hour, expires, prev: known.prev, id: known.id });
      expect(envelope).toMatchObject({ space: known.space, epoch: known.epoch, lane: known.lane });
      expect(hex(envelope.gate ?? new Uint8Array())).toBe(known.gate);
      expect(hex(envelope.nonce)).toBe(known.nonce);
      expect(hex(envelope.box)).toBe(known.box);
      expect(hex(envelope.signature)).toBe(known.signature);
      const header: Header = envelope;
      const before = layOut(header, envelope.gate, envelope.nonce, envelope.box);
      expect(hex(before) + known.signature).toBe(known.bytes);
    });
  }

  test("[EN33] the whole lane is accepted, envelope by envelope, by WebCrypto and by noble", async () => {
    for (const verify of [await chooseVerify(), await chooseVerify(null)]) {
      let state: LaneState | undefined;
      const held = new Map<number, EnvelopeId>();
      for (const { bytes } of envelopes.envelopes) {
        const envelope = parsed(bytes);
        const verdict = await judge(envelope, {
          ...{ hour: envelope.hour, verify, lane: () => state },
          gateOf: (space, epoch) =>
            space === envelopes.space && epoch === envelopes.epoch ? unhex(envelopes.gatePublic) : undefined,
        });
        expect(verdict).toEqual({ verdict: "accepted" });
        held.set(envelope.seq, envelope.id);
        state = {
          head: { seq: envelope.seq, id: envelope.id },
          ...{ base: 0, erased: envelope.isErase, expires: 0, idAt: (seq) => held.get(seq) },
        };
      }
    }
  });

  test("[EN9] the ids of the space and the epoch are those of the vectors", () => {
    expect(spaceId(unhex(records[0]?.root ?? ""))).toBe(envelopes.space as SpaceId);
    expect(epochId(unhex(envelopes.gatePublic))).toBe(envelopes.epoch as EpochId);
  });

  for (const known of records) {
    test(`[SR1] the ${known.name} record parses to its fields, and these lay out to its bytes`, () => {
      const result = parseRecord(unhex(known.bytes));
      if ("reason" in result) throw new Error(result.reason);
      const { record } = result;
      expect(record).toMatchObject({ revision: known.revision, closings: known.closings, purges: known.purges });
      const keys = { root: [record.root], signer: [record.signer] };
      expect([...keys.root, ...keys.signer].map(hex)).toEqual([known.root, known.signer]);
      expect(record.gates.map(hex)).toEqual(known.gates);
      expect(record.kiosks.map(hex)).toEqual(known.kiosks);
      expect(record.operators.map(hex)).toEqual(known.operators);
      expect(hex(layOutRecord(record)) + known.signature).toBe(known.bytes);
    });
  }

  test("[SR5] [SR6] both records are taken in, the second by the word of the first", async () => {
    const known = new KnownSpaces();
    const verify = await chooseVerify();
    for (const { bytes } of records) {
      expect(await known.accept(unhex(bytes), verify)).toEqual({ verdict: "accepted" });
    }
    const space = envelopes.space as SpaceId;
    expect(hex(known.gateOf(space, envelopes.epoch as EpochId) ?? new Uint8Array())).toBe(envelopes.gatePublic);
    const lanes = records[1]?.closings[0]?.lanes as LaneKey[] | undefined;
    expect([...(known.closed(space, envelopes.epoch as EpochId) ?? [])]).toEqual(lanes);
  });
});
