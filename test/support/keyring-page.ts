import { type Keyring, loadKeyring } from "../../site/view/worker/keyring.ts";
import { Keys } from "../../site/view/worker/keys.ts";

/** Runs in a page: the keys of a person, for a test to change from several tabs. */

const key = (n: number) => new Uint8Array(32).fill(n);
const fresh = (n: number): Keyring => ({
  ...{ seed: key(n), recovery: key(n), device: new Uint8Array(16).fill(n) },
  ...{ spaces: [], current: 0 },
});

let keys = new Keys(fresh(0));

/** "ok", or the code of the StoreError. */
const said = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "ok",
    (error: { code?: string }) => error.code ?? String(error),
  );

const keyring = {
  /** Begins as a new person with this number. */
  begin(n: number) {
    keys = new Keys(fresh(n));
    return said(keys.change((ring) => ring));
  },
  async load() {
    const ring = await loadKeyring();
    if (ring && "seed" in ring) keys = new Keys(ring);
    return ring !== undefined;
  },
  enter: (n: number) => said(keys.enter({ root: key(n), name: `wijk ${n}`, secrets: [key(n)], relay: "" })),
  learn: (n: number, secret: number) => said(keys.extend(key(n), { secrets: [key(n), key(secret)] })),
  /** What is stored, in numbers. */
  async stored() {
    const ring = await loadKeyring();
    if (ring === undefined || !("seed" in ring)) return undefined;
    const spaces = ring.spaces.map(({ name, secrets }) => ({ name, secrets: secrets.map(([n]) => n) }));
    return { person: ring.seed[0], spaces, current: ring.current };
  },
};

export type KeyringPage = typeof keyring;

Object.assign(globalThis, { keyring });
