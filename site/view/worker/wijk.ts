import { find, QuestionBoard, write } from "@wijkkit/machines";
import type { StoreError } from "@wijkkit/sync";
import type { Confirmed, Connection, Problem, Question, Reply, Request, Wijk } from "../protocol.ts";
import { type Act, carryOut } from "./acts.ts";
import { mayDo } from "./clock.ts";
import { Connections } from "./connections.ts";
import type { FirstWords } from "./joining.ts";
import type { SpaceKeys } from "./keyring.ts";
import type { Keys } from "./keys.ts";
import { isForMembers, type MemberRequest, Members } from "./members.ts";
import type { MeshOrder } from "./messages.ts";
import { problemOf } from "./problem.ts";
import type { ShareRequest } from "./sharing.ts";
import { Shown } from "./shown.ts";
import { LocalSpace } from "./space.ts";
import { summaryOf } from "./summary.ts";
import { Upkeep } from "./upkeep.ts";

/** Milliseconds between two times that changes are shown; what comes in between is gathered. The first shows at once. */
const GATHER = 50;
/** Milliseconds after which words that could not be stored are tried again. */
const AGAIN = 15_000;

/** What is done with the membership; fetched when it is asked for. */
const later = () => import("./later.ts");

export interface WijkOutlets {
  readonly changed: (questions: readonly Question[], gone: readonly string[]) => void;
  readonly mesh: (order: MeshOrder | "stop") => void;
}

/** What an open wijk is asked. */
export type WijkRequest =
  | Act
  | Extract<Request, { do: MemberRequest["do"] | ShareRequest["do"] | "meet" | "remove" | "erase" | "erased" }>;

/** An open wijk: carries out what the page asks, and tells what is to be shown. */
export class OpenWijk {
  readonly #keys: Keys;
  readonly #root: Uint8Array;
  readonly #local: LocalSpace;
  readonly #outlets: WijkOutlets;
  readonly #board: QuestionBoard;
  readonly #connections: Connections;
  readonly #members: Members;
  readonly #upkeep: Upkeep;
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
  /** What was confirmed of erasing in other wijken. */
  readonly #elsewhere: Confirmed[] = [];
  #versions = { seen: {} as unknown, version: 0 };
  #epoch: string;

  private constructor(keys: Keys, local: LocalSpace, outlets: WijkOutlets) {
    this.#keys = keys;
    this.#root = keys.current.root;
    this.#local = local;
    this.#outlets = outlets;
    this.#board = new QuestionBoard(local.documents.table, local.documents.me);
    this.#shown = new Shown(local, this.#board);
    this.#epoch = local.documents.epoch.id;
    this.#members = new Members(local, keys);
    const failed = (error: StoreError) => this.#received(problemOf(error));
    const changed = () => this.#gather();
    // After a failure the words wait for their next try, or for their writer's.
    const flush = async () => (this.#writing === undefined ? this.#flush() : undefined);
    this.#upkeep = new Upkeep(local, this.#members, flush, changed);
    local.failed = failed;
    local.learned = () => void this.#keepSecrets().catch(() => {});
    this.#connections = new Connections(local, keys.current.relay || self.location.origin, { changed, failed });
    this.#stop = [
      this.#board.stop,
      local.documents.onChange(changed),
      local.replica.onAccepted(() => this.#received(undefined)),
    ];
  }

  /**
   * Opens the store. A new member's first words and then the keys are durable when it resolves: `save` is the moment
   * of joining. @throws StoreError
   */
  static async open(
    keys: Keys,
    space: SpaceKeys,
    outlets: WijkOutlets,
    joining?: { readonly first: FirstWords; readonly save: () => Promise<void> },
  ): Promise<OpenWijk> {
    const local = await LocalSpace.open(keys.ring, space);
    try {
      if (joining) await OpenWijk.#join(local, joining.first);
      await joining?.save();
      return new OpenWijk(keys, local, outlets);
    } catch (error) {
      await local.close();
      throw error;
    }
  }

  static async #join(local: LocalSpace, { record, operations, name }: FirstWords): Promise<void> {
    if (record) await local.replica.acceptRecord(record);
    for (const operation of operations) await local.documents.addOperation(operation);
    if (name !== undefined) local.change((feed) => write.profile(feed, { name, at: local.documents.time() }));
    await local.flush();
  }

