import type { Confirmed, Reply } from "../protocol.ts";
import { aside, until } from "./aside.ts";
import { leaveNow } from "./deeds.ts";
import { devicesOf } from "./devices.ts";
import type { SpaceKeys } from "./keyring.ts";
import type { Keys } from "./keys.ts";
import { Members } from "./members.ts";

/** Milliseconds that the relay of a wijk that is not shown gets to say that it has dropped what was erased. */
const PATIENCE = 10_000;

/** Ends everything that one's devices wrote in a wijk, durably, and leaves it. The caller flushes. @throws StoreError */
export async function erase(members: Members): Promise<Reply> {
  const { local, keys } = members;
  await local.erase(devicesOf(local, keys.ring));
  return leaveNow(members);
}

/** The same in a wijk that is not the one that is shown; what its relay could not confirm yet goes on when it is opened. */
export async function eraseAside({ ring }: Keys, space: SpaceKeys): Promise<Confirmed[]> {
  return aside(ring, space, async (local, connections) => {
    await until(() => connections.now.relay === "open" && connections.now.progress === undefined, PATIENCE);
    await erase(new Members(local, { ring, current: space }));
    await local.flush();
    await until(() => local.receipts.erased.every(({ relay }) => relay), PATIENCE);
    const wijk = local.documents.membership.name ?? space.name;
    return local.receipts.erased.map((confirmed) => ({ ...confirmed, wijk }));
  });
}
