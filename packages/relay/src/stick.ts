import { createReadStream, createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { chooseVerify, KnownSpaces, type SpaceId } from "@wijkkit/envelope";
import { Replica, type Taken, takeBundle, writeBundle } from "@wijkkit/sync";
import { storeIn } from "./blind.ts";
import { LIMIT } from "./limits.ts";

/** Works with the store of a relay or kiosk that does not run. @throws StoreError */
async function withStore<Done>(
  dataDir: string,
  work: (replica: Replica, spaces: readonly SpaceId[]) => Promise<Done>,
): Promise<Done> {
  const store = storeIn(dataDir);
  try {
    const verify = await chooseVerify();
    const replica = new Replica({ store, known: new KnownSpaces(LIMIT.spaceRecords), verify, now: Date.now });
    return await work(replica, await store.spaces());
  } finally {
    await store.close();
  }
}

/**
 * Writes what a store holds into a bundle; the file is there only once it is whole. @returns how many spaces
 * @param only the spaces that are wanted, default all
 * @throws StoreError, or the error of the file
 */
export async function exportBundle(dataDir: string, file: string, only?: readonly SpaceId[]): Promise<number> {
  return withStore(dataDir, async (replica, held) => {
    const spaces = only === undefined ? held : held.filter((space) => only.includes(space));
    const partial = `${file}.part`;
    try {
      await pipeline(Readable.from(writeBundle(replica, spaces)), createWriteStream(partial));
      await rename(partial, file);
    } catch (cause) {
      await rm(partial, { force: true });
      throw cause;
    }
    return spaces.length;
  });
}

/** Takes a bundle into a store. @throws StoreError, or the error of the file */
export async function importBundle(
  dataDir: string,
  file: string,
  progress: (bytes: number) => void,
): Promise<Taken | undefined> {
  return withStore(dataDir, (replica) => takeBundle(replica, createReadStream(file), { progress }));
}
