import { setTimeout as wait } from "node:timers/promises";

/** Waits until `holds` says yes, asking every 100 ms. @throws with `what` after `limit` ms. */
export async function until(what: string, holds: () => Promise<boolean> | boolean, limit = 20_000): Promise<void> {
  const end = Date.now() + limit;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`not within ${limit} ms: ${what}`);
    await wait(100);
  }
}
