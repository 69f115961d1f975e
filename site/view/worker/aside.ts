import { Connections } from "./connections.ts";
import type { Keyring, SpaceKeys } from "./keyring.ts";
import { LocalSpace } from "./space.ts";

/** Milliseconds between two looks at what is waited for. */
const LOOK = 200;

/** Works in a space that is not the one that is shown: opened, connected to its relay, and closed after it. @throws StoreError */
export async function aside<Done>(
  ring: Keyring,
  space: SpaceKeys,
  work: (local: LocalSpace, connections: Connections) => Promise<Done>,
): Promise<Done> {
  const local = await LocalSpace.open(ring, space);
  const quiet = { changed: () => {}, failed: () => {} };
  const connections = new Connections(local, space.relay || self.location.origin, quiet);
  try {
    connections.open();
    return await work(local, connections);
  } finally {
    connections.close();
    await local.close();
  }
}

/** Whether something comes to hold within so many milliseconds. */
export async function until(holds: () => boolean, patience: number): Promise<boolean> {
  for (const end = performance.now() + patience; performance.now() < end; ) {
    if (holds()) return true;
    await new Promise((resolve) => setTimeout(resolve, LOOK));
  }
  return holds();
}
