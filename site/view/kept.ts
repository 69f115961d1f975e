import type { Phrases } from "./phrase.ts";
import type { Connection, Kept } from "./protocol.ts";

export interface KeptShown {
  /** Each place where it was confirmed to be, in words. */
  readonly places: readonly string[];
  /** How safe one's own is: not on this device yet, only here, or elsewhere too. A neighbour's is on theirs. */
  readonly how: "waiting" | "stored" | "shared" | "quiet";
}

/** Whether anyone can receive what is written now. */
export function connected(connection: Connection): boolean {
  return connection.relay === "open" || connection.neighbours > 0;
}

/** Where a contribution is, in words: only what was confirmed is said. */
export function keptShown(kept: Kept, mine: boolean, online: boolean, { word, count }: Phrases): KeptShown {
  if (!kept.device) return { places: [word("kept.not")], how: "waiting" };
  if (!mine) return { places: [word("kept.device")], how: "quiet" };
  const elsewhere = [
    ...(kept.neighbours > 0 ? [count("kept.neighbours", kept.neighbours)] : []),
    ...(kept.relay ? [word("kept.relay")] : []),
  ];
  const waiting = !online && elsewhere.length === 0;
  const places = [word("kept.device"), ...elsewhere, ...(waiting ? [word("kept.waiting")] : [])];
  return { places, how: elsewhere.length > 0 ? "shared" : waiting ? "waiting" : "stored" };
}
