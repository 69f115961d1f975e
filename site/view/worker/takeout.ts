import { chooseVerify, hex, spaceId } from "@wijkkit/envelope";
import {
  fromBase64url,
  personOf,
  readCardCode,
  recoveryKeys,
  safeSeed,
  seedFromCard,
  toBase64url,
} from "@wijkkit/identity";
import { nameOf } from "@wijkkit/machines";
import { BUNDLE_LIMIT, openBundle, sealBundle } from "@wijkkit/seal";
import { indexedDbStore, Replica, replay } from "@wijkkit/sync";
import type { Reply, Request } from "../protocol.ts";
import { readContents, writeContents } from "./contents.ts";
import type { Keyring, SpaceKeys } from "./keyring.ts";
import { epochsOf } from "./keys.ts";
import { MemberSpaces } from "./member-spaces.ts";
import { random } from "./random.ts";
import { LocalSpace } from "./space.ts";
import { STORE_DATABASE } from "./stored.ts";

const DEVICE = 16;
const FORM = "wijkkit export 1";

/** Everything of a person: readable, and sealed for who has their card. */
export async function exportAll(ring: Keyring): Promise<Reply> {
  const { safe } = ring;
  if (safe === undefined) return { ok: false, problem: "card-due" };
  const wijken = [];
  const items: Uint8Array[] = [];
  for (const keys of ring.spaces) {
    const local = await LocalSpace.open(ring, keys);
    try {
      wijken.push(readable(local, keys));
      items.push(...local.replica.known.records(local.space));
      for await (const some of replay(local.replica, local.space)) items.push(...some);
    } finally {
      await local.close();
    }
  }
  const content = packed([writeContents(ring, false), ...items]);
  if (content.length + 100 > BUNDLE_LIMIT) return { ok: false, problem: "too-many" };
  const file = { form: FORM, wijken, bundle: toBase64url(sealBundle(content, safe, random)) };
  return { ok: true, file: JSON.stringify(file, null, 2) };
}

/** What somebody wrote in one wijk, to read without us. */
function readable({ documents }: LocalSpace, { name }: SpaceKeys): object {
  const { membership, table, me } = documents;
  const records = [...table.byOwner(me)].map(({ id, kind, at, fields }) => ({
    id,
    kind,
    at: new Date(at).toISOString(),
    ...fields,
  }));
  const role = membership.members.get(documents.author)?.role;
  const members = [...membership.members.keys()].map((who) => nameOf(table, personOf(membership, who)));
  return { name: membership.name ?? name, me: nameOf(table, me), role, members, records };
}

/** What a takeout brings: whose it is, and which spaces. */
interface Imported {
  readonly ring: Keyring;
  readonly spaces: readonly SpaceKeys[];
}

/** Brings what lies sealed in a person's takeout into the store; its keys are still to be added to the ring. */
export async function importAll(
  { file, code }: Extract<Request, { do: "import" }>,
  held: Keyring | undefined,
): Promise<Imported | Reply> {
  const bundle = bundleIn(file);
  if (bundle === undefined) return { ok: false, problem: "import-broken" };
  const card = code.trim() === "" ? undefined : readCardCode(code);
  if (card !== undefined && !("card" in card)) {
    return { ok: false, problem: "card-mistyped", groups: "groups" in card ? card.groups : [] };
  }
  const safe = card === undefined ? held?.safe : safeSeed(card.card);
  if (safe === undefined) return { ok: false, problem: "card-length", groups: [] };
  const opened = openBundle(bundle, safe);
  if ("reason" in opened) return { ok: false, problem: opened.reason === "form" ? "import-broken" : "import-other" };
  const [first, ...items] = unpacked(opened.content);
  const contents = readContents(first);
  if (contents === undefined) return { ok: false, problem: "import-broken" };
  const { spaces } = contents;
  const ring = held ?? newRing(card?.card, contents.generation, safe);
  if (ring === undefined) return { ok: false, problem: "import-broken" };
  await store(spaces, items);
  return { ring, spaces };
}

/** A keyring with the spaces that it does not have yet. */
export function withMore(ring: Keyring, spaces: readonly SpaceKeys[]): Keyring {
  const known = new Set(ring.spaces.map(({ root }) => hex(root)));
  return { ...ring, spaces: [...ring.spaces, ...spaces.filter(({ root }) => !known.has(hex(root)))] };
}

function newRing(card: Uint8Array | undefined, generation: number, safe: Uint8Array): Keyring | undefined {
  if (card === undefined) return undefined;
  const { public: recovery } = recoveryKeys(card);
  return {
    seed: seedFromCard(card, generation),
    recovery,
    safe,
    generation,
    device: random(DEVICE),
    spaces: [],
    current: 0,
  };
}

/** Judged like whatever comes from a neighbour. @throws StoreError */
async function store(spaces: readonly SpaceKeys[], items: readonly Uint8Array[]): Promise<void> {
  const held = indexedDbStore(STORE_DATABASE);
  const verify = await chooseVerify();
  try {
    for (const keys of spaces) {
      const space = spaceId(keys.root);
      const known = new MemberSpaces(space, epochsOf(keys));
      const replica = new Replica({ store: held, known, verify, now: Date.now, takes: (id) => id === space });
      for (const item of items) await replica.acceptRecord(item);
      await replica.acceptMany(items);
    }
  } finally {
    await held.close();
  }
}

function bundleIn(file: string): Uint8Array | undefined {
  try {
    const value = JSON.parse(file) as { form?: unknown; bundle?: unknown };
    if (value?.form !== FORM || typeof value.bundle !== "string") return undefined;
    return fromBase64url(value.bundle);
  } catch {
    return undefined;
  }
}

/** Each with its length before it, as u32. */
function packed(items: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(items.reduce((sum, { length }) => sum + 4 + length, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const item of items) {
    view.setUint32(at, item.length);
    bytes.set(item, at + 4);
    at += 4 + item.length;
  }
  return bytes;
}

function unpacked(bytes: Uint8Array): Uint8Array[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const items: Uint8Array[] = [];
  for (let at = 0; at + 4 <= bytes.length; ) {
    const end = at + 4 + view.getUint32(at);
    if (end > bytes.length) break;
    items.push(bytes.slice(at + 4, end));
    at = end;
  }
  return items;
}
