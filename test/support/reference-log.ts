import type { Operation } from "@wijkkit/identity";

export interface Placed extends Operation {
  readonly depth: number;
}

export const inLogOrder = (a: Placed, b: Placed): number => a.depth - b.depth || (a.hash < b.hash ? -1 : 1);

/** Again and again takes up what has all its parents, until nothing more has. */
export function referenceLog(operations: readonly Operation[]): Placed[] {
  const log: Placed[] = [];
  const parentsIn = ({ parents }: Operation) => log.filter(({ hash }) => parents.includes(hash));
  const waiting = new Map(operations.map((operation) => [operation.hash, operation]));
  for (let before = -1; before < log.length; ) {
    before = log.length;
    for (const operation of [...waiting.values()]) {
      const parents = parentsIn(operation);
      if (parents.length < new Set(operation.parents).size) continue;
      log.push({ ...operation, depth: Math.max(-1, ...parents.map(({ depth }) => depth)) + 1 });
      waiting.delete(operation.hash);
    }
  }
  return log.sort(inLogOrder);
}

/** The ancestors of an operation: its parents, and theirs. */
export function ancestryOf(log: readonly Placed[]): (one: Placed) => ReadonlySet<string> {
  const all = new Map<string, Set<string>>();
  for (const { hash, parents } of log) {
    all.set(hash, new Set(parents.flatMap((parent) => [parent, ...(all.get(parent) ?? [])])));
  }
  return ({ hash }) => all.get(hash) ?? new Set();
}
