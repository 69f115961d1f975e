import type { SpaceId } from "@wijkkit/envelope";
import { join } from "./cursor.ts";

const TEXT = new TextEncoder();

/** What two neighbours sign as host: their connection has none, and its frames are sealed. */
export const NEIGHBOUR_HOST = "mesh";

/**
 * What a gate key signs to prove itself to one peer, now.
 *
 * @param own the prover's challenge, 32 bytes
 * @param peer the challenge of who is to believe it, 32 bytes
 * @param host where the prover believes to be connected, such as `wijk.example:4321`; both sides must agree
 */
export function helloMessage(space: SpaceId, own: Uint8Array, peer: Uint8Array, host: string): Uint8Array {
  return join(TEXT.encode("wijkkit/1 hello"), space, own, peer, TEXT.encode(host));
}
