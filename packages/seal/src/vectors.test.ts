import { type EnvelopeId, type EpochId, type LaneKey, parse, parseRecord, type SpaceId } from "@wijkkit/envelope";
import { signingKeys } from "@wijkkit/identity";
import { describe, expect, test } from "vitest";
import { nodeVerify } from "../../../test/support/node-verify.ts";
import certificate from "../../../test/vectors/certificate.json" with { type: "json" };
import lane from "../../../test/vectors/envelope.json" with { type: "json" };
import { epochs, space } from "../../../test/vectors/epoch.json" with { type: "json" };
import paddings from "../../../test/vectors/padding.json" with { type: "json" };
import records from "../../../test/vectors/record.json" with { type: "json" };
import { certificateMessage, certify, close, closeErase, epochKeys, open, padded, sealRecord } from "./index.ts";

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, "hex"));
const first = epochKeys(bytes(epochs[0]?.secret ?? ""), space as SpaceId);

test.each(epochs)("[SE1] [SE2] what the secret of epoch $id gives is what Node's crypto gives", (epoch) => {
  const keys = epochKeys(bytes(epoch.secret), space as SpaceId);
  expect(keys.id).toBe(epoch.id);
  expect(keys.room).toBe(epoch.room);
  expect([keys.content, keys.live, keys.chain, keys.gate.public].map(hex)).toEqual([
    epoch.content,
    epoch.live,
    epoch.chain,
    epoch.gatePublic,
  ]);
});

test.each(paddings)("[SE4] $length bytes are padded to $padded", ({ length, padded: expected }) => {
  expect(padded(length)).toBe(expected);
});

test("[SE13] a certificate has the bytes of the vector", () => {
  const key = signingKeys(bytes(certificate.identitySeed));
  const parts = [certificate.space as SpaceId, certificate.epoch as EpochId, certificate.lane as LaneKey] as const;
  expect(hex(certificateMessage(...parts, bytes(certificate.document)))).toBe(certificate.message);
  expect(hex(certify(key, ...parts, bytes(certificate.document)))).toBe(certificate.signature);
});

describe("a lane made by Node's crypto", () => {
  const keys = signingKeys(bytes(lane.laneSeed));

  test.each(lane.envelopes)("[SE3] [SE7] $name is closed to the same bytes", (vector) => {
    const { flags, seq, hour, expires, id } = vector;
    const random = () => bytes(vector.nonce);
    const place = { flags, seq, prev: vector.prev as EnvelopeId, hour, expires };
    const isBase = (flags & 1) !== 0;
    const base = {
      document: bytes(lane.document),
      identity: bytes(lane.identity),
      certificate: bytes(lane.certificate),
    };
    const closed =
      (flags & 4) === 0
        ? close(
            place,
            keys,
            first,
            { kind: Number(vector.kind), ...(isBase && base), payload: bytes(vector.payload ?? "") },
            random,
          )
        : closeErase(hour, keys, first, random);
    expect(hex(closed.bytes)).toBe(vector.bytes);
    expect(closed.id).toBe(id);
  });

  test.each(lane.envelopes)("[SE9] [SE10] [SE11] $name opens", (vector) => {
    const parsed = parse(bytes(vector.bytes));
    if ("reason" in parsed) throw new Error(parsed.reason);
    const result = open(parsed.envelope, first);
    if ((vector.flags & 4) !== 0) {
      expect(result).toEqual({ reason: "erase" });
      return;
    }
    if ("reason" in result) throw new Error(result.reason);
    expect(result.body.kind).toBe(vector.kind);
    expect(hex(result.body.payload)).toBe(vector.payload);
    expect(result.body.certificate && hex(result.body.certificate)).toBe(
      (vector.flags & 1) !== 0 ? lane.certificate : undefined,
    );
  });
});

test.each(records)("[SE14] the $name space record is sealed to the same bytes", async (vector) => {
  const list = (texts: string[]) => texts.map(bytes);
  const fields = {
    ...{ root: bytes(vector.root), revision: vector.revision, gates: list(vector.gates), kiosks: list(vector.kiosks) },
    ...{ operators: list(vector.operators), purges: vector.purges as LaneKey[] },
    closings: vector.closings as { epoch: EpochId; lanes: LaneKey[] }[],
  };
  const sealed = sealRecord(fields, signingKeys(bytes(vector.signerSeed)));
  expect(hex(sealed)).toBe(vector.bytes);
  const parsed = parseRecord(sealed);
  if ("reason" in parsed) throw new Error(parsed.reason);
  const { signer, signature } = parsed.record;
  const message = Buffer.concat([Buffer.from("wijkkit/1 space"), sealed.subarray(0, -64)]);
  expect(await nodeVerify(signer, message, signature)).toBe(true);
});
