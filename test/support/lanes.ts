import { parse } from "@wijkkit/envelope";
import type { Piece } from "./recording.ts";

const GIVE = 5;
const NEW = 6;

/** The envelopes in one session frame: each after its length, in a GIVE behind its number and one byte more. */
function envelopesIn(frame: Uint8Array): Uint8Array[] {
  if (frame[0] !== GIVE && frame[0] !== NEW) return [];
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  const found: Uint8Array[] = [];
  let at = frame[0] === GIVE ? 6 : 1;
  while (at + 4 <= frame.byteLength) {
    const end = at + 4 + view.getUint32(at);
    found.push(frame.subarray(at + 4, end));
    at = end;
  }
  return found;
}

/** Per lane, how many envelopes went over the sockets; throws when two different ones claim one place. */
export function lanesIn(recordings: readonly (readonly Piece[])[]): Map<string, number> {
  const places = new Map<string, string>();
  const lanes = new Map<string, number>();
  for (const { how, where, bytes } of recordings.flat()) {
    if (!how.startsWith("socket") || !where.endsWith("/sync")) continue;
    for (const found of envelopesIn(bytes)) {
      const read = parse(found);
      if (!("envelope" in read)) throw new Error(`an envelope that does not parse was sent: ${read.reason}`);
      const { lane, seq, id } = read.envelope;
      const known = places.get(`${lane} ${seq}`);
      if (known !== undefined && known !== id) throw new Error(`lane ${lane} is forked at ${seq}`);
      if (known === undefined) lanes.set(lane, (lanes.get(lane) ?? 0) + 1);
      places.set(`${lane} ${seq}`, id);
    }
  }
  return lanes;
}
