/** Milliseconds that a device's clock may be off; what is written two days ahead of others waits with them. */
const TOLERATED = 24 * 3_600_000;

/** Milliseconds that the host gets to answer: who joins on a bad line is not to wait for it. */
const PATIENCE = 3_000;

/** A clock that is ahead writes what others can take only later; one that is behind says old times. */
export type Clock = "right" | "ahead" | "behind";

/** What writes nothing. */
const READING: ReadonlySet<string> = new Set(["erased", "people", "wishes", "shares", "help", "stick", "take", "meet"]);

/** Whether this is done by such a clock: what is written by one that is ahead others could take only later. */
export const mayDo = (what: string, clock: Clock): boolean => clock !== "ahead" || READING.has(what);

/** How this device's clock stands, by the host of the page; undefined where that does not answer in time. */
export async function clockHere(): Promise<Clock | undefined> {
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), PATIENCE);
  try {
    const { headers } = await fetch("/health", { cache: "no-store", signal: giveUp.signal });
    const off = Date.now() - Date.parse(headers.get("date") ?? "");
    if (Number.isNaN(off)) return undefined;
    return Math.abs(off) <= TOLERATED ? "right" : off > 0 ? "ahead" : "behind";
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}
