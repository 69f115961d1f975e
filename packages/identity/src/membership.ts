import { bytesToHex } from "@noble/hashes/utils.js";
import { withoutAcknowledgement } from "./acknowledgement.ts";
import { Ancestry } from "./ancestry.ts";
import type { Body } from "./body.ts";
import { type Decided, decide } from "./decide.ts";
import {
  dueOf,
  type Former,
  formerOf,
  type Invitation,
  invitationsOf,
  type Member,
  membersOf,
  personsOf,
  saidByBeheerders,
} from "./description.ts";
import { type Epoch, epochsOf, writtenEpoch } from "./epochs.ts";
import { type Entry, headsOf, logOf } from "./log.ts";
import type { Operation } from "./operation.ts";
import { type Sorted, sort } from "./sorted.ts";

/** What a log of operations comes to. Maps are in the order in which members and invitations came to count. */
export interface Membership {
  readonly name?: string;
  readonly kind: "wijk" | "voorkamer";
  /** Root public key, hex; absent while no founding is held. */
  readonly root?: string;
  readonly policy: Readonly<Record<string, unknown>>;
  readonly witnesses: readonly string[];
  /** By identity, hex. */
  readonly members: ReadonlyMap<string, Member>;
  /** By identity, hex. */
  readonly former: ReadonlyMap<string, Former>;
  /** First identity of a person by each that took its place with the card; see `personOf`. */
  readonly persons: ReadonlyMap<string, string>;
  /** By the name of an invitation: see `invitationName`. */
  readonly invitations: ReadonlyMap<string, Invitation>;
  /** By id, hex; undefined for the first one, which no rotation made. */
  readonly epochs: ReadonlyMap<string, Epoch | undefined>;
  /** The epoch that is written to; undefined when a beheerder's device is to rotate first. */
  readonly epoch?: string;
  /** Why a beheerder's device is to rotate. */
  readonly due?: "removed" | "left" | "ended";
  /** Lanes that two beheerders purged. */
  readonly purges: readonly string[];
  /** What counts, in log order. */
  readonly history: readonly Operation[];
  /** Hashes for the next operation to name as parents, the deepest first. */
  readonly heads: readonly string[];
  /** Redeems that count and that their inviter has not acknowledged: hash → identity of the inviter. */
  readonly unacknowledged: ReadonlyMap<string, string>;
}

/**
 * The membership of a space (20 bytes), from operations that `readOperation` accepted.
 * Pure: the order and the number of times in which they come make no difference.
 */
export function reduce(operations: Iterable<Operation>, space: Uint8Array): Membership {
  const log = logOf(operations);
  const ancestry = new Ancestry(log);
  const here = bytesToHex(space);
  const sorted = sort(log, here);
  return describe(log, ancestry, sorted, decide(sorted, ancestry, here));
}

/** The first identity of the person who goes by this one. */
export function personOf({ persons }: Pick<Membership, "persons">, identity: string): string {
  return persons.get(identity) ?? identity;
}

/** Operations by members that say something by themselves, whatever else is held. */
const PLAIN: ReadonlySet<Body["op"]> = new Set(["unknown", "seen", "part", "limit", "witnesses", "purge"]);

function describe(log: readonly Entry[], ancestry: Ancestry, sorted: Sorted, decided: Decided): Membership {
  const { standing, admission } = decided;
  const { people } = admission;
  const counted = new Set(admission.counted);
  for (const { operation } of standing.acts) counted.add(operation.hash);
  for (const entry of log) {
    const { hash, author, body } = entry.operation;
    if (PLAIN.has(body.op) && people.has(author) && standing.counts(entry)) counted.add(hash);
  }
  const { founding } = sorted;
  const said = saidByBeheerders(log.filter(isIn(counted)), decided);
  const naming = (redeem: string) => (sorted.naming.get(redeem) ?? []).filter((entry) => standing.counts(entry));
  const members = membersOf(decided, said.limits);
  const first = founding?.body.epoch;
  const epoch = first === undefined ? undefined : writtenEpoch(first, standing, ancestry);
  const due = first === undefined ? undefined : dueOf(epoch, decided);
  return {
    ...(founding && { name: founding.body.name, root: founding.operation.author }),
    kind: founding?.body.kind ?? "wijk",
    policy: founding?.body.policy ?? {},
    witnesses: said.witnesses ?? founding?.body.witnesses ?? [],
    members,
    former: formerOf(decided),
    persons: personsOf(decided),
    invitations: invitationsOf(decided),
    epochs: first === undefined ? new Map() : epochsOf(first, standing),
    ...(epoch !== undefined && { epoch }),
    ...(due !== undefined && { due }),
    purges: said.purges,
    history: log.filter(isIn(counted)).map(({ operation }) => operation),
    heads: headsOf(log, counted),
    unacknowledged: withoutAcknowledgement(log, counted, naming, people, members),
  };
}

const isIn =
  (counted: ReadonlySet<string>) =>
  ({ operation }: Entry): boolean =>
    counted.has(operation.hash);
