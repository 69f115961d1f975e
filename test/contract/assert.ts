/** Assertions that run in a page as well as under vitest: they throw. */

function shown(value: unknown): string {
  return (
    JSON.stringify(value, (_, one) => (one instanceof Uint8Array ? `bytes ${[...one].join(",")}` : one)) ?? "undefined"
  );
}

/** Equal in what they hold, bytes by value. */
export function equal(actual: unknown, expected: unknown): void {
  const [a, b] = [shown(actual), shown(expected)];
  if (a !== b) throw new Error(`expected ${b.slice(0, 500)}, got ${a.slice(0, 500)}`);
}

/** Rejects with an error that has this code. */
export async function rejects(work: Promise<unknown>, code: string): Promise<void> {
  const outcome = await work.then(
    () => "resolved",
    (error: unknown) => (error as { code?: string }).code ?? String(error),
  );
  equal(outcome, code);
}

/** A contract's cases are handed to this: vitest's `test`, or what collects them for a page. */
export type Test = (title: string, run: () => Promise<void>) => unknown;
