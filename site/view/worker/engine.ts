import { type SpaceId, spaceId } from "@wijkkit/envelope";
import type { Place, Problem, Reply, Request, State, StoredThing } from "../protocol.ts";
import type { Entry } from "./joining.ts";
import { KEYRING_DATABASE, type LockedKeyring, loadKeyring } from "./keyring.ts";
import { Keys } from "./keys.ts";
import type { MeshOrder, Update } from "./messages.ts";
import type { Pairing } from "./pairing.ts";
import { portChannel } from "./port.ts";
import { problemOf } from "./problem.ts";
import { deleteDatabases, storedThings } from "./stored.ts";
import { OpenWijk } from "./wijk.ts";

/** Where an engine says what it wants shown and connected. */
export interface Outlets {
  readonly update: (update: Update) => void;
  readonly mesh: (order: MeshOrder | "stop") => void;
}

/** Fetched when it is needed. */
const joining = async () => (await import("./later.ts")).joining;
const recovery = async () => (await import("./later.ts")).recovery;
const takeout = async () => (await import("./later.ts")).takeout;
const locking = async () => (await import("./later.ts")).locking;
const pairing = async () => (await import("./later.ts")).pairing;

/**
 * The leading worker's side of the page: takes one request at a time, and says how things stand after each change.
 * Of the wijken that this device takes part in one is open, the one that is shown.
 */
