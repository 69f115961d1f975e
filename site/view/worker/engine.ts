import type { Connection, Problem, Reply, Request, State, StoredThing } from "../protocol.ts";
import { begin, join, type Membership } from "./joining.ts";
import { KEYRING_DATABASE, loadKeyring } from "./keyring.ts";
import type { MeshOrder, Update } from "./messages.ts";
import { portChannel } from "./port.ts";
import { problemOf } from "./problem.ts";
import { deleteDatabases, storedThings } from "./stored.ts";
import { OpenWijk } from "./wijk.ts";

/** Where an engine says what it wants shown and connected. */
export interface Outlets {
  readonly update: (update: Update) => void;
  readonly mesh: (order: MeshOrder | "stop") => void;
}

const APART: Connection = { relay: "off", neighbours: 0 };

/** The leading worker's side of the page: takes one request at a time, and says how things stand after each change. */
export class Engine {
  readonly #outlets: Outlets;
  #wijk: OpenWijk | undefined;
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
      const keyring = await loadKeyring();
      if (keyring) await this.#enter({ keyring });
      else this.#phase = "outside";
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
    this.#outlets.mesh("stop");
    await this.#wijk?.close();
    this.#wijk = undefined;
  }

  async #do(request: Request): Promise<Reply> {
    if (request.do === "wipe") return this.#wipe();
    if (this.#phase === "blocked") return { ok: false, problem: this.#problem ?? "storage-blocked" };
    if (request.do === "stored") return { ok: true, stored: await this.#stored() };
    if (request.do === "begin" || request.do === "join") {
      // A repeated request after a change of leader: the first one was carried out.
      if (this.#wijk) return { ok: true };
      const membership = request.do === "begin" ? begin(request) : join(request);
      if ("problem" in membership) return { ok: false, problem: membership.problem };
      await this.#enter(membership);
      this.#outlets.update(this.whole());
      return { ok: true };
    }
    return this.#wijk ? this.#wijk.handle(request) : { ok: false, problem: "not-saved" };
  }

  #failed(error: unknown): Reply {
    this.#show([], []);
    return { ok: false, problem: problemOf(error) };
  }

  async #enter(membership: Membership): Promise<void> {
    this.#persisted = (await navigator.storage?.persisted?.()) ?? false;
    const shows = { changed: this.#show, mesh: this.#outlets.mesh };
    try {
      this.#wijk = await OpenWijk.open(membership, shows);
    } catch (error) {
      // Nothing half-written: as long as the keys are not durable, nobody has joined.
      if (membership.first) await deleteDatabases(KEYRING_DATABASE).catch(() => {});
      throw error;
    }
    this.#phase = "inside";
    this.#wijk.connect();
  }

  async #wipe(): Promise<Reply> {
    this.#outlets.mesh("stop");
    await this.#wijk?.close();
    this.#wijk = undefined;
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
    return this.#wijk ? storedThings(await this.#wijk.held()) : [];
  }

  #state(): Update["state"] {
    const found = this.#wijk?.problem ?? this.#problem;
    return {
      phase: this.#phase,
      ...(this.#wijk ? { wijk: this.#wijk.summary() } : {}),
      connection: this.#wijk?.connection ?? APART,
      pending: this.#wijk?.pending ?? false,
      persisted: this.#persisted,
      ...(found === undefined ? {} : { problem: found }),
    };
  }

  readonly #show = (changed: Update["changed"], gone: Update["gone"]): void => {
    this.#outlets.update({ state: this.#state(), changed, gone, whole: false });
  };
}
