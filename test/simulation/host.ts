import { KnownSpaces, type LaneKey } from "@wijkkit/envelope";
import { signAsMember } from "@wijkkit/seal";
import { type Channel, NEIGHBOUR_HOST, Replica, type RunningSession, runSession, type Store } from "@wijkkit/sync";
import { LocalSpace } from "../../site/view/worker/space.ts";
import type { Dice } from "./dice.ts";
import { Disk } from "./disk.ts";
import { NEW_YEAR, type Street, verify } from "./street.ts";
import type { Time } from "./time.ts";

const HOST = "relay.simulated";
/** Milliseconds between two looks at the clock of a session. */
const TICK = 5_000;

export interface World {
  readonly time: Time;
  readonly street: Street;
}

/** A computer with a disk, which may crash and start again. */
export abstract class Host {
  readonly disk = new Disk();
  /** Receipts that others got of what was not on this disk. */
  readonly broken: string[] = [];
  readonly world: World;
  readonly dice: Dice;
  /** How far its clock is ahead, in ms. */
  skew: number;
  /** Counts starts: what an earlier run began must not go on in a later one. */
  protected run = 0;
  readonly #sessions = new Set<RunningSession>();
  isUp = false;

  constructor(world: World, dice: Dice, skew: number) {
    this.world = world;
    this.dice = dice;
    this.skew = skew;
    this.disk.onCrash = () => this.crash();
  }

  abstract readonly isBlind: boolean;
  /** What of it sessions stand on; undefined while it is down. */
  abstract get replica(): Replica | undefined;

  now = (): number => NEW_YEAR + this.world.time.now + this.skew;
  random = (length: number): Uint8Array => this.dice.bytes(length);

  async start(): Promise<void> {
    if (this.isUp) return;
    this.run += 1;
    const run = this.run;
    try {
      await this.open(this.disk.mount());
      this.isUp = run === this.run;
    } catch {
      this.crash();
    }
  }

  /** All that was in memory is gone. */
  crash(): void {
    this.run += 1;
    this.isUp = false;
    this.disk.unmount();
    for (const session of this.#sessions) session.close();
    this.#sessions.clear();
    this.forget();
  }

  /** One side of a session with another host. */
  meet(channel: Channel, peer: Host): void {
    const { replica } = this;
    if (replica === undefined) {
      channel.close();
      return;
    }
    const { epoch, space } = this.world.street;
    const isMember = !this.isBlind;
    const session = runSession({
      ...{ channel, replica, space, tick: TICK, now: this.now, random: this.random },
      host: peer.isBlind || this.isBlind ? HOST : NEIGHBOUR_HOST,
      requireProof: this.isBlind || !peer.isBlind,
      ...(isMember && {
        prove: (message: Uint8Array) => [{ epoch: epoch.id, signature: signAsMember(message, epoch) }],
      }),
      onReceipt: ({ lane, seq }) => void peer.held(lane, seq),
    });
    this.#sessions.add(session);
  }

  /** Somebody hears that this lane lies here up to `seq`. */
  async held(lane: LaneKey, seq: number): Promise<void> {
    const head = (await this.heads()).get(lane);
    if (head === undefined || head.seq < seq) this.broken.push(`${lane} ${seq}`);
  }

  /** Lanes with seq and id of their heads, as they lie on the disk. */
  async heads(): Promise<Map<LaneKey, { readonly seq: number; readonly id: string }>> {
    const heads = await this.disk.kept.heads(this.world.street.space);
    return new Map(heads.map(({ lane, seq, id }) => [lane, { seq, id }]));
  }

  protected abstract open(store: Store): Promise<void>;
  protected abstract forget(): void;
}

/** A relay or a kiosk's server: it holds what it cannot read. */
export class Blind extends Host {
  readonly isBlind = true;
  #replica: Replica | undefined;

  get replica(): Replica | undefined {
    return this.#replica;
  }

  protected async open(store: Store): Promise<void> {
    this.#replica = new Replica({ store, known: new KnownSpaces(), verify, now: this.now });
    await this.#replica.open(this.world.street.space);
  }

  protected forget(): void {
    this.#replica = undefined;
  }
}

/** A member's device. */
export class Member extends Host {
  readonly isBlind = false;
  readonly who: number;
  readonly #device: Uint8Array;
  #local: LocalSpace | undefined;
  /** Words that it showed as stored, by id; what was typed last; and all that ever was. */
  readonly stored = new Map<string, string>();
  readonly #typed = new Map<string, string>();
  readonly said = new Map<string, Set<string>>();

  constructor(world: World, dice: Dice, skew: number, { who, device }: { who: number; device: Uint8Array }) {
    super(world, dice, skew);
    this.who = who;
    this.#device = device;
  }

  get replica(): Replica | undefined {
    return this.#local?.replica;
  }

  get local(): LocalSpace | undefined {
    return this.#local;
  }

  get identity(): string {
    return this.world.street.identities[this.who] ?? "";
  }

  /** Types a question, which is to be stored at once. Storing it may fail, or crash. */
  async ask(id: string, title: string): Promise<void> {
    const [local, run] = [this.#local, this.run];
    if (local === undefined) return;
    const at = local.documents.time();
    const problem = local.change((feed) => feed.create({ id, kind: "question", at, texts: { title } }));
    if (problem !== undefined) return;
    this.#type(id, title);
    await this.#flush(local, run);
  }

  /** Changes words that it shows as stored. */
  async change(id: string, title: string): Promise<void> {
    const [local, run] = [this.#local, this.run];
    if (local === undefined || !this.stored.has(id)) return;
    const at = local.documents.time();
    if (local.change((feed) => feed.edit(id, "title", title, at)) !== undefined) return;
    this.#type(id, title);
    await this.#flush(local, run);
  }

  /** Titles of everybody's questions, by owner and id. */
  shown(): Map<string, string> {
    const records = [...(this.#local?.documents.table.byKind("question") ?? [])];
    return new Map(records.map(({ owner, id, fields }) => [`${owner} ${id}`, String(fields.title)]));
  }

  protected async open(store: Store): Promise<void> {
    const { street } = this.world;
    const self = street.people[this.who];
    if (self === undefined) throw new RangeError("somebody of the street");
    const ring = { ...self, device: this.#device, spaces: [], current: 0 };
    const keys = { root: street.root, name: "", secrets: [street.secret], relay: "" };
    const platform = { store, verify, now: this.now, random: this.random };
    const local = await LocalSpace.open(ring, keys, platform);
    await local.replica.acceptRecord(street.record);
    for (const operation of street.operations[this.who] ?? []) await local.documents.addOperation(operation);
    this.#local = local;
    await local.flush();
  }

  protected forget(): void {
    this.#local = undefined;
    // What was typed and not stored is gone with it.
    this.#typed.clear();
  }

  #type(id: string, title: string): void {
    this.#typed.set(id, title);
    this.said.set(id, (this.said.get(id) ?? new Set()).add(title));
  }

  async #flush(local: LocalSpace, run: number): Promise<void> {
    const typed = new Map(this.#typed);
    try {
      await local.flush();
    } catch {
      return;
    }
    if (run !== this.run) return;
    for (const [id, title] of typed) this.stored.set(id, title);
  }
}
