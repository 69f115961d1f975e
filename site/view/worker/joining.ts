import { equalBytes, hex, type SpaceId, spaceId, unhex } from "@wijkkit/envelope";
import {
  found,
  identityOf,
  invitationName,
  isName,
  newCard,
  readLink,
  recoveryKeys,
  redeem,
  seedFromCard,
  signingKeys,
} from "@wijkkit/identity";
import { epochKeys, sealRecord } from "@wijkkit/seal";
import type { Problem, Request } from "../protocol.ts";
import { clockHere } from "./clock.ts";
import type { Keyring, SpaceKeys } from "./keyring.ts";
import { random } from "./random.ts";

/** The first things a resident writes in a space. */
export interface FirstWords {
  readonly operations: readonly Uint8Array[];
  /** The first space record, by the founder alone. */
  readonly record?: Uint8Array;
  /** Own name in the space; absent where it is known there already. */
  readonly name?: string;
}

/** A new part in a space. */
export interface Entry {
  readonly keys: SpaceKeys;
  readonly first: FirstWords;
}

type Entered = Entry | { readonly problem: Problem };

const SEED = 32;
const SECRET = 32;
const DEVICE = 16;
const HOUR = 3_600_000;

const hour = () => Math.floor(Date.now() / HOUR);

/** Founds a space: its root key signs the founding and the first space record, and is then forgotten. */
export async function begin(
  self: Keyring,
  { wijk, name, voorkamer }: Extract<Request, { do: "begin" }>,
): Promise<Entered> {
  if ((await clockHere()) === "ahead") return { problem: "clock-wrong" };
  if (!isName(wijk) || !isName(name)) return { problem: "too-long" };
  const root = signingKeys(random(SEED));
  const space = spaceId(root.public);
  const secret = random(SECRET);
  const epoch = epochKeys(secret, space);
  const kind = voorkamer ? ({ kind: "voorkamer" } as const) : {};
  const { operation } = found({ name: wijk, ...kind, root, epoch: epoch.id }, self, hour());
  const { operator } = identityOf(self.seed, unhex(space));
  const fields = { root: root.public, revision: 1, gates: [epoch.gate.public], operators: [operator.public] };
  const record = sealRecord({ ...fields, closings: [], kiosks: [], purges: [] }, root);
  const keys = { root: root.public, name: wijk, secrets: [secret], relay: "" };
  return { keys, first: { operations: [operation], record, name } };
}

/** Joins with an invitation link; works while everybody else is away. */
export async function join(self: Keyring, { link: text, name }: Extract<Request, { do: "join" }>): Promise<Entered> {
  if ((await clockHere()) === "ahead") return { problem: "clock-wrong" };
  if (!isName(name)) return { problem: "too-long" };
  const read = readLink(text);
  if (!("link" in read)) return { problem: "link-broken" };
  const { root, secret, invitation, inviter, relay, name: wijk } = read.link;
  const moment = { space: unhex(spaceId(root)), heads: [], hour: hour() };
  const operation = redeem(moment, self, read.link);
  const invited = invitationName(hex(signingKeys(invitation).public), hex(inviter));
  const keys = { root, name: wijk, secrets: [secret], relay, invitation: invited, invitationSeed: invitation };
  return { keys, first: { operations: [operation], name } };
}

/** A new way into a space that was entered before: the secrets held of it stay. */
export function withSecretsOf(held: SpaceKeys, { keys, first }: Entry): Entry {
  const isHeld = (secret: Uint8Array) => held.secrets.some((one) => equalBytes(one, secret));
  const secrets = [...held.secrets, ...keys.secrets.filter((secret) => !isHeld(secret))];
  return { keys: { ...keys, secrets }, first };
}

/** The space of a link, when the text is one. */
export function spaceOfLink(text: string): SpaceId | undefined {
  const read = readLink(text);
  return "link" in read ? spaceId(read.link.root) : undefined;
}

/** A person and a device, from a new card secret. */
export function newPerson(): Keyring {
  const card = newCard(random);
  const { public: recovery } = recoveryKeys(card);
  return { seed: seedFromCard(card, 0), card, recovery, device: random(DEVICE), spaces: [], current: 0 };
}
