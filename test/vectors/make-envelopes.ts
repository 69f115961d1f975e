// Vectors of the envelope: a BASE, what follows it, a payload in two parts, an ERASE.
import { documentId, FIRST_EPOCH, identity, laneSeed, NOOR, padded, seedOf, space } from "./make-keys.ts";
import { certificateOf } from "./make-statements.ts";
import { fixed, hexed, join, publicKey, sha512, signature, u8, u32 } from "./primitives.ts";
import { secretbox } from "./secretbox.ts";

const BASE = 1;
const MORE = 2;
const ERASE = 4;
const FEED = 1;
const NO_ID = Buffer.alloc(32);

const seed = seedOf(NOOR.card, 0);
const noor = identity(seed, space).sign;
const document = documentId(FEED, noor.public);
const laneSecret = laneSeed(seed, FIRST_EPOCH.id, NOOR.device, document);
const lane = publicKey("ed25519", laneSecret);
const gate = signature(FIRST_EPOCH.gateSeed, "wijkkit/1 admission", space, FIRST_EPOCH.id, lane);

interface Draft {
  flags: number;
  seq: number;
  prev: Buffer;
  hour: number;
  expires: number;
  payload: Buffer | undefined;
}

function envelope(name: string, draft: Draft) {
  const { flags, seq, prev, hour, expires, payload } = draft;
  const base = (flags & BASE) !== 0;
  const certificate = certificateOf(noor.seed, lane, document).signature;
  const head = base ? join(document, noor.public, certificate) : Buffer.alloc(0);
  const body = payload === undefined ? Buffer.alloc(0) : join(u8(FEED), head, payload);
  const opened = Buffer.alloc(padded(4 + body.length));
  join(u32(body.length), body).copy(opened);
  const nonce = fixed(`nonce of ${name}`, 24);
  const box = Buffer.from(secretbox(opened, nonce, FIRST_EPOCH.content));
  const header = join(u8(1), u8(flags), space, FIRST_EPOCH.id, lane, u32(seq), prev, u32(hour), u32(expires));
  const before = join(header, base ? gate : "", nonce, box);
  const signed = signature(laneSecret, "wijkkit/1 envelope", before);
  const bytes = join(before, signed);
  return {
    ...{ name, version: 1, flags, space, epoch: FIRST_EPOCH.id, lane, seq, prev, hour, expires },
    ...{ gate: base ? gate : "", kind: payload === undefined ? "" : FEED, payload: payload ?? "", body, opened },
    ...{ nonce, box, signature: signed, bytes, id: sha512(bytes).subarray(0, 32) },
  };
}

/** envelope.json: one lane from its first BASE to its ERASE. */
export function envelopes(): unknown {
  const hour = 490_000;
  const first = envelope("base", {
    ...{ flags: BASE, seq: 0, prev: NO_ID, hour, expires: 0 },
    payload: Buffer.from("Wie kent een fijne wandelgroep?"),
  });
  const follow = envelope("follow-up", {
    ...{ flags: 0, seq: 1, prev: first.id, hour, expires: 0 },
    payload: Buffer.from("Elke dinsdag om tien uur, bij de molen."),
  });
  const part = envelope("more", {
    ...{ flags: MORE, seq: 2, prev: follow.id, hour: hour + 1, expires: 0 },
    payload: Buffer.concat([1, 2, 3, 4, 5].map((n) => fixed(`part ${n}`, 64))),
  });
  const rest = envelope("rest", {
    ...{ flags: 0, seq: 3, prev: part.id, hour: hour + 1, expires: 0 },
    payload: fixed("rest", 10),
  });
  const rebase = envelope("later base", {
    ...{ flags: BASE | MORE, seq: 4, prev: rest.id, hour: hour + 2, expires: hour + 1000 },
    payload: Buffer.concat([1, 2, 3, 4, 5, 6].map((n) => fixed(`state ${n}`, 64))),
  });
  const rebased = envelope("rest of the later base", {
    ...{ flags: 0, seq: 5, prev: rebase.id, hour: hour + 2, expires: 0 },
    payload: fixed("rest of state", 20),
  });
  const erase = envelope("erase", {
    ...{ flags: BASE | ERASE, seq: 2 ** 32 - 1, prev: NO_ID, hour: hour + 3, expires: 0, payload: undefined },
  });
  const { id, content, gateSeed, gatePublic } = FIRST_EPOCH;
  return {
    ...hexed({ space, epoch: id, content, gateSeed, gatePublic, laneSeed: laneSecret, lane }),
    ...hexed({ document, identitySeed: noor.seed, identity: noor.public }),
    certificate: certificateOf(noor.seed, lane, document).signature.toString("hex"),
    envelopes: [first, follow, part, rest, rebase, rebased, erase].map((one) => hexed(one)),
  };
}
