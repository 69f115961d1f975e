import { equalBytes, spaceId, unhex } from "@wijkkit/envelope";
import { answerPairing, openPairing, personOf } from "@wijkkit/identity";
import { answerWish, nameOf, ownWish, wish, wishes } from "@wijkkit/machines";
import type { Reply, Request } from "../protocol.ts";
import { aside, until } from "./aside.ts";
import type { SpaceKeys } from "./keyring.ts";
import { Members } from "./members.ts";
import { random } from "./random.ts";

/** Milliseconds that the relay gets to take an invitation in the other wijk. */
const PUSHING = 5_000;
/** Milliseconds from an open connection until an invitation is there. */
const SETTLING = 1_000;

type Invite = (members: Members, terms: Extract<Request, { do: "invite" }>) => Promise<Reply>;

/** Says in the voorkamer that one wants to be in the wijk. The caller flushes. */
export function makeWish({ local }: Members): Reply {
  const problem = local.change((feed) => wish(feed, local.documents.time()));
  return problem === undefined ? { ok: true } : { ok: false, problem: "not-saved" };
}

/** Who wants to be in the wijk and was not answered, and what was answered to oneself. */
export function wishesOf(members: Members): Reply {
  const { table, me } = members.local.documents;
  const own = ownWish(table, me);
  const opened = own?.answers.flatMap((sealed) => {
    const read = openPairing(sealed, members.self.box);
    return "content" in read ? [new TextDecoder().decode(read.content)] : [];
  });
  const others = wishes(table).filter(({ owner, answers }) => owner !== me && answers.length === 0);
  return {
    ok: true,
    wishes: {
      isMade: own !== undefined,
      ...(opened?.[0] !== undefined && { link: opened[0] }),
      others: others.map(({ ref, owner }) => ({ id: ref, name: nameOf(table, owner) })),
    },
  };
}

/** Invites who wished it into another wijk of this device, by an invitation that only they can open. */
export async function answer(
  members: Members,
  { wish: ref, space }: Extract<Request, { do: "welcome" }>,
  invite: Invite,
): Promise<Reply> {
  const { local, keys, membership } = members;
  const asked = wishes(local.documents.table).find((one) => one.ref === ref);
  const other = keys.ring.spaces.find(({ root }) => spaceId(root) === space && !equalBytes(root, keys.current.root));
  const box = [...membership.members].find(([who]) => personOf(membership, who) === asked?.owner)?.[1].box;
  if (asked === undefined || other === undefined || box === undefined) return { ok: false, problem: "not-allowed" };
  const reply = await inviteElsewhere(members, other, invite);
  if (!reply.ok || reply.link === undefined) return reply;
  const sealed = answerPairing(random, unhex(box), new TextEncoder().encode(reply.link));
  const at = local.documents.time();
  const problem = local.change((feed) => answerWish(feed, { parent: ref, sealed, at }));
  return problem === undefined ? { ok: true } : { ok: false, problem: "not-saved" };
}

/** Makes a personal invitation in a wijk that is not the one that is open, and gives the relay time to take it. */
async function inviteElsewhere({ keys: { ring } }: Members, other: SpaceKeys, invite: Invite): Promise<Reply> {
  return aside(ring, other, async (local, connections) => {
    const reply = await invite(new Members(local, { ring, current: other }), { do: "invite" });
    await local.flush();
    await until(() => connections.now.relay === "open", PUSHING);
    await new Promise((resolve) => setTimeout(resolve, SETTLING));
    return reply;
  });
}
