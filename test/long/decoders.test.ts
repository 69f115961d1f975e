import { hex, parse, parseRecord, type SpaceId, type Verify } from "@wijkkit/envelope";
import { found, readLink, readOperation, signingKeys, writeLink } from "@wijkkit/identity";
import type { Body } from "@wijkkit/seal";
import { decode, encode, type Frame } from "@wijkkit/sync";
import fc from "fast-check";
import { expect, test } from "vitest";
import { readOperations, writeOperations } from "../../packages/document/src/operations.ts";
import { readMessage } from "../../packages/relay/src/messages.ts";
import { readBody, writeBody } from "../../packages/seal/src/body.ts";
import { envelope, laneOf, record } from "../support/lane.ts";
import { fixedRandom, person } from "../support/people.ts";

const RUNS = 100_000;
const random = fixedRandom("decoders");
const root = signingKeys(random(32));
const founding = found({ name: "Achtse Barrier", root, epoch: "00".repeat(8) }, person("Fatma"), 498_000);
const lane = laneOf(2);
const places = lane.map(({ lane: key, seq }) => ({ lane: key, seq }));
const space = hex(founding.space) as SpaceId;
const text = (words: string) => new TextEncoder().encode(words);
const words = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

const frames: Frame[] = [
  { type: "hello", version: 1, space, challenge: random(32) },
  { type: "prove", proofs: [{ epoch: envelope().epoch, signature: random(64) }] },
  { type: "recon", mode: 0, body: random(80) },
  { type: "want", ask: 1, places },
  { type: "give", ask: 1, more: true, envelopes: lane.map(({ bytes }) => bytes) },
  { type: "new", envelopes: lane.map(({ bytes }) => bytes) },
  { type: "have", places },
  { type: "record", bytes: record() },
];
const keys = { root: random(32), secret: random(32), invitation: random(32), inviter: random(8) };
const link = writeLink({ ...keys, name: "Utrecht", relay: "" });
const signalling = JSON.stringify({ type: "publish", topic: "room", data: { type: "signal", from: "a", to: "b" } });
const bodies: Body[] = [0, 1].map((kind) => ({
  kind,
  document: random(16),
  identity: random(32),
  certificate: random(64),
  payload: random(kind * 500),
}));
const yes: Verify = async () => true;

/** Everything that reads bytes of strangers, with something sound to start from. */
const DECODERS: Record<string, { sound: Uint8Array[]; read: (bytes: Uint8Array) => unknown }> = {
  envelopes: { sound: lane.map(({ bytes }) => bytes), read: parse },
  "space records": { sound: [record()], read: parseRecord },
  "session frames": { sound: frames.map(encode), read: decode },
  operations: { sound: [founding.operation], read: (bytes) => readOperation(founding.space, bytes, yes) },
  links: { sound: [text(link)], read: (bytes) => readLink(words(bytes)) },
  "signalling messages": { sound: [text(signalling)], read: (bytes) => readMessage(words(bytes)) },
  "opened boxes": { sound: bodies.map((body) => writeBody(body, true)), read: (bytes) => readBody(bytes, true) },
  "payloads of operations": { sound: [writeOperations([founding.operation])], read: readOperations },
};

type Change = (bytes: Uint8Array) => Uint8Array;

// Without bias: else nearly every change is to the first bytes.
const at = fc.noBias(fc.nat({ max: 1_000_000 }));
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.tuple(at, fc.nat({ max: 255 })).map(
    ([n, byte]): Change =>
      (bytes) =>
        bytes.with(n % Math.max(1, bytes.length), byte),
  ),
  at.map(
    (n): Change =>
      (bytes) =>
        bytes.slice(0, n % (bytes.length + 1)),
  ),
  fc.tuple(at, fc.uint8Array({ maxLength: 40 })).map(([n, more]): Change => {
    return (bytes) =>
      Uint8Array.from([...bytes.slice(0, n % (bytes.length + 1)), ...more, ...bytes.slice(n % (bytes.length + 1))]);
  }),
  fc.tuple(at, fc.constantFrom([255, 255, 255, 255], [0, 0, 0, 0], [127, 255, 255, 255])).map(([n, length]): Change => {
    return (bytes) => {
      const changed = bytes.slice();
      changed.set(length.slice(0, Math.max(0, bytes.length)), n % Math.max(1, bytes.length - 3));
      return changed;
    };
  }),
);

test.for(Object.entries(DECODERS))(
  "%s: whatever the bytes, an answer, and soon",
  async ([, { sound: samples, read }]) => {
    // Copies that are no Buffers: a Buffer's slice is a view, and changing one would change the sample.
    const sound = samples.map((bytes) => Uint8Array.from(bytes));
    for (const bytes of sound) expect(await read(bytes)).toBeDefined();
    let slowest = 0;
    const start = fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom(...sound) },
      { weight: 1, arbitrary: fc.uint8Array({ maxLength: 2048 }) },
    );
    const hostile = fc.asyncProperty(start, fc.array(change, { maxLength: 4 }), async (first, changes) => {
      let bytes: Uint8Array = first;
      for (const apply of changes) bytes = bytes.length === 0 ? bytes : apply(bytes);
      const begun = performance.now();
      const answer = await read(bytes);
      slowest = Math.max(slowest, performance.now() - begun);
      return answer === undefined || typeof answer === "object" || typeof answer === "string";
    });
    await fc.assert(hostile, { numRuns: RUNS });
    expect(slowest).toBeLessThan(2_000);
  },
);
