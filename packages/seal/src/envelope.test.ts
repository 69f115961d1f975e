import {
  admissionMessage,
  type Envelope,
  ERASE_SEQ,
  FLAG,
  hex,
  type LaneKey,
  LIMIT,
  layOut,
  parse,
  type SpaceId,
  signedMessage,
  ZERO_ID,
} from "@wijkkit/envelope";
import { signingKeys } from "@wijkkit/identity";
import fc from "fast-check";
import nacl from "tweetnacl";
import { describe, expect, test } from "vitest";
import { nodeVerify } from "../../../test/support/node-verify.ts";
import { fixedRandom } from "../../../test/support/people.ts";
import { type Body, close, closeErase, epochKeys, open, PAYLOAD_LIMIT, type Place, padded } from "./index.ts";
import { pad } from "./padding.ts";

const space = "5".repeat(40) as SpaceId;
const random = fixedRandom("device");
const epoch = epochKeys(random(32), space);
const lane = signingKeys(random(32));
const base: Place = { flags: FLAG.BASE, seq: 0, prev: ZERO_ID, hour: 490_000, expires: 0 };
const next: Place = { flags: 0, seq: 1, prev: "ab".repeat(32) as Place["prev"], hour: 490_000, expires: 0 };
const owner = { document: random(16), identity: random(32), certificate: random(64) };
const nobody = { document: random(16), identity: new Uint8Array(32), certificate: new Uint8Array(64) };

function parsed(bytes: Uint8Array): Envelope {
  const result = parse(bytes);
  if ("reason" in result) throw new Error(result.reason);
  return result.envelope;
}

/** An envelope around any plaintext, as a member who keeps to no grammar would seal it. Its signature is not looked at. */
function around(plain: Uint8Array, place = next): Envelope {
  const nonce = random(24);
  const gate = (place.flags & FLAG.BASE) !== 0 ? new Uint8Array(64) : undefined;
  const laneKey = hex(lane.public) as LaneKey;
  const header = { ...place, version: 1 as const, space, epoch: epoch.id, lane: laneKey };
  const before = layOut(header, gate, nonce, nacl.secretbox(plain, nonce, epoch.content));
  return parsed(Buffer.concat([before, new Uint8Array(64)]));
}

describe("closing", () => {
  const bodies = fc.tuple(fc.boolean(), fc.boolean(), fc.nat({ max: 255 }), fc.uint8Array({ maxLength: 2000 }));

  test("[SE3] what is closed verifies under lane and gate key, and opens to the same body", async () => {
    await fc.assert(
      fc.asyncProperty(bodies, async ([isBase, isAnonymous, kind, payload]) => {
        const body: Body = { kind, ...(isBase && (isAnonymous ? nobody : owner)), payload };
        const { bytes, id } = close(isBase ? base : next, lane, epoch, body, random);
        const envelope = parsed(bytes);
        expect(envelope.id).toBe(id);
        const signed = signedMessage(bytes.subarray(0, -64));
        expect(await nodeVerify(lane.public, signed, envelope.signature)).toBe(true);
        if (isBase) {
          const admission = admissionMessage(space, epoch.id, envelope.lane);
          expect(await nodeVerify(epoch.gate.public, admission, envelope.gate ?? new Uint8Array(64))).toBe(true);
        }
        expect(open(envelope, epoch)).toEqual({ body });
      }),
      { numRuns: 40 },
    );
  });

  test("[SE4] a box tells no more of its body's length than the padding does", () => {
    for (const length of [0, 1, 250, 251, 252, 5000]) {
      const { bytes } = close(next, lane, epoch, { kind: 1, payload: new Uint8Array(length) }, random);
      expect(parsed(bytes).box.length).toBe(16 + padded(4 + 1 + length));
    }
  });

  test("[SE4] padding grows with the length, adds at most an eighth, and is its own padding", () => {
    fc.assert(
      fc.property(fc.nat({ max: 2 ** 31 - 1 }), (length) => {
        const whole = padded(length);
        expect(whole).toBeGreaterThanOrEqual(Math.max(length, 256));
        if (length > 256) expect(whole).toBeLessThanOrEqual(length * 1.125);
        expect(padded(whole)).toBe(whole);
        expect(padded(length + 1)).toBeGreaterThanOrEqual(whole);
      }),
    );
  });

  test("[SE5] the largest payload fits an envelope, and one byte more throws", () => {
    const largest: Body = { kind: 1, ...owner, payload: new Uint8Array(PAYLOAD_LIMIT.base) };
    const other: Body = { kind: 1, payload: new Uint8Array(PAYLOAD_LIMIT.other) };
    expect(PAYLOAD_LIMIT).toEqual({ base: 63_371, other: 63_483 });
    for (const [place, body] of [[base, largest] as const, [next, other] as const]) {
      const { bytes } = close(place, lane, epoch, body, random);
      expect(bytes.length).toBeLessThanOrEqual(LIMIT.envelope);
      expect(open(parsed(bytes), epoch)).toHaveProperty("body.payload.length", body.payload.length);
      const larger = { ...body, payload: new Uint8Array(body.payload.length + 1) };
      expect(() => close(place, lane, epoch, larger, random)).toThrow(RangeError);
    }
    const step = padded(4 + 1 + PAYLOAD_LIMIT.other + 1);
    expect(106 + 24 + 16 + step + 64).toBeGreaterThan(LIMIT.envelope);
  });

  test("[SE6] the fields of a BASE anywhere else, missing or of a wrong length throw", () => {
    const payload = new Uint8Array(0);
    const wrong: [Place, Body][] = [
      [next, { kind: 1, ...owner, payload }],
      [next, { kind: 1, document: owner.document, payload }],
      [base, { kind: 1, payload }],
      [base, { kind: 1, ...owner, document: new Uint8Array(15), payload }],
      [base, { kind: 256, ...owner, payload }],
      [
        { ...base, flags: FLAG.BASE | FLAG.ERASE, seq: ERASE_SEQ },
        { kind: 1, ...owner, payload },
      ],
    ];
    for (const [place, body] of wrong) expect(() => close(place, lane, epoch, body, random)).toThrow();
  });

  test("[SE7] an ERASE is empty, last and without end", () => {
    const envelope = parsed(closeErase(490_000, lane, epoch, random).bytes);
    expect(envelope).toMatchObject({ isErase: true, isBase: true, seq: ERASE_SEQ, prev: ZERO_ID, expires: 0 });
    const plain = nacl.secretbox.open(envelope.box, envelope.nonce, epoch.content);
    expect(plain).toEqual(new Uint8Array(256));
    expect(open(envelope, epoch)).toEqual({ reason: "erase" });
  });

  test("[SE8] the same words twice are two envelopes with nothing alike in their boxes", () => {
    const body: Body = { kind: 1, payload: new Uint8Array(100) };
    const [a, b] = [close(next, lane, epoch, body, random), close(next, lane, epoch, body, random)].map(({ bytes }) =>
      parsed(bytes),
    );
    expect(a?.nonce).not.toEqual(b?.nonce);
    expect(a?.box).not.toEqual(b?.box);
  });
});

