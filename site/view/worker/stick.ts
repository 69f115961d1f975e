import { takeBundle, writeBundle } from "@wijkkit/sync";
import type { Reply } from "../protocol.ts";
import type { LocalSpace } from "./space.ts";

/** All messages of a wijk as one file, sealed: for who is in it, and for a kiosk. */
export async function writeStick({ replica, space }: LocalSpace): Promise<Reply> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for await (const part of writeBundle(replica, [space])) parts.push(part);
  return { ok: true, messages: new Blob(parts, { type: "application/octet-stream" }) };
}

/** Takes in a file of messages, as if a neighbour brought them. @throws StoreError; what was taken before stays */
export async function takeStick({ replica, space }: LocalSpace, file: Blob): Promise<Reply> {
  const taken = await takeBundle(replica, chunksOf(file), { wants: (one) => one === space });
  if (taken === undefined) return { ok: false, problem: "stick-broken" };
  const { accepted, known, waiting, refused, isCut } = taken;
  if (accepted + known + waiting === 0 && refused > 0) return { ok: false, problem: "stick-other" };
  return { ok: true, taken: { accepted, isCut } };
}

const CHUNK = 1_048_576;

async function* chunksOf(file: Blob): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < file.size; at += CHUNK) {
    yield new Uint8Array(await file.slice(at, at + CHUNK).arrayBuffer());
  }
}
