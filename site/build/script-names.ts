interface Chunk {
  name: string;
  moduleIds: readonly string[];
}

/**
 * Where the live page's scripts are written: below `/wijk/`. A worker belongs to the
 * service worker of its own address, not of its page's: a worker's script elsewhere would not start without a network.
 */
export const SCRIPT_FOLDER = "wijk/app";

const named = ({ name, moduleIds }: Chunk) =>
  moduleIds.some((id) => id.includes("/site/search/"))
    ? "zoeken/search.[hash].js"
    : `${SCRIPT_FOLDER}/${/^[\w-]+$/.test(name) ? name : "live"}.[hash].js`;

/** Rolldown's output options for the client and for workers. */
export const SCRIPT_NAMES = { entryFileNames: named, chunkFileNames: named };
