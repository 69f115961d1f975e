import { expect, test } from "vitest";
import { storeContract } from "../../../test/contract/store.ts";
import { Wijk } from "../../../test/support/envelopes.ts";
import { memoryStore } from "./memory.ts";

storeContract(test, async () => memoryStore());

test("[ST15] where there is no room an append is refused as full, and nothing of it is kept", async () => {
  const store = memoryStore({ room: 2_000 });
  const { space, lane } = { space: new Wijk("room").space, lane: new Wijk("room").lane("full") };
  const [first, ...rest] = lane.some(4, { size: 600 });
  if (!first) throw new Error("no envelope");
  await store.append(space, [first]);
  await expect(store.append(space, rest)).rejects.toMatchObject({ code: "full" });
  expect((await store.heads(space)).map(({ seq }) => seq)).toEqual([0]);
  await store.append(space, rest.slice(0, 1));
});
