import { hex, type SpaceId, spaceId, unhex } from "@wijkkit/envelope";
import {
  found,
  identityOf,
  invitationName,
  isName,
  newCard,
  readLink,
  recoveryKeys,
  redeem,
  type Self,
  seedFromCard,
  signingKeys,
} from "@wijkkit/identity";
import { epochKeys, sealRecord } from "@wijkkit/seal";
import type { Problem, Request } from "../protocol.ts";
import type { Keyring, SpaceKeys } from "./keyring.ts";
import { random } from "./random.ts";

/** The first things a resident writes in a wijk. */
export interface FirstWords {
  readonly operation: Uint8Array;
  /** The first space record, by the founder alone. */
  readonly record?: Uint8Array;
  /** Own name in the wijk. */
  readonly name: string;
}

/** A device's part in a wijk: what opens it and, when it is new, what is to be written first. */
export interface Membership {
  readonly keyring: Keyring;
  readonly first?: FirstWords;
  /** The name in the invitation, to show until the wijk itself has come in. */
  readonly wijk?: string;
}

/** A new part in a wijk, or why there is none. */
type Entry = Membership | { readonly problem: Problem };

const SEED = 32;
const SECRET = 32;
const DEVICE = 16;
const HOUR = 3_600_000;

const hour = () => Math.floor(Date.now() / HOUR);

/** Founds a wijk: its root key signs the founding and the first space record, and is then forgotten. */
export function begin({ wijk, name }: Extract<Request, { do: "begin" }>): Entry {
  if (!isName(wijk) || !isName(name)) return { problem: "too-long" };
  const { self, keyring } = newPerson();
  const root = signingKeys(random(SEED));
  const space = spaceId(root.public);
  const secret = random(SECRET);
  const { operation } = found({ name: wijk, root, epoch: epochKeys(secret, space).id }, self, hour());
  const { operator } = identityOf(self.seed, unhex(space));
  const record = sealRecord(
    {
      root: root.public,
      revision: 1,
      gates: [epochKeys(secret, space).gate.public],
      closings: [],
      kiosks: [],
      operators: [operator.public],
      purges: [],
    },
    root,
  );
  const keys = { root: root.public, secrets: [secret], relay: "" };
  return { keyring: keyring(keys), first: { operation, record, name }, wijk };
}

/** Joins with an invitation link; works while everybody else is away. */
export function join({ link: text, name }: Extract<Request, { do: "join" }>): Entry {
  if (!isName(name)) return { problem: "too-long" };
  const read = readLink(text);
  if (!("link" in read)) return { problem: "link-broken" };
  const { root, secret, invitation, relay, name: wijk } = read.link;
  const { self, keyring } = newPerson();
  const moment = { space: unhex(spaceId(root)), heads: [], hour: hour() };
  const operation = redeem(moment, self, read.link);
  const invited = invitationName(hex(signingKeys(invitation).public), hex(read.link.inviter));
  return {
    keyring: keyring({ root, secrets: [secret], relay, invitation: invited }),
    first: { operation, name },
    wijk,
  };
}

/** A person and a device, from a new card secret. */
function newPerson(): { self: Self; keyring: (space: SpaceKeys) => Keyring } {
  const card = newCard(random);
  const seed = seedFromCard(card, 0);
  const device = random(DEVICE);
  return {
    self: { seed, recovery: recoveryKeys(card).public },
    keyring: (space) => ({ seed, card, device, spaces: [space] }),
  };
}

/** The one space of this device, and the keys of its epochs, newest last. */
export function openKeys({ spaces }: Keyring) {
  const [keys] = spaces;
  if (!keys) throw new Error("a keyring opens at least one space");
  const space: SpaceId = spaceId(keys.root);
  return { space, keys, epochs: keys.secrets.map((secret) => epochKeys(secret, space)) };
}
