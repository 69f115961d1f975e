import type { Moment } from "./acts.ts";
import type { Redeem, Seen } from "./body.ts";
import type { KeyPair } from "./keys.ts";
import { briefOf, type Entry, group, inLogOrder } from "./log.ts";
import { PARENTS_LIMIT, writeOperation } from "./operation.ts";

type RedeemEntry = Entry & { readonly body: Redeem };

type Members = ReadonlyMap<string, { readonly depth: number; readonly invitedBy?: string }>;

/** By the hash of a redeem: the operations that name it as a parent, in log order. */
export type Naming = ReadonlyMap<string, readonly Entry[]>;

/** Who names which redeem. Takes time linear in operations and parents. */
export function namingOf(log: readonly Entry[]): Naming {
  const redeems = new Set<string>();
  const naming = new Map<string, Entry[]>();
  for (const entry of log) {
    const { hash, parents, body } = entry.operation;
    for (const parent of new Set(parents)) if (redeems.has(parent)) group(naming, parent, entry);
    if (body.op === "redeem") redeems.add(hash);
  }
  return naming;
}

/** That a member of an earlier generation named a redeem. */
interface Acknowledgement {
  readonly isByInviter: boolean;
  /** The member's depth. */
  readonly depth: number;
  readonly entry: Entry;
}

/**
 * Redeems in the order in which they count: first what inviters acknowledged, then what other `members` did, then
 * log order. `members` are those who are in already, so nobody whom one of these redeems lets in has a say.
 */
export function byAcknowledgement(
  redeems: readonly RedeemEntry[],
  naming: (redeem: string) => readonly Entry[],
  members: Members,
): RedeemEntry[] {
  const ranked = redeems.map((redeem) => {
    let best: Acknowledgement | undefined;
    for (const entry of naming(redeem.operation.hash)) {
      const { author } = entry.operation;
      const depth = members.get(author)?.depth;
      if (depth === undefined) continue;
      const other = { isByInviter: briefOf(author) === redeem.body.by, depth, entry };
      if (best === undefined || inRank(other, best) < 0) best = other;
    }
    return { redeem, best };
  });
  ranked.sort((a, b) => compare(a.best, b.best) || inLogOrder(a.redeem, b.redeem));
  return ranked.map(({ redeem }) => redeem);
}

function compare(a: Acknowledgement | undefined, b: Acknowledgement | undefined): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  return inRank(a, b);
}

function inRank(a: Acknowledgement, b: Acknowledgement): number {
  if (a.isByInviter !== b.isByInviter) return a.isByInviter ? -1 : 1;
  if (a.depth !== b.depth) return a.depth - b.depth;
  return a.entry.operation.hash === b.entry.operation.hash ? 0 : inLogOrder(a.entry, b.entry);
}

/** Of the redeems that count, those that their inviter, a member still, has not named: hash of the redeem → the inviter. */
export function withoutAcknowledgement(
  log: readonly Entry[],
  counted: ReadonlySet<string>,
  naming: (redeem: string) => readonly Entry[],
  people: Members,
  members: ReadonlyMap<string, unknown>,
): Map<string, string> {
  const open = new Map<string, string>();
  for (const { operation } of log) {
    const { hash, author, body } = operation;
    const inviter = people.get(author)?.invitedBy;
    if (body.op !== "redeem" || !counted.has(hash) || inviter === undefined || !members.has(inviter)) continue;
    const isNamed = naming(hash).some((entry) => entry.operation.author === inviter);
    if (!isNamed) open.set(hash, inviter);
  }
  return open;
}

/**
 * Redeems of invitations by `me` (identity, hex) that count and that no operation by `me` names yet: what
 * `acknowledge` is to name, as soon as all that is held has been read. Empty when nothing is to be written.
 */
export function unacknowledged(
  membership: { readonly unacknowledged: ReadonlyMap<string, string> },
  me: string,
): string[] {
  return [...membership.unacknowledged].filter(([, inviter]) => inviter === me).map(([redeem]) => redeem);
}

/**
 * Acknowledges redeems (hashes, see `unacknowledged`) by naming them as parents, as many as there is room for beside
 * the deepest head. What does not fit is unacknowledged still, and the next one names it.
 */
export function acknowledge(moment: Moment, author: KeyPair, redeems: readonly string[]): Uint8Array {
  const { space, heads, hour } = moment;
  const parents = new Set([...heads.slice(0, 1), ...redeems.slice(0, PARENTS_LIMIT - 1), ...heads]);
  const body: Seen = { op: "seen", hour };
  return writeOperation(space, author, [...parents].slice(0, PARENTS_LIMIT), body);
}