  /** Of this wijk: another may be shown by the time that this one is closed. */
  get #own(): SpaceKeys | undefined {
    return this.#keys.of(this.#root);
  }

  connect(): void {
    this.#connections.open();
    this.#meet();
    this.#upkeep.look();
  }

  neighbour(port: MessagePort): void {
    this.#connections.neighbour(port);
  }

  /** How far it is connected, and whether words are still to be stored. */
  get now(): { readonly connection: Connection; readonly pending: boolean } {
    return { connection: this.#connections.now, pending: this.#local.documents.pending };
  }

  /** What the person should know of, the worst first. */
  get problem(): Problem | undefined {
    const { isDenied, clock } = this.#connections;
    const now = clock === "right" ? undefined : "clock-wrong";
    return this.#writing ?? this.#receiving ?? now ?? (isDenied ? "relay-denies" : undefined);
  }

  held(): Promise<{ lanes: number; bytes: number }> {
    return this.#local.held();
  }

  summary(): Wijk {
    const { isIndirect = false } = this.#keys.ring;
    const parts = { local: this.#local, members: this.#members, own: this.#own, isDirect: !isIndirect };
    return summaryOf({ ...parts, version: this.#version(), rotating: this.#upkeep.progress });
  }

  /** All questions, newest first. */
  questions = (): Question[] => this.#shown.all();

  /** Replies once the store has committed. @throws StoreError, ClockError; the words then stay pending */
  async handle(request: WijkRequest): Promise<Reply> {
    if (!mayDo(request.do, this.#connections.clock)) return { ok: false, problem: "clock-wrong" };
    if (isForMembers(request)) return this.#after(await (await later()).deeds.carryOut(this.#members, request));
    switch (request.do) {
      case "erased":
        return { ok: true, erased: [...this.#local.receipts.erased, ...this.#elsewhere] };
      case "shares":
      case "share":
      case "keep":
      case "help":
        return this.#after(await (await later()).sharing.carryOut(this.#members, this.#keys, request));
      case "meet":
        return this.#chooseMeeting(request.direct);
      case "remove":
        return this.#remove(request.who);
      case "erase":
        return this.#erase();
      default:
        return this.#write(request);
    }
  }

  /** Says nothing more, and holds nothing open. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const stop of this.#stop) stop();
    clearTimeout(this.#gathering);
    clearTimeout(this.#again);
    this.#upkeep.close();
    this.#connections.close();
    await this.#local.close();
  }

  async #write(act: Act): Promise<Reply> {
    const { documents } = this.#local;
    // What may not go out yet could not be stored here either: it stays in its field.
    if (documents.waits !== undefined)
      return { ok: false, problem: documents.waits === "out" ? "not-allowed" : "waits" };
    const refOf = (id: string) => find(documents, id)?.ref;
    const at = documents.time();
    const problem = this.#local.change((feed) => carryOut(feed, act, at, refOf));
    if (problem === "too-long" || problem === "too-many") return { ok: false, problem };
    if (problem !== undefined) return { ok: false, problem: "not-saved" };
    await this.#flush();
    return { ok: true };
  }

  async #after(reply: Reply): Promise<Reply> {
    if (reply.ok) await this.#flush();
    return reply;
  }

  async #remove(who: string): Promise<Reply> {
    const kept = this.#members.keeps(who);
    if (kept !== undefined) return kept;
    await this.#upkeep.remove(who);
    return this.#after({ ok: true });
  }

  /** Ends everything one wrote, in every wijk of this device, and leaves them; this one last. */
  async #erase(): Promise<Reply> {
    const { erase, eraseAside } = (await later()).erasing;
    for (const space of this.#keys.ring.spaces) {
      if (space !== this.#own) this.#elsewhere.push(...(await eraseAside(this.#keys, space)));
    }
    return this.#after(await erase(this.#members));
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

  /** The secrets that came to be held are stored with the keys. */
  async #keepSecrets(): Promise<void> {
    const { documents } = this.#local;
    const last = documents.epoch;
    const epochs = [...documents.epochs.filter(({ id }) => id !== last.id), last];
    const { name } = documents.membership;
    const secrets = epochs.map(({ secret }) => secret);
    await this.#keys.extend(this.#root, { ...(name !== undefined && { name }), secrets });
  }

  #version(): number {
    const { membership } = this.#local.documents;
    if (this.#versions.seen !== membership) this.#versions = { seen: membership, version: this.#versions.version + 1 };
    return this.#versions.version;
  }

  #received(problem: Problem | undefined): void {
    if (this.#receiving !== problem) this.#gather();
    this.#receiving = problem;
  }

  #gather(): void {
    if (this.#closed || this.#gathering !== undefined) return;
    const rest = this.#told + GATHER - performance.now();
    this.#gathering = setTimeout(() => {
      this.#gathering = undefined;
      this.#told = performance.now();
      this.#upkeep.look();
      this.#follow();
      const { changed, gone } = this.#shown.changes();
      this.#outlets.changed(changed, gone);
    }, rest);
  }

  /** Looks for neighbours in the room of the epoch that is written to. */
  #follow(): void {
    const { id } = this.#local.documents.epoch;
    if (id === this.#epoch) return;
    this.#epoch = id;
    void this.#keepSecrets().catch(() => {});
    this.#meet();
  }

  /** Looks for neighbours, or for none where one meets them by the relay alone. */
  #meet(): void {
    this.#outlets.mesh(this.#keys.ring.isIndirect ? "stop" : this.#connections.mesh());
  }

  async #chooseMeeting(isDirect: boolean): Promise<Reply> {
    await this.#keys.change((ring) => ({ ...ring, isIndirect: !isDirect }));
    this.#meet();
    this.#gather();
    return { ok: true };
  }
}
