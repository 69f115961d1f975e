import { sha512 } from "@noble/hashes/sha2.js";
import { chooseVerify, type Envelope, parse, type SpaceId, spaceId } from "@wijkkit/envelope";
import {
  found,
  identityOf,
  invite,
  type Random,
  recoveryKeys,
  redeem,
  type Self,
  signingKeys,
} from "@wijkkit/identity";
import { type EpochKeys, epochKeys } from "@wijkkit/seal";
import type { Batch } from "../own.ts";
import { SpaceDocuments } from "../space.ts";

/** The same bytes for the same name, however often it is run. */
export function randomOf(name: string): Random {
  let count = 0;
  return (length) => {
    const bytes = new Uint8Array(length);
    for (let at = 0; at < length; at += 64) {
      count += 1;
      bytes.set(sha512(new TextEncoder().encode(`${name} ${count}`)).subarray(0, length - at), at);
    }
    return bytes;
  };
}

export function person(name: string): Self {
  const { public: recovery } = recoveryKeys(randomOf(`card ${name}`)(32));
  return { seed: randomOf(`person ${name}`)(32), recovery };
}

/** What a link of Anna's says to whoever redeems it. */
export function linkOf(invitation: Uint8Array, space: Uint8Array) {
  return { invitation, inviter: identityOf(person("Anna").seed, space).sign.public.slice(0, 8) };
}

/** 2026-01-01T00Z. */
export const NEW_YEAR = 1_767_225_600_000;
const HOUR = Math.floor(NEW_YEAR / 3_600_000);

/** A wijk that Anna founded and to which she invited the others. */
export interface Wijk {
  readonly space: SpaceId;
  readonly epoch: EpochKeys;
  readonly founding: Uint8Array;
  /** The invitation of each, and its redeeming. */
  readonly joining: ReadonlyMap<string, { readonly invite: Uint8Array; readonly redeem: Uint8Array }>;
}

export const verify = await chooseVerify();

export function foundWijk(guests: readonly string[]): Wijk {
  const random = randomOf("wijk");
  const anna = person("Anna");
  const root = signingKeys(random(32));
  const space = spaceId(root.public);
  const epoch = epochKeys(random(32), space);
  const founding = found({ name: "Middelland", root, epoch: epoch.id }, anna, HOUR);
  const author = identityOf(anna.seed, founding.space).sign;
  const moment = { space: founding.space, heads: [], hour: HOUR };
  const joining = new Map(
    guests.map((name) => {
      const invitation = invite(random, moment, author, { role: "resident", expires: 0 });
      const redeemed = redeem(moment, person(name), linkOf(invitation.seed, founding.space));
      return [name, { invite: invitation.operation, redeem: redeemed }];
    }),
  );
  return { space, epoch, founding: founding.operation, joining };
}

export interface Device {
  readonly documents: SpaceDocuments;
  /** What its store holds, in the order in which it came. */
  readonly store: Envelope[];
  /** Stores what is pending; returns the envelopes. */
  readonly save: () => Envelope[];
}

/** The number of somebody's nth device, 16 bytes. */
export const installOf = (name: string, nth: number): Uint8Array => randomOf(`install ${name} ${nth}`)(16);

/** A device of somebody, with an empty store or one it had before. */
export async function device(
  wijk: Wijk,
  name: string,
  nth = 1,
  store: Envelope[] = [],
  seed = person(name).seed,
): Promise<Device> {
  const { space, epoch } = wijk;
  const random = randomOf(`device ${name} ${nth} ${store.length}`);
  const id = installOf(name, nth);
  const now = () => NEW_YEAR;
  const documents = new SpaceDocuments({
    space,
    epochs: [epoch],
    seed,
    device: id,
    verify,
    now,
    random,
  });
  await documents.takeMany(store);
  const save = () => {
    const envelopes = documents.flush().flatMap(parsed);
    store.push(...envelopes);
    documents.committed();
    return envelopes;
  };
  return { documents, store, save };
}

/** Makes a device that holds its own operations: the founding and all invitations, or the redeeming. */
export async function member(wijk: Wijk, name: string, nth = 1): Promise<Device> {
  const one = await device(wijk, name, nth);
  const joining = wijk.joining.get(name);
  const operations = joining
    ? [joining.redeem]
    : [wijk.founding, ...[...wijk.joining.values()].map((each) => each.invite)];
  for (const operation of operations) await one.documents.addOperation(operation);
  return one;
}

export function parsed({ envelopes }: Pick<Batch, "envelopes">): Envelope[] {
  return envelopes.map((bytes) => {
    const result = parse(bytes);
    if ("reason" in result) throw new Error(result.reason);
    return result.envelope;
  });
}

/** All records that a device shows, in one order. */
export function shown({ documents }: Device): unknown[] {
  return [...documents.membership.members.keys()]
    .sort()
    .flatMap((identity) => [...documents.table.byOwner(identity)].sort((a, b) => (a.ref < b.ref ? -1 : 1)));
}
