import type { Feed } from "@wijkkit/document";
import { unhex } from "@wijkkit/envelope";
import { identityOf, invite, isName, mayInvite, writeLink } from "@wijkkit/identity";
import { find, nameOf, QuestionBoard, type WriteProblem, write } from "@wijkkit/machines";
import type { Connection, Problem, Question, Reply, Request, Wijk } from "../protocol.ts";
import { Connections } from "./connections.ts";
import { type FirstWords, type Membership, openKeys, random } from "./entry.ts";
import { type Keyring, saveKeyring } from "./keyring.ts";
import type { MeshOrder } from "./messages.ts";
import { problemOf } from "./problem.ts";
import { Shown } from "./shown.ts";
import { LocalSpace } from "./space.ts";

/** Milliseconds in which changes are gathered before they are shown. */
const GATHER = 50;
/** Milliseconds after which words that could not be stored are tried again. */
const AGAIN = 15_000;
/** Hours that an invitation stays open. */
const INVITED = 30 * 24;

export interface WijkOutlets {
  readonly changed: (questions: readonly Question[], gone: readonly string[]) => void;
  readonly mesh: (order: MeshOrder | "stop") => void;
  readonly problem: (problem: Problem | undefined) => void;
}

type Act = Exclude<Request, { do: "begin" | "join" | "stored" | "wipe" }>;

/** An open wijk: carries out what the page asks, and tells what is to be shown. */
export class OpenWijk {
  readonly #membership: Membership;
  readonly #local: LocalSpace;
  readonly #outlets: WijkOutlets;
  readonly #board: QuestionBoard;
  readonly #connections: Connections;
  readonly #shown: Shown;
  #gathering: ReturnType<typeof setTimeout> | undefined;
  #again: ReturnType<typeof setTimeout> | undefined;

  private constructor(membership: Membership, local: LocalSpace, outlets: WijkOutlets) {
    this.#membership = membership;
    this.#local = local;
    this.#outlets = outlets;
    this.#board = new QuestionBoard(local.documents.table, local.documents.me);
    this.#shown = new Shown(local, this.#board);
    const { keys } = openKeys(membership.keyring);
    this.#connections = new Connections(
      local,
      keys.relay || self.location.origin,
      () => this.#gather(),
      (error) => outlets.problem(problemOf(error)),
    );
    local.documents.onChange(() => this.#gather());
  }

  /** Opens the store. A new member's first words and then the keys are durable when it resolves. */
  static async open(membership: Membership, outlets: WijkOutlets): Promise<OpenWijk> {
    const local = await LocalSpace.open(membership.keyring);
    try {
      if (membership.first) await OpenWijk.#join(local, membership.keyring, membership.first);
    } catch (error) {
      await local.close();
      throw error;
    }
    return new OpenWijk(membership, local, outlets);
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

  held(): Promise<{ lanes: number; bytes: number }> {
    return this.#local.held();
  }

  summary(): Wijk {
    const { membership, me, table } = this.#local.documents;
    const role = membership.members.get(me)?.role;
    return {
      name: membership.name ?? this.#membership.wijk ?? "",
      me: nameOf(table, me),
      members: membership.members.size,
      mayInvite: role !== undefined && mayInvite(role, "resident"),
    };
  }

  /** All questions, newest first. */
  questions(): Question[] {
    return this.#shown.all();
  }

  /** Replies once the store has committed. @throws StoreError; the words then stay pending */
  async handle(request: Act): Promise<Reply> {
    if (request.do === "invite") return this.#invite();
    const at = this.#local.documents.time();
    const problem = this.#local.change((feed) => this.#write(feed, request, at));
    if (problem === "too-long" || problem === "too-many") return { ok: false, problem };
    if (problem !== undefined) return { ok: false, problem: "not-saved" };
    await this.#flush();
    return { ok: true };
  }

  async close(): Promise<void> {
    clearTimeout(this.#gathering);
    clearTimeout(this.#again);
    this.#board.stop();
    this.#connections.close();
    await this.#local.close();
  }

  #write(feed: Feed, request: Exclude<Act, { do: "invite" }>, at: number): WriteProblem | undefined {
    const { id } = request;
    const reword = (field: "title" | "body", text: string) => write.edit(feed, { id, at, field, text });
    switch (request.do) {
      case "ask": {
        const { title, body } = request;
        const problem = write.ask(feed, { id, at, title, body, audience: "wijk" });
        // The same question once more, after storing it failed: its newest words count.
        return problem ?? reword("title", title) ?? reword("body", body);
      }
      case "answer": {
        const parent = this.#refOf(request.question);
        const { body } = request;
        if (parent === undefined) return "missing";
        return write.answer(feed, { id, at, parent, body }) ?? reword("body", body);
      }
      case "edit":
        return reword(request.field, request.text);
      case "vote": {
        const parent = this.#refOf(id);
        return parent === undefined ? "missing" : write.vote(feed, { parent, value: request.value, at });
      }
    }
  }

  #refOf(id: string): string | undefined {
    const { table, membership, me } = this.#local.documents;
    return find({ table, membership, me }, id)?.ref;
  }

  async #invite(): Promise<Reply> {
    const { documents } = this.#local;
    const { keyring } = this.#membership;
    const { keys, space } = openKeys(keyring);
    const secret = keys.secrets.at(-1);
    const { name, mayInvite: may } = this.summary();
    if (!may || secret === undefined || !isName(name)) return { ok: false, problem: "not-allowed" };
    const hour = Math.floor(documents.time() / 3_600_000);
    const space20 = unhex(space);
    const moment = { space: space20, heads: documents.membership.heads, hour };
    const terms = { role: "resident", expires: hour + INVITED } as const;
    const { seed, operation } = invite(random, moment, identityOf(keyring.seed, space20).sign, terms);
    await documents.addOperation(operation);
    await this.#flush();
    const text = writeLink({ root: keys.root, secret, invitation: seed, name, relay: keys.relay });
    return { ok: true, link: `${self.location.origin}/wijk/#/meedoen/${text}` };
  }

  async #flush(): Promise<void> {
    try {
      await this.#local.flush();
      this.#outlets.problem(undefined);
    } catch (error) {
      this.#outlets.problem(problemOf(error));
      clearTimeout(this.#again);
      this.#again = setTimeout(() => void this.#flush().catch(() => {}), AGAIN);
      throw error;
    }
  }

  #gather(): void {
    this.#gathering ??= setTimeout(() => {
      this.#gathering = undefined;
      this.#tell();
    }, GATHER);
  }

  #tell(): void {
    const { changed, gone } = this.#shown.changes();
    this.#outlets.changed(changed, gone);
  }
}
