const DAY = 24 * 3_600_000;
/** Milliseconds from which it is said that clocks differ: what is written two days ahead of others waits with them. */
const SAID = DAY;
/** Milliseconds ahead from which nothing is written. The clock of a box in the street may be weeks behind, too. */
const FAR = 30 * DAY;

/** Milliseconds that the host gets to answer: who joins on a bad line is not to wait for it. */
const PATIENCE = 3_000;

/** off: it differs from the host's, and either may be wrong. ahead: so far that what it writes others take much later. */
export type Clock = "right" | "off" | "ahead";

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
    if (off >= FAR) return "ahead";
    return Math.abs(off) <= SAID ? "right" : "off";
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}
