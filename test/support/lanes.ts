import { parse } from "@wijkkit/envelope";
import { decode } from "@wijkkit/sync";
import type { Piece } from "./recording.ts";

function envelopesIn(frame: Uint8Array): readonly Uint8Array[] {
  const read = decode(frame);
  return typeof read === "object" && (read.type === "give" || read.type === "new") ? read.envelopes : [];
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
