import { hex, unhex } from "@wijkkit/envelope";
import {
  acknowledge,
  identityOf,
  invite,
  isName,
  type Moment,
  mayInvite,
  signingKeys,
  unacknowledged,
  writeLink,
} from "@wijkkit/identity";
import { find, nameOf, QuestionBoard, write } from "@wijkkit/machines";
import type { StoreError } from "@wijkkit/sync";
import type { Connection, Problem, Question, Reply, Request, Wijk } from "../protocol.ts";
import { type Act, carryOut } from "./acts.ts";
import { Connections } from "./connections.ts";
import { type FirstWords, type Membership, openKeys } from "./joining.ts";
import { type Keyring, saveKeyring } from "./keyring.ts";
import type { MeshOrder } from "./messages.ts";
import { problemOf } from "./problem.ts";
import { random } from "./random.ts";
import { Shown } from "./shown.ts";
import { LocalSpace } from "./space.ts";

/** Milliseconds between two times that changes are shown; what comes in between is gathered. The first shows at once. */
const GATHER = 50;
/** Milliseconds after which words that could not be stored are tried again. */
const AGAIN = 15_000;
/** Hours that an invitation stays open. */
const INVITED = 30 * 24;
const HOUR = 3_600_000;

export interface WijkOutlets {
  readonly changed: (questions: readonly Question[], gone: readonly string[]) => void;
  readonly mesh: (order: MeshOrder | "stop") => void;
}

/** An open wijk: carries out what the page asks, and tells what is to be shown. */
export class OpenWijk {
  readonly #membership: Membership;
  readonly #local: LocalSpace;
  readonly #outlets: WijkOutlets;
  readonly #board: QuestionBoard;
  readonly #connections: Connections;
  readonly #shown: Shown;
  readonly #stop: (() => void)[];
  #closed = false;
  #gathering: ReturnType<typeof setTimeout> | undefined;
  /** When changes were last shown, by `performance.now()`. */
  #told = Number.NEGATIVE_INFINITY;
  #again: ReturnType<typeof setTimeout> | undefined;
  /** What went wrong with the last own words, and with what came in last. */
  #writing: Problem | undefined;
  #receiving: Problem | undefined;

  private constructor(membership: Membership, local: LocalSpace, outlets: WijkOutlets) {
    this.#membership = membership;
    this.#local = local;
    this.#outlets = outlets;
    this.#board = new QuestionBoard(local.documents.table, local.documents.me);
    this.#shown = new Shown(local, this.#board);
    const { keys } = openKeys(membership.keyring);
    const failed = (error: StoreError) => this.#received(problemOf(error));
    const changed = () => this.#gather();
    local.failed = failed;
    this.#connections = new Connections(local, keys.relay || self.location.origin, { changed, failed });
    this.#stop = [
      this.#board.stop,
      local.documents.onChange(() => this.#gather()),
      local.replica.onAccepted(() => this.#received(undefined)),
    ];
  }

  /** Opens the store. A new member's first words and then the keys are durable when it resolves. @throws StoreError */
  static async open(membership: Membership, outlets: WijkOutlets): Promise<OpenWijk> {
    const local = await LocalSpace.open(membership.keyring);
    try {
      if (membership.first) await OpenWijk.#join(local, membership.keyring, membership.first);
      return new OpenWijk(membership, local, outlets);
    } catch (error) {
      await local.close();
      throw error;
    }
  }

  /** The keys come last: they are the moment of joining. */
  static async #join(local: LocalSpace, keyring: Keyring, first: FirstWords): Promise<void> {
    if (first.record) await local.replica.acceptRecord(first.record);
    await local.documents.addOperation(first.operation);
    local.change((feed) => write.profile(feed, { name: first.name, at: local.documents.time() }));
    await local.flush();
    await saveKeyring(keyring);
  }

  connect(): void {
    const order = this.#connections.open();
    if (order) this.#outlets.mesh(order);
  }

  neighbour(port: MessagePort): void {
    this.#connections.neighbour(port);
  }

  get connection(): Connection {
    return this.#connections.now;
  }

  get pending(): boolean {
    return this.#local.documents.pending;
  }

  /** What the person should know of, the worst first. */
  get problem(): Problem | undefined {
    return this.#writing ?? this.#receiving ?? (this.#connections.isDenied ? "relay-denies" : undefined);
  }

