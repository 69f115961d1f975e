import { hex, type SpaceId, unhex } from "@wijkkit/envelope";
import {
  boxKeys,
  type IdentityWithSecrets,
  type Lock,
  type Membership,
  type Moment,
  type Random,
  rotate,
  toBase64url,
  writeParts,
} from "@wijkkit/identity";
import { type EpochKeys, epochKeys, handOverAll, sealPrevious } from "@wijkkit/seal";

const SECRET = 32;
/** Epochs that one rotation chains. */
const PREVIOUS = 16;

export interface RotationPlan {
  readonly moment: Moment;
  readonly membership: Membership;
  /** The beheerder who rotates. */
  readonly self: IdentityWithSecrets;
  /** Identities that go. */
  readonly removes: readonly string[];
  /** Epochs whose secret is held. */
  readonly epochs: readonly EpochKeys[];
  /** Where the lanes of these identities end, as held. */
  readonly ends: (identities: readonly string[]) => readonly Lock[];
  readonly random: Random;
  /** Told how many secrets are sealed, of how many; throws to stop. Nothing is written by then. */
  readonly progress?: (done: number, all: number) => void;
}

export interface Rotation {
  /** Parts, then the rotation: to be added together. */
  readonly operations: readonly Uint8Array[];
  readonly epoch: EpochKeys;
}

/**
 * A new epoch, without those who go: its secret sealed to everyone who stays and to pending personal invitations, the
 * secrets before it under its chain key, and locks on the lanes of those who go and of those who had left.
 */
export async function planRotation(plan: RotationPlan): Promise<Rotation> {
  const { moment, membership, self, removes, epochs, random, progress } = plan;
  const epoch = epochKeys(random(SECRET), hex(moment.space) as SpaceId);
  const sender = boxKeys(random(SECRET));
  const boxes = recipientsOf(membership, removes, moment.hour);
  const recipients = boxes.map(unhex);
  const sealed = await handOverAll(epoch, recipients, sender, (done) => progress?.(done, boxes.length));
  const secrets = boxes.map((box, n) => ({ box, sealed: sealed[n] ?? new Uint8Array(0) }));
  const unlocked = [...membership.former].filter(([, { locks }]) => locks === undefined).map(([who]) => who);
  const gone = [...new Set([...removes, ...unlocked])];
  const parts = writeParts(moment, self.sign, secrets, plan.ends(gone));
  const previous = newestOf(membership, epochs).map((each) => ({
    epoch: each.id,
    sealed: toBase64url(sealPrevious(each, epoch, random)),
  }));
  const fields = { gate: hex(epoch.gate.public), sender: hex(sender.public), previous, parts: [...parts.hashes] };
  const operation = rotate(parts.moment, self.sign, { removes: gone, ...fields });
  return { operations: [...parts.operations, operation], epoch };
}

/** X25519 keys, hex, of everyone who stays and of invitations that can still be redeemed. */
function recipientsOf({ members, invitations }: Membership, removes: readonly string[], hour: number): string[] {
  const staying = [...members].filter(([who]) => !removes.includes(who)).map(([, { box }]) => box);
  const pending = [...invitations.values()].filter(
    ({ uses, left, isEnded, by, expires }) =>
      uses === 1 && left > 0 && !isEnded && !removes.includes(by) && (expires === 0 || expires > hour),
  );
  return [...new Set([...staying, ...pending.map(({ box }) => box)])];
}

/** Of the held epochs those that no other held one chains. */
function newestOf(membership: Membership, epochs: readonly EpochKeys[]): EpochKeys[] {
  const chained = new Set(
    epochs.flatMap(({ id }) => membership.epochs.get(id)?.previous.map(({ epoch }) => epoch) ?? []),
  );
  return epochs.filter(({ id }) => !chained.has(id)).slice(0, PREVIOUS);
}
