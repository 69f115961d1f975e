import { hex, unhex } from "@wijkkit/envelope";
import { derive, fromBase64url, toBase64url } from "@wijkkit/identity";
import { openBundle, sealBundle } from "@wijkkit/seal";
import type { Keyring } from "./keyring.ts";
import { random } from "./random.ts";
import type { LocalSpace } from "./space.ts";

const KIND = "device";
const DEVICE = 16;

/** Says to one's own other devices, and sealed for them alone, that this one writes here too. The caller flushes. */
export function tellDevice(local: LocalSpace, { seed, device }: Keyring): void {
  const { documents, space } = local;
  const name = hex(derive(seed, unhex(space), "device", device)).slice(0, 16);
  const id = `${KIND}:${name}`;
  if ([...documents.table.byOwner(documents.me)].some((record) => record.id === id)) return;
  const fields = { sealed: toBase64url(sealBundle(device, seed, random)) };
  local.change((feed) => feed.create({ id, kind: KIND, at: documents.time(), fields }));
}

/** Numbers of one's own devices that said that they write here, 16 bytes each. */
export function devicesOf({ documents }: LocalSpace, { seed }: Keyring): Uint8Array[] {
  return [...documents.table.byOwner(documents.me)].flatMap(({ kind, fields: { sealed } }) => {
    const bytes = kind === KIND && typeof sealed === "string" ? fromBase64url(sealed) : undefined;
    const opened = bytes && openBundle(bytes, seed);
    return opened && "content" in opened && opened.content.length === DEVICE ? [opened.content] : [];
  });
}
