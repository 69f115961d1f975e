import type { Connection, Problem, Reply, Request, State, StoredThing } from "../protocol.ts";
import { begin, join, type Membership } from "./entry.ts";
import { KEYRING_DATABASE, loadKeyring } from "./keyring.ts";
import type { MeshOrder, Update } from "./messages.ts";
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
    else port.close();
  }

  /** Everything there is to show. */
  whole(): Update {
    return { state: this.#state(), changed: this.#wijk?.questions() ?? [], gone: [], whole: true };
  }

  async #do(request: Request): Promise<Reply> {
    if (this.#phase === "blocked") return { ok: false, problem: this.#problem ?? "storage-blocked" };
    if (request.do === "wipe") return this.#wipe();
    if (request.do === "stored") return { ok: true, stored: await this.#stored() };
    if (request.do === "begin" || request.do === "join") {
      // A repeated request after a change of leader: the first one was carried out.
      if (this.#wijk) return { ok: true };
      const entered = request.do === "begin" ? begin(request) : join(request);
      if ("problem" in entered) return { ok: false, problem: entered.problem };
      await this.#enter(entered).catch(async (error) => {
        // Nothing half-written: as long as the keys are not durable, nobody has joined.
        await deleteDatabases(KEYRING_DATABASE).catch(() => {});
        throw error;
      });
      this.#outlets.update(this.whole());
      return { ok: true };
    }
    if (!this.#wijk) return { ok: false, problem: "not-saved" };
    const reply = await this.#wijk.handle(request);
    if (reply.ok) this.#problem = undefined;
    return reply;
  }

  #failed(error: unknown): Reply {
    this.#problem = problemOf(error);
    this.#show({ changed: [], gone: [], whole: false });
    return { ok: false, problem: this.#problem };
  }

  async #enter(membership: Membership): Promise<void> {
    this.#persisted = (await navigator.storage?.persisted?.()) ?? false;
    this.#wijk = await OpenWijk.open(membership, {
      changed: (changed, gone) => this.#show({ changed, gone, whole: false }),
      mesh: this.#outlets.mesh,
      problem: (problem) => {
        this.#problem = problem;
        this.#show({ changed: [], gone: [], whole: false });
      },
    });
    this.#phase = "inside";
    this.#wijk.connect();
  }

  async #wipe(): Promise<Reply> {
    await this.#wijk?.close();
    this.#outlets.mesh("stop");
    this.#wijk = undefined;
    this.#problem = undefined;
    await deleteDatabases(KEYRING_DATABASE);
    this.#phase = "outside";
    this.#outlets.update(this.whole());
    return { ok: true };
  }

  async #stored(): Promise<StoredThing[]> {
    return this.#wijk ? storedThings(await this.#wijk.held()) : [];
  }

  #state(): Update["state"] {
    const problem = this.#problem === undefined ? {} : { problem: this.#problem };
    const wijk = this.#wijk ? { wijk: this.#wijk.summary() } : {};
    return {
      phase: this.#phase,
      ...wijk,
      connection: this.#wijk?.connection ?? APART,
      pending: this.#wijk?.pending ?? false,
      persisted: this.#persisted,
      ...problem,
    };
  }

  #show(update: Omit<Update, "state">): void {
    this.#outlets.update({ state: this.#state(), ...update });
  }
}