export class Engine {
  readonly #outlets: Outlets;
  #keys: Keys | undefined;
  #locked: LockedKeyring | undefined;
  #wijk: OpenWijk | undefined;
  #pairing: Pairing | undefined;
  #phase: State["phase"] = "loading";
  #problem: Problem | undefined;
  #persisted = false;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(outlets: Outlets) {
    this.#outlets = outlets;
  }

  /** Opens what this device holds, if anything. A blocked store becomes the phase `blocked`. */
  async start(): Promise<void> {
    try {
      const ring = await loadKeyring();
      if (ring === undefined) this.#phase = "outside";
      else if ("seed" in ring) await this.#open(new Keys(ring));
      else [this.#phase, this.#locked] = ["locked", ring];
    } catch (error) {
      this.#phase = "blocked";
      this.#problem = problemOf(error);
    }
    this.#outlets.update(this.whole());
  }

  /** One at a time, in order. Never rejects: what went wrong is in the reply. */
  handle(request: Request): Promise<Reply> {
    const reply = this.#queue.then(() => this.#do(request)).catch((error): Reply => this.#failed(error));
    this.#queue = reply;
    return reply;
  }

  /** A neighbour's sealed connection, made on the page; its frames come over this port. */
  neighbour(port: MessagePort): void {
    if (this.#wijk) this.#wijk.neighbour(port);
    else portChannel(port).close();
  }

  /** Everything there is to show. */
  whole(): Update {
    return { state: this.#state(), changed: this.#wijk?.questions() ?? [], gone: [], whole: true };
  }

  /** Lets go of everything; another worker leads from here on. */
  async close(): Promise<void> {
    await this.#queue;
    await this.#leave();
  }

  async #do(request: Request): Promise<Reply> {
    if (request.do === "wipe") return this.#wipe();
    if (this.#phase === "blocked") return { ok: false, problem: this.#problem ?? "storage-blocked" };
    if (this.#phase === "locked")
      return request.do === "unlock" ? this.#unlock(request) : { ok: false, problem: "not-saved" };
    switch (request.do) {
      case "unlock":
        return { ok: true };
      case "stored":
        return { ok: true, stored: await this.#stored() };
      case "begin":
        return this.#begin(request);
      case "join":
        return this.#join(request);
      case "switch":
        return this.#switch(this.#placeOf(request.space));
      case "lock":
        return this.#owned(async (keys) => (await locking()).lock(keys, request));
      case "card":
        return this.#owned(async (keys) => (await recovery()).makeCard(keys));
      case "carded":
        return this.#owned(async (keys) => (await recovery()).forgetCard(keys));
      case "export":
        return this.#owned(async ({ ring }) => (await takeout()).exportAll(ring));
      case "give":
        return this.#owned(async (keys) => (await pairing()).give(keys, request.request, request.isSure));
      case "restore":
        return this.#come(async () => (await recovery()).restore(request));
      case "gather":
        return this.#come(async () => (await recovery()).gather(this.#pairing, request));
      case "pair":
        this.#pairing ??= new (await pairing()).Pairing();
        return this.#pairing.ask();
      case "paired":
        return this.#come(async () => this.#pairing?.answered(request.answer) ?? { ok: false, problem: "pair-other" });
      case "import":
        return this.#import(request);
      default:
        return this.#wijk ? this.#wijk.handle(request) : { ok: false, problem: "not-saved" };
    }
  }

  async #unlock({ passphrase }: Extract<Request, { do: "unlock" }>): Promise<Reply> {
    const ring = this.#locked && (await (await locking()).unlock(this.#locked, passphrase));
    if (ring === undefined) return { ok: false, problem: "passphrase-wrong" };
    await this.#open(new Keys(ring));
    return { ok: true };
  }

  #failed(error: unknown): Reply {
    this.#show([], []);
    return { ok: false, problem: problemOf(error) };
  }

  /** Which space it is, by place among the keys; −1 for none. */
  #placeOf(space: string): number {
    return this.#keys?.find(space as SpaceId) ?? -1;
  }

  async #begin(request: Extract<Request, { do: "begin" }>): Promise<Reply> {
    const { begin, newPerson } = await joining();
    const keys = this.#keys ?? new Keys(newPerson());
    // A repeated request after a change of leader: the first one was carried out.
    if (keys.ring.spaces.some(({ name }) => name === request.wijk)) return { ok: true };
    const entered = await begin(keys.ring, request);
    return "problem" in entered ? { ok: false, ...entered } : this.#enter(keys, entered);
  }

  async #join(request: Extract<Request, { do: "join" }>): Promise<Reply> {
    const { join, newPerson, spaceOfLink, withSecretsOf } = await joining();
    const keys = this.#keys ?? new Keys(newPerson());
    const place = this.#placeOf(spaceOfLink(request.link) ?? "");
    const entered = await join(keys.ring, request);
    if ("problem" in entered) return { ok: false, ...entered };
    const held = keys.ring.spaces[place];
    if (held === undefined) return this.#enter(keys, entered);
    const reply = await this.#switch(place);
    const { standing } = this.#wijk?.summary() ?? {};
    // Another invitation, where the one before let nobody in; an epoch may have begun between the two.
    const isShut = standing === "refused" || standing === "expired" || standing === "withdrawn";
    return isShut ? this.#enter(keys, withSecretsOf(held, entered)) : reply;
  }

  /** Takes part in a space, which is then the one that is shown. */
  async #enter(keys: Keys, entry: Entry): Promise<Reply> {
    await this.#leave();
    const save = () => keys.enter(entry.keys);
    try {
      this.#wijk = await OpenWijk.open(keys, entry.keys, this.#shows, { first: entry.first, save });
    } catch (error) {
      // Nothing half-written: as long as the keys are not durable, nobody has joined.
      if (this.#keys) await this.#open(this.#keys).catch(() => {});
      else await deleteDatabases(KEYRING_DATABASE).catch(() => {});
      throw error;
    }
    this.#keys = keys;
    return this.#opened();
  }

  /** Goes on as the person whose keys came from elsewhere. */
  async #come(keysFrom: () => Promise<Keys | Reply>): Promise<Reply> {
    // A repeated request after a change of leader: the first one was carried out.
    if (this.#keys) return { ok: true };
    const come = await keysFrom();
    if ("ok" in come) return come;
    await come.change((ring) => ring);
    await this.#open(come);
    return { ok: true };
  }

  /** What only who takes part can do. */
  async #owned(act: (keys: Keys) => Promise<Reply>): Promise<Reply> {
    if (this.#keys === undefined) return { ok: false, problem: "not-allowed" };
    const reply = await act(this.#keys);
    this.#show([], []);
    return reply;
  }

  async #import(request: Extract<Request, { do: "import" }>): Promise<Reply> {
    const { importAll, withMore } = await takeout();
    const imported = await importAll(request, this.#keys?.ring);
    if ("ok" in imported) return imported;
    const keys = this.#keys ?? new Keys(imported.ring);
    await keys.change((ring) => withMore(ring, imported.spaces));
    await this.#leave();
    await this.#open(keys);
    return { ok: true };
  }

  /** What the card leads to follows what this device takes part in. It is tried again at the next start. */
  #keepSafe(): void {
    const { ring } = this.#keys ?? {};
    const { safe } = ring ?? {};
    if (ring && safe)
      void recovery()
        .then(({ keep }) => keep(ring, safe))
        .catch(() => {});
  }

  async #switch(place: number): Promise<Reply> {
    const keys = this.#keys;
    if (keys === undefined || keys.ring.spaces[place] === undefined) return { ok: false, problem: "not-allowed" };
    if (place !== keys.ring.current || this.#wijk === undefined) {
      await keys.change((ring) => ({ ...ring, current: place }));
      await this.#leave();
      await this.#open(keys);
    }
    return this.#opened();
  }

  async #open(keys: Keys): Promise<void> {
    this.#keys = keys;
    this.#wijk = await OpenWijk.open(keys, keys.current, this.#shows);
    await this.#opened();
  }

  async #opened(): Promise<Reply> {
    this.#persisted = (await navigator.storage?.persisted?.()) ?? false;
    this.#phase = "inside";
    this.#wijk?.connect();
    this.#keepSafe();
    this.#outlets.update(this.whole());
    return { ok: true };
  }

  async #leave(): Promise<void> {
    this.#outlets.mesh("stop");
    await this.#wijk?.close();
    this.#wijk = undefined;
  }

  async #wipe(): Promise<Reply> {
    await this.#leave();
    this.#keys = undefined;
    this.#locked = undefined;
    // Until it is all gone, nothing else is possible here but wiping once more.
    this.#phase = "blocked";
    this.#problem = "storage-failed";
    await deleteDatabases(KEYRING_DATABASE);
    this.#phase = "outside";
    this.#problem = undefined;
    this.#outlets.update(this.whole());
    return { ok: true };
  }

  async #stored(): Promise<StoredThing[]> {
    return this.#wijk ? storedThings(await this.#wijk.held(), this.#keys?.ring.spaces.length ?? 1) : [];
  }

  #places(): Place[] {
    const { spaces = [], current = 0 } = this.#keys?.ring ?? {};
    return spaces.map(({ root, name }, n) => ({ space: spaceId(root), name, current: n === current }));
  }

  #state(): Update["state"] {
    const found = this.#wijk?.problem ?? this.#problem;
    return {
      phase: this.#phase,
      ...(this.#wijk ? { wijk: this.#wijk.summary() } : {}),
      places: this.#places(),
      ...(this.#wijk?.now ?? { connection: { relay: "off", neighbours: 0 }, pending: false }),
      persisted: this.#persisted,
      isCardDue: this.#keys?.ring.card !== undefined,
      isLocked: this.#keys?.ring.lock !== undefined,
      ...(found === undefined ? {} : { problem: found }),
    };
  }

  readonly #show = (changed: Update["changed"], gone: Update["gone"]): void => {
    this.#outlets.update({ state: this.#state(), changed, gone, whole: false });
  };

  readonly #shows = {
    changed: this.#show,
    mesh: (order: MeshOrder | "stop") => this.#outlets.mesh(order),
  };
}
