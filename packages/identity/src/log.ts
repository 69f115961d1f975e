import type { Operation } from "./operation.ts";

/** An operation in its place: `depth` is the length of the longest chain of parents below it. */
export interface Entry {
  readonly operation: Operation;
  readonly depth: number;
}

/** The first 8 bytes of an identity, hex: what a link and a redeem name an inviter by. */
export const briefOf = (identity: string): string => identity.slice(0, 16);

/** Log order: depth, then hash. Parents come before children. */
export function inLogOrder(a: Entry, b: Entry): number {
  return a.depth - b.depth || (a.operation.hash < b.operation.hash ? -1 : 1);
}

/**
 * The log of a set of operations: each once, in log order, without those that lack an ancestor.
 * Takes time linear in operations and parents, but for the sorting.
 */
export function logOf(operations: Iterable<Operation>): Entry[] {
  const held = new Map<string, Operation>();
  for (const operation of operations) held.set(operation.hash, operation);
  const children = new Map<string, Operation[]>();
  const lacking = new Map<string, number>();
  let ready: Operation[] = [];
  for (const operation of held.values()) {
    const parents = new Set(operation.parents);
    lacking.set(operation.hash, parents.size);
    if (parents.size === 0) ready.push(operation);
    for (const parent of parents) group(children, parent, operation);
  }
  const log: Entry[] = [];
  for (let depth = 0; ready.length > 0; depth++) {
    const next: Operation[] = [];
    for (const operation of ready) {
      log.push({ operation, depth });
      for (const child of children.get(operation.hash) ?? []) {
        const left = (lacking.get(child.hash) ?? 0) - 1;
        lacking.set(child.hash, left);
        if (left === 0) next.push(child);
      }
    }
    ready = next;
  }
  return log.sort(inLogOrder);
}

/**
 * The newest of `entries`: those that no other of them follows, directly or through any of `log`.
 * Deepest first, so that a few of them cover much.
 */
export function headsOf(log: readonly Entry[], entries: ReadonlySet<string>): string[] {
  const followed = new Set<string>();
  const heads: Entry[] = [];
  for (const entry of log.toReversed()) {
    const { hash, parents } = entry.operation;
    const isFollowed = followed.has(hash);
    if (entries.has(hash) && !isFollowed) heads.push(entry);
    if (entries.has(hash) || isFollowed) for (const parent of parents) followed.add(parent);
  }
  return heads.sort((a, b) => b.depth - a.depth || inLogOrder(a, b)).map((head) => head.operation.hash);
}

/** Adds a value to the list under a key. */
export function group<Value>(lists: Map<string, Value[]>, key: string, value: Value): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
