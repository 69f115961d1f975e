import { hex, type SpaceId } from "@wijkkit/envelope";

/** Where an envelope's space stands in its bytes. */
const SPACE = [2, 22] as const;

/** The space that bytes name where an envelope names it; nothing else of them is looked at. */
export const namedSpace = (bytes: Uint8Array): SpaceId => hex(bytes.subarray(...SPACE)) as SpaceId;
