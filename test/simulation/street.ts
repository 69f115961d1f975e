import { createHash, createPublicKey, type KeyObject, verify as verifySignature } from "node:crypto";
import { hex, type SpaceId, spaceId, type Verify } from "@wijkkit/envelope";
import { found, identityOf, invite, recoveryKeys, redeem, type Self, signingKeys } from "@wijkkit/identity";
import { type EpochKeys, epochKeys, sealRecord } from "@wijkkit/seal";
import { randomOf } from "../../packages/document/src/testing/wijk.ts";

/** 2026-01-01T00Z. */
export const NEW_YEAR = 1_767_225_600_000;
const HOUR = Math.floor(NEW_YEAR / 3_600_000);

const SPKI = Buffer.from("302a300506032b6570032100", "hex");
const keys = new Map<string, KeyObject>();
const known = new Map<string, boolean>();

/** By OpenSSL, once for the same bytes. */
export const verify: Verify = async (publicKey, message, signature) => {
  const name = createHash("sha256").update(publicKey).update(signature).update(message).digest("base64");
  const held = known.get(name);
  if (held !== undefined) return held;
  const owner = hex(publicKey);
  const answer = () => {
    const der = Buffer.concat([SPKI, publicKey]);
    const key = keys.get(owner) ?? createPublicKey({ key: der, format: "der", type: "spki" });
    keys.set(owner, key);
    return verifySignature(null, message, key, signature);
  };
  const isTrue = publicKey.length === 32 && signature.length === 64 && attempt(answer);
  known.set(name, isTrue);
  return isTrue;
};

function attempt(work: () => boolean): boolean {
  try {
    return work();
  } catch {
    return false;
  }
}

/** A wijk that the first of its people founded, who invited the others. */
export interface Street {
  readonly space: SpaceId;
  readonly epoch: EpochKeys;
  readonly root: Uint8Array;
  /** Of the epoch, 32 bytes. */
  readonly secret: Uint8Array;
  readonly record: Uint8Array;
  readonly people: readonly Self[];
  /** Identity of each, hex. */
  readonly identities: readonly string[];
  /** What each writes first: the founding and the invitations, or the redeeming. */
  readonly operations: readonly (readonly Uint8Array[])[];
}

export function streetOf(size: number): Street {
  const random = randomOf("simulated street");
  const people = Array.from({ length: size }, (_, n): Self => {
    const { public: recovery } = recoveryKeys(randomOf(`simulated card ${n}`)(32));
    return { seed: randomOf(`simulated person ${n}`)(32), recovery };
  });
  const [founder, ...guests] = people;
  if (founder === undefined) throw new RangeError("a street has somebody in it");
  const root = signingKeys(random(32));
  const space = spaceId(root.public);
  const secret = random(32);
  const epoch = epochKeys(secret, space);
  const founding = found({ name: "Middelland", root, epoch: epoch.id }, founder, HOUR);
  const self = identityOf(founder.seed, founding.space);
  const moment = { space: founding.space, heads: [], hour: HOUR };
  const joining = guests.map((guest) => {
    const made = invite(random, moment, self.sign, { role: "resident", expires: 0 });
    const link = { invitation: made.seed, inviter: self.sign.public.slice(0, 8) };
    return { invite: made.operation, redeem: redeem(moment, guest, link) };
  });
  const fields = { root: root.public, revision: 1, gates: [epoch.gate.public], operators: [self.operator.public] };
  return {
    ...{ space, epoch, secret, people, root: root.public },
    record: sealRecord({ ...fields, closings: [], kiosks: [], purges: [] }, root),
    identities: people.map(({ seed }) => hex(identityOf(seed, founding.space).sign.public)),
    operations: [[founding.operation, ...joining.map((each) => each.invite)], ...joining.map((each) => [each.redeem])],
  };
}
