import { unhex } from "@wijkkit/envelope";
import { answerPairing, openPairing, personOf, SHARES, safeSeed, splitCard } from "@wijkkit/identity";
import { giveShares, keepShare, nameOf, sharesOf, sharesTo } from "@wijkkit/machines";
import type { Reply, Request } from "../protocol.ts";
import type { Keys } from "./keys.ts";
import type { Members } from "./members.ts";
import { handOver } from "./pairing.ts";
import { random } from "./random.ts";
import { keep } from "./recovery.ts";

export type ShareRequest = Extract<Request, { do: "shares" | "share" | "keep" | "help" }>;

/** What is done with shares of cards, one's own and others'. Durable once the caller has flushed. */
export async function carryOut(members: Members, keys: Keys, request: ShareRequest): Promise<Reply> {
  switch (request.do) {
    case "shares":
      return sharesSeen(members, keys);
    case "share":
      return share(members, keys, request.to);
    case "keep":
      return keepFor(members, keys, request.share);
    case "help":
      return help(keys, request);
  }
}

/** Members as persons, by first identity, each with the X25519 key that they have now. */
function persons({ membership }: Members): Map<string, string> {
  const lasting = [...membership.members].filter(([, { role }]) => role !== "guest" && role !== "kiosk");
  return new Map(lasting.map(([who, { box }]) => [personOf(membership, who), box]));
}

function sharesSeen(members: Members, { ring }: Keys): Reply {
  const { table, me } = members.local.documents;
  const { shares: held = [] } = ring;
  const asked = sharesTo(table, me).map(({ ref, owner, sealed }) => {
    return {
      id: ref,
      name: nameOf(table, owner),
      isKept: held.some((one) => one.ref === ref && one.sealed === sealed),
    };
  });
  // A thief can take back what was asked; what is kept stays.
  const kept = held.filter(({ ref }) => !asked.some(({ id }) => id === ref));
  const others = kept.map(({ ref, owner }) => ({ id: ref, name: nameOf(table, owner), isKept: true }));
  return {
    ok: true,
    shares: {
      own: sharesOf(table, me).map(({ to, isKept }) => ({ name: nameOf(table, to), isKept })),
      others: [...asked, ...others],
      neighbours: [...persons(members).keys()]
        .filter((who) => who !== me)
        .map((who) => ({ id: who, name: nameOf(table, who) })),
    },
  };
}

/** Gives a share of the card to each of three neighbours; what the card leads to is kept with the relay first. */
async function share(members: Members, { ring }: Keys, to: readonly string[]): Promise<Reply> {
  const boxes = persons(members);
  const { me } = members.local.documents;
  const chosen = [...new Set(to)].flatMap((who) => {
    const box = who === me ? undefined : boxes.get(who);
    return box === undefined ? [] : [{ who, box }];
  });
  if (chosen.length !== SHARES) return { ok: false, problem: "share-three" };
  if (ring.card === undefined) return { ok: false, problem: "card-gone" };
  if (!(await keep(ring, safeSeed(ring.card)))) return { ok: false, problem: "card-offline" };
  const shares = await splitCard(ring.card, random);
  const given = chosen.map(({ who, box }, n) => {
    return { to: who, sealed: answerPairing(random, unhex(box), shares[n] ?? new Uint8Array(0)) };
  });
  const problem = members.local.change((feed) => giveShares(feed, given, members.local.documents.time()));
  return problem === undefined ? { ok: true } : { ok: false, problem: "not-saved" };
}

/** Keeps a share that one was asked to keep, on this device, and says so. @throws StoreError */
async function keepFor(members: Members, keys: Keys, ref: string): Promise<Reply> {
  const { table, me } = members.local.documents;
  const asked = sharesTo(table, me).find((one) => one.ref === ref);
  const opened = asked && openPairing(asked.sealed, members.self.box);
  if (asked === undefined || opened === undefined || "reason" in opened) return { ok: false, problem: "not-allowed" };
  const { owner, sealed } = asked;
  await keys.change((ring) => {
    const others = (ring.shares ?? []).filter((one) => one.ref !== ref);
    return { ...ring, shares: [...others, { ref, owner, sealed, share: opened.content }].slice(-SHARES_LIMIT) };
  });
  const problem = members.local.change((feed) => keepShare(feed, asked, members.local.documents.time()));
  return problem === undefined ? { ok: true } : { ok: false, problem: "not-saved" };
}

/** Shares that one device keeps at most. */
const SHARES_LIMIT = 64;

/** What a neighbour says to a new device whose owner asks for their share: a number first, then the answer. */
function help({ ring }: Keys, { share: ref, request, isSure }: Extract<Request, { do: "help" }>): Reply {
  const held = ring.shares?.find((one) => one.ref === ref);
  if (held === undefined) return { ok: false, problem: "not-allowed" };
  return handOver(request, isSure, held.share);
}