describe("opening", () => {
  const body: Body = { kind: 1, ...owner, payload: new TextEncoder().encode("Wie kent een loodgieter?") };
  const { bytes } = close(base, lane, epoch, body, random);

  test("[SE9] another epoch's or another space's keys open nothing", () => {
    const envelope = parsed(bytes);
    expect(open(envelope, epochKeys(random(32), space))).toEqual({ reason: "epoch" });
    expect(open(envelope, epochKeys(epoch.secret, "6".repeat(40) as SpaceId))).toEqual({ reason: "epoch" });
    expect(open({ ...envelope, space: "6".repeat(40) as SpaceId }, epoch)).toEqual({ reason: "epoch" });
    expect(open(envelope, { ...epoch, content: random(32) })).toEqual({ reason: "box" });
  });

  test("[SE9] a box with any byte changed does not open", () => {
    const envelope = parsed(bytes);
    for (let at = 0; at < envelope.box.length; at++) {
      const box = Uint8Array.from(envelope.box);
      box[at] = (box[at] ?? 0) ^ 1;
      expect(open({ ...envelope, box }, epoch)).toEqual({ reason: "box" });
    }
  });

  test("[SE10] a plaintext that is not padded as it must be is refused", () => {
    const good = pad(Uint8Array.of(1, 2, 3));
    expect(open(around(good), epoch)).toEqual({ body: { kind: 1, payload: Uint8Array.of(2, 3) } });
    const wrong = [
      good.with(255, 1),
      good.with(7, 1),
      good.with(0, 255),
      good.with(2, 1),
      good.subarray(0, 255),
      Buffer.concat([good, new Uint8Array(16)]),
      Buffer.concat([good, new Uint8Array(256)]),
      pad(new Uint8Array(1000)).subarray(0, 1008),
      new Uint8Array(0),
      new Uint8Array(3),
    ];
    for (const plain of wrong) expect(open(around(plain), epoch)).toEqual({ reason: "padding" });
  });

  test("[SE11] a body without its fixed fields, or half anonymous, is refused", () => {
    const fields = Buffer.concat([Uint8Array.of(1), owner.document, owner.identity, owner.certificate]);
    const nameless = Buffer.concat([Uint8Array.of(1), owner.document, nobody.identity, owner.certificate]);
    const unproven = Buffer.concat([Uint8Array.of(1), owner.document, owner.identity, nobody.certificate]);
    expect(open(around(pad(fields), base), epoch)).toEqual({ body: { kind: 1, ...owner, payload: new Uint8Array(0) } });
    for (const content of [new Uint8Array(0), fields.subarray(0, -1), nameless, unproven]) {
      expect(open(around(pad(content), base), epoch)).toEqual({ reason: "body" });
    }
    expect(open(around(pad(new Uint8Array(0))), epoch)).toEqual({ reason: "body" });
  });

  test("[SE12] whatever a member sealed opens to a body or a reason", () => {
    const lengthThenAny = fc
      .tuple(fc.nat({ max: 700 }), fc.uint8Array({ maxLength: 700 }))
      .map(([length, rest]) => Buffer.concat([Buffer.from([0, 0, length >> 8, length & 255]), rest]));
    const plains = fc.oneof(
      fc.uint8Array({ maxLength: 700 }),
      lengthThenAny,
      fc.uint8Array({ maxLength: 600 }).map(pad),
      fc.uint8Array({ maxLength: 600 }).map((content) => Buffer.concat([pad(content), Buffer.alloc(16)])),
    );
    fc.assert(
      fc.property(plains, fc.boolean(), (plain, isBase) => {
        const result = open(around(plain, isBase ? base : next), epoch);
        const isCanonical = "body" in result && Buffer.from(pad(written(result.body))).equals(plain);
        expect(isCanonical || ("reason" in result && /^(?:padding|body)$/.test(result.reason))).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

function written({ kind, document, identity, certificate, payload }: Body): Uint8Array {
  const fields = [document, identity, certificate].filter((field) => field !== undefined);
  return Buffer.concat([Uint8Array.of(kind), ...fields, payload]);
}

test("[SE2] a secret of a wrong length throws", () => {
  expect(() => epochKeys(new Uint8Array(31), space)).toThrow(RangeError);
});