  held(): Promise<{ lanes: number; bytes: number }> {
    return this.#local.held();
  }

  summary(): Wijk {
    const { membership, me, table } = this.#local.documents;
    const role = membership.members.get(me)?.role;
    const used = [...membership.invitations].filter(([, { by, left }]) => by === me && left === 0);
    const { invitation = "" } = openKeys(this.#membership.keyring).keys;
    return {
      name: membership.name ?? this.#membership.wijk ?? "",
      me: nameOf(table, me),
      members: membership.members.size,
      mayInvite: role !== undefined && mayInvite(role, "resident"),
      standing: role !== undefined ? "member" : membership.invitations.has(invitation) ? "refused" : "waiting",
      usedInvitations: used.map(([, { key }]) => key),
    };
  }

  /** All questions, newest first. */
  questions(): Question[] {
    return this.#shown.all();
  }

  /** Replies once the store has committed. @throws StoreError, ClockError; the words then stay pending */
  async handle(request: Act | Extract<Request, { do: "invite" }>): Promise<Reply> {
    if (request.do === "invite") return this.#invite();
    const { documents } = this.#local;
    const refOf = (id: string) => find(documents, id)?.ref;
    const at = documents.time();
    const problem = this.#local.change((feed) => carryOut(feed, request, at, refOf));
    if (problem === "too-long" || problem === "too-many") return { ok: false, problem };
    if (problem !== undefined) return { ok: false, problem: "not-saved" };
    await this.#flush();
    return { ok: true };
  }

  /** Says nothing more, and holds nothing open. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const stop of this.#stop) stop();
    clearTimeout(this.#gathering);
    clearTimeout(this.#again);
    this.#connections.close();
    await this.#local.close();
  }

  async #invite(): Promise<Reply> {
    const { documents } = this.#local;
    const { keyring } = this.#membership;
    const { keys } = openKeys(keyring);
    const secret = keys.secrets.at(-1);
    const { name, mayInvite: may } = this.summary();
    if (!may || secret === undefined || !isName(name)) return { ok: false, problem: "not-allowed" };
    const moment = this.#moment();
    const terms = { role: "resident", expires: moment.hour + INVITED } as const;
    const { seed, operation } = invite(random, moment, identityOf(keyring.seed, moment.space).sign, terms);
    await documents.addOperation(operation);
    await this.#flush();
    const inviter = unhex(documents.me).slice(0, 8);
    const text = writeLink({ root: keys.root, secret, invitation: seed, inviter, name, relay: keys.relay });
    const invitation = hex(signingKeys(seed).public);
    return { ok: true, invitation, link: `${self.location.origin}/wijk/#/meedoen/${text}` };
  }

  async #flush(): Promise<void> {
    clearTimeout(this.#again);
    try {
      await this.#local.flush();
      this.#writing = undefined;
    } catch (error) {
      this.#writing = problemOf(error);
      if (!this.#closed) this.#again = setTimeout(() => void this.#flush().catch(() => {}), AGAIN);
      throw error;
    } finally {
      this.#gather();
    }
  }

  #received(problem: Problem | undefined): void {
    if (this.#receiving === problem) return;
    this.#receiving = problem;
    this.#gather();
  }

  /** Whoever came in by our invitation is named once, so that nobody who finds the used link can take their place. */
  async #acknowledge(): Promise<void> {
    const { documents } = this.#local;
    const redeems = unacknowledged(documents.membership, documents.me);
    if (redeems.length === 0) return;
    const { sign } = identityOf(this.#membership.keyring.seed, unhex(documents.space));
    await documents.addOperation(acknowledge(this.#moment(), sign, redeems));
    await this.#flush();
  }

  #moment(): Moment {
    const { documents } = this.#local;
    const hour = Math.floor(documents.time() / HOUR);
    return { space: unhex(documents.space), heads: documents.membership.heads, hour };
  }

  #gather(): void {
    if (this.#closed || this.#gathering !== undefined) return;
    const rest = this.#told + GATHER - performance.now();
    this.#gathering = setTimeout(() => {
      this.#gathering = undefined;
      this.#told = performance.now();
      void this.#acknowledge().catch(() => {});
      const { changed, gone } = this.#shown.changes();
      this.#outlets.changed(changed, gone);
    }, rest);
  }
}
