// Vectors of signed statements: lane certificate, membership operations, space records.
import {
  documentId,
  epoch,
  FIRST_EPOCH,
  identity,
  laneSeed,
  NOOR,
  ROOT,
  recoveryMark,
  SAMIR,
  seedOf,
  space,
} from "./make-keys.ts";
import { fixed, hexed, hkdf, join, publicKey, sha512, signature, u8, u16, u32 } from "./primitives.ts";

const noor = identity(seedOf(NOOR.card, 0), space);
const samir = identity(seedOf(SAMIR.card, 0), space);

export function certificateOf(
  identitySeed: Uint8Array,
  lane: Uint8Array,
  document: Uint8Array,
): { message: Buffer; signature: Buffer } {
  const message = join("wijkkit/1 lane", space, FIRST_EPOCH.id, lane, document);
  return { message, signature: signature(identitySeed, message) };
}

/** certificate.json */
export function certificate(): unknown {
  const document = documentId(1, noor.sign.public);
  const lane = publicKey("ed25519", laneSeed(seedOf(NOOR.card, 0), FIRST_EPOCH.id, NOOR.device, document));
  const keys = { identitySeed: noor.sign.seed, identityPublic: noor.sign.public };
  return hexed({
    ...keys,
    space,
    epoch: FIRST_EPOCH.id,
    lane,
    document,
    ...certificateOf(noor.sign.seed, lane, document),
  });
}

function operation(name: string, authorSeed: Buffer, parents: Buffer[], body: object) {
  const author = publicKey("ed25519", authorSeed);
  const text = JSON.stringify(body);
  const before = join(author, u8(parents.length), ...parents, u32(Buffer.byteLength(text)), text);
  const bytes = join(before, signature(authorSeed, "wijkkit/1 operation", space, before));
  return { name, authorSeed, author, parents, body: text, bytes, hash: sha512(bytes).subarray(0, 32) };
}

const HOUR = 490_000;

/** operation.json: Noor founds, invites one resident, Samir redeems the invitation, and Noor acknowledges that. */
export function operations(): unknown {
  const hex = (bytes: Buffer): string => bytes.toString("hex");
  const recovery = (card: Buffer): string => hex(recoveryMark(card, space));
  const founder = {
    ...{ sign: hex(noor.sign.public), box: hex(noor.box.public) },
    ...{ recovery: recovery(NOOR.card), operator: hex(noor.operator.public) },
  };
  const witnesses = [hex(noor.witness.public)];
  const name = "Nieuwland, ’t Hoekje";
  const founding = { op: "found", name, epoch: hex(FIRST_EPOCH.id), founder, policy: {}, witnesses, hour: HOUR };
  const found = operation("found", ROOT.seed, [], founding);
  const invitationSeed = fixed("invitation", 32);
  const key = hex(publicKey("ed25519", invitationSeed));
  const inviteProof = hex(signature(invitationSeed, "wijkkit/1 invite", space, noor.sign.public));
  const box = hex(publicKey("x25519", hkdf(invitationSeed, space, "box")));
  const open = { role: "resident", expires: HOUR + 720, uses: 1 };
  const terms = { op: "invite", key, box, ...open, proof: inviteProof, hour: HOUR };
  const invite = operation("invite", noor.sign.seed, [found.hash], terms);
  const proofMessage = join("wijkkit/1 redeem", space, samir.sign.public);
  const proof = signature(invitationSeed, proofMessage);
  const redeem = operation("redeem", samir.sign.seed, [invite.hash], {
    ...{
      op: "redeem",
      key,
      by: hex(noor.sign.public.subarray(0, 8)),
      box: hex(samir.box.public),
      recovery: recovery(SAMIR.card),
      operator: hex(samir.operator.public),
      proof: hex(proof),
      hour: HOUR + 1,
    },
  });
  const seen = operation("seen", noor.sign.seed, [redeem.hash], { op: "seen", hour: HOUR + 2 });
  return {
    ...hexed({ space, root: ROOT.public, invitationSeed, proofMessage, proof }),
    operations: [found, invite, redeem, seen].map(({ parents, ...rest }) => ({
      ...hexed(rest),
      parents: parents.map((parent) => parent.toString("hex")),
    })),
  };
}

/** link.json: an invitation with and one without a relay. */
export function links(): unknown {
  const keys = [ROOT.public, FIRST_EPOCH.secret, fixed("invitation", 32)];
  const inviter = noor.sign.public.subarray(0, 8);
  const text8 = (text: string): Buffer => join(u8(Buffer.byteLength(text)), text);
  return ["", "wss://wijk.example/sync"].map((relay) => {
    const name = "Nieuwland, ’t Hoekje";
    const before = join(u8(1), ...keys, inviter, text8(name), text8(relay));
    const bytes = join(before, sha512(join("wijkkit/1 link", before)).subarray(0, 4));
    const [root, secret, invitation] = keys.map((key) => key.toString("hex"));
    return {
      root,
      secret,
      invitation,
      inviter: inviter.toString("hex"),
      name,
      relay,
      text: bytes.toString("base64url"),
    };
  });
}

interface RecordFields {
  revision: number;
  gates: Buffer[];
  closings: { epoch: Buffer; lanes: Buffer[] }[];
  kiosks: Buffer[];
  operators: Buffer[];
  purges: Buffer[];
}

const list = (keys: Buffer[]): Buffer => join(u16(keys.length), ...keys);

function record(name: string, signerSeed: Buffer, fields: RecordFields): unknown {
  const { revision, gates, closings, kiosks, operators, purges } = fields;
  const closed = closings.map(({ epoch: closedEpoch, lanes }) => join(closedEpoch, list(lanes)));
  const signer = publicKey("ed25519", signerSeed);
  const before = join(
    ...[u8(1), ROOT.public, u32(revision), list(gates), u16(closings.length), ...closed],
    ...[list(kiosks), list(operators), list(purges), signer],
  );
  const sealed = signature(signerSeed, "wijkkit/1 space", before);
  const texts = (keys: Buffer[]): string[] => keys.map((key) => key.toString("hex"));
  return {
    ...hexed({ name, root: ROOT.public, revision, signer, signerSeed, signature: sealed }),
    ...{ gates: texts(gates), kiosks: texts(kiosks), operators: texts(operators), purges: texts(purges) },
    closings: closings.map((closing) => ({ ...hexed({ epoch: closing.epoch }), lanes: texts(closing.lanes) })),
    ...hexed({ space, bytes: join(before, sealed) }),
  };
}

/** record.json: the first record by the root key, a later one by the operator whom the first names. */
export function records(): unknown {
  const gates = [FIRST_EPOCH.gatePublic];
  const operators = [noor.operator.public];
  const kiosk = publicKey("ed25519", fixed("kiosk", 32));
  const lane = publicKey("ed25519", fixed("purged lane", 32));
  const kept = publicKey("ed25519", fixed("kept lane", 32));
  return [
    record("first", ROOT.seed, { revision: 1, gates, closings: [], kiosks: [], operators, purges: [] }),
    record("second", noor.operator.seed, {
      ...{ revision: 2, gates: [...gates, epoch("second epoch").gatePublic], kiosks: [kiosk], purges: [lane] },
      closings: [{ epoch: FIRST_EPOCH.id, lanes: [kept] }],
      operators: [...operators, samir.operator.public],
    }),
  ];
}
