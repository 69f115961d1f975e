import { nameOf, sharesAsked } from "@wijkkit/machines";
import type { Wijk } from "../protocol.ts";
import type { SpaceKeys } from "./keyring.ts";
import type { Members } from "./members.ts";
import type { LocalSpace } from "./space.ts";

interface Parts {
  readonly local: LocalSpace;
  readonly members: Members;
  readonly own: SpaceKeys | undefined;
  readonly isDirect: boolean;
  readonly version: number;
  /** Part of a rotation that is done, while one is under way. */
  readonly rotating: number | undefined;
}

/** How one's place in an open wijk is shown. */
export function summaryOf({ local, members, own: keys, isDirect, version, rotating }: Parts): Wijk {
  const { membership, me, author, table, waits } = local.documents;
  const { role } = members;
  const own = [...membership.invitations].filter(([, { by }]) => by === author);
  return {
    name: membership.name ?? keys?.name ?? "",
    isVoorkamer: membership.kind === "voorkamer",
    me: nameOf(table, me),
    members: membership.members.size,
    mayInvite: members.mayInvite,
    role,
    isOnlyBeheerder: members.isOnlyBeheerder,
    version,
    standing: members.standing(keys?.invitation),
    ...(waits === "rotation" || waits === "key" ? { waits } : {}),
    ...(rotating !== undefined && { rotating }),
    isDirect,
    sharesAsked: sharesAsked(table, me),
    usedInvitations: own.filter(([, { left }]) => left === 0).map(([name]) => name),
    endedInvitations: own.filter(([, { isEnded }]) => isEnded).map(([name]) => name),
  };
}
