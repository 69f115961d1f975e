import { hex, spaceId, unhex } from "@wijkkit/envelope";
import {
  identityOf,
  joinShares,
  type Membership,
  personOf,
  readCardCode,
  recoveryKeys,
  replace,
  type SharesRefusal,
  safeSeed,
  seedFromCard,
  writeCardCode,
  writeParts,
} from "@wijkkit/identity";
import type { Problem, Reply, Request } from "../protocol.ts";
import { aside, until } from "./aside.ts";
import type { Keyring, SpaceKeys } from "./keyring.ts";
import { Keys } from "./keys.ts";
import type { Pairing } from "./pairing.ts";
import { random } from "./random.ts";
import { Safe } from "./safe.ts";

const DEVICE = 16;
const HOUR = 3_600_000;
/** Milliseconds that a wijk gets to come in before somebody is replaced in it. */
const PATIENCE = 20_000;

/** The card, to print; what it leads to is kept with the relay first, so that it works from here on. */
export async function makeCard({ ring }: Keys): Promise<Reply> {
  const { card } = ring;
  if (card === undefined) return { ok: false, problem: "card-gone" };
  return { ok: true, card: { code: writeCardCode(card), isKept: await keep(ring, safeSeed(card)) } };
}

/** The card is with its owner: its secret leaves the device. @throws StoreError */
export async function forgetCard(keys: Keys): Promise<Reply> {
  const { card } = keys.ring;
  if (card) await keys.change(({ card: _, ...rest }) => ({ ...rest, safe: safeSeed(card) }));
  return { ok: true };
}

/** Puts what the card leads to where it is found again. Whether the relay says that it holds it. */
export async function keep(ring: Keyring, seed: Uint8Array): Promise<boolean> {
  const safe = await Safe.open(seed, ring);
  try {
    await safe.put({ generation: ring.generation ?? 0, spaces: ring.spaces });
    return await safe.taken();
  } finally {
    await safe.close();
  }
}

/** What a card leads to, or why it leads nowhere. Nothing but the sealed safe is stored by then. */
export async function restore({ code, stolen }: Extract<Request, { do: "restore" }>): Promise<Keys | Reply> {
  const read = readCardCode(code);
  if (!("card" in read)) {
    const problem = read.reason === "group" || read.reason === "character" ? "card-mistyped" : "card-length";
    return { ok: false, problem, groups: "groups" in read ? read.groups : [] };
  }
  return comeBack(read.card, stolen);
}

/** What neighbours' shares lead to: `answers` to what this device asked. */
export async function gather(
  pairing: Pairing | undefined,
  { answers, stolen }: Extract<Request, { do: "gather" }>,
): Promise<Keys | Reply> {
  const opened = answers.map((answer) => pairing?.open(answer) ?? ({ problem: "pair-other" } as const));
  const failed = opened.find((one) => "problem" in one);
  if (failed && "problem" in failed) return { ok: false, problem: failed.problem };
  const joined = await joinShares(opened.flatMap((one) => ("content" in one ? [one.content] : [])));
  if ("card" in joined) return comeBack(joined.card, stolen);
  return { ok: false, problem: REFUSED[joined.reason] };
}

const REFUSED = { form: "pair-broken", few: "share-few", other: "share-other" } as const satisfies Record<
  SharesRefusal,
  Problem
>;

async function comeBack(card: Uint8Array, stolen: boolean): Promise<Keys | Reply> {
  const safe = safeSeed(card);
  const device = random(DEVICE);
  const opened = await Safe.open(safe, { device });
  let kept: ReturnType<Safe["read"]>;
  try {
    if (!(await opened.answered())) return { ok: false, problem: "card-offline" };
    kept = opened.read();
  } finally {
    await opened.close();
  }
  if (kept.spaces.length === 0) return { ok: false, problem: "card-unknown" };
  const recovery = recoveryKeys(card);
  const before = seedFromCard(card, kept.generation);
  const generation = stolen ? kept.generation + 1 : kept.generation;
  const seed = seedFromCard(card, generation);
  const ring = { seed, recovery: recovery.public, safe, generation, device, spaces: kept.spaces, current: 0 };
  if (stolen) {
    for (const space of kept.spaces) {
      if (!(await takeOver(ring, space, before, recovery))) return { ok: false, problem: "card-offline" };
    }
    await keep(ring, safe);
  }
  return new Keys(ring);
}

/** Takes the place of one's identity of before in one wijk. False where the wijk did not come in. */
async function takeOver(
  ring: Keyring,
  space: SpaceKeys,
  before: Uint8Array,
  recovery: ReturnType<typeof recoveryKeys>,
): Promise<boolean> {
  return aside(ring, space, async (local, connections) => {
    const space20 = unhex(spaceId(space.root));
    const old = hex(identityOf(before, space20).sign.public);
    const { documents } = local;
    const isKnown = ({ members, former }: Membership) => members.has(old) || former.has(old);
    if (!(await until(() => isKnown(documents.membership) && connections.now.progress === undefined, PATIENCE)))
      return false;
    // Removed there meanwhile; or replaced already, by an earlier try that was cut.
    if (!documents.membership.members.has(old)) return true;
    const hour = Math.floor(documents.time() / HOUR);
    const moment = { space: space20, heads: documents.membership.heads, hour };
    const { sign } = identityOf(ring.seed, space20);
    const parts = writeParts(moment, sign, [], documents.owners.ends([old]));
    const operation = replace(parts.moment, ring, recovery, old, parts.hashes);
    for (const bytes of [...parts.operations, operation]) await documents.addOperation(bytes);
    await local.flush();
    await until(() => connections.now.relay === "open" && !documents.pending, PATIENCE);
    return personOf(documents.membership, hex(sign.public)) !== hex(sign.public);
  });
}
