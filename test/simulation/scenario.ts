import { createHash } from "node:crypto";
import { Dice } from "./dice.ts";
import { Blind, type Host, Member, type World } from "./host.ts";
import { FORGED, hostile, MALICE, type Malice } from "./hostile.ts";
import { type Badness, GOOD, line } from "./line.ts";
import { streetOf } from "./street.ts";
import { Time } from "./time.ts";

/** What came of one seed. */
export interface Result {
  readonly seed: number;
  /** Rules that did not hold; empty when all did. */
  readonly failures: readonly string[];
  /** Of everything that is on the disks at the end: the same for a seed at every run. */
  readonly digest: string;
  readonly hosts: number;
}

const PEOPLE = 14;
const street = streetOf(PEOPLE);

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** Steps of trouble, how long each takes at most, and how long all is well after them. */
const STEPS = 40;
const STEP = 8_000;
const CALM = 6 * MINUTE;
/** How long a host that crashed stays away. */
const AWAY = 20_000;

interface Link {
  readonly one: number;
  readonly other: number;
  close(): void;
}

class Scenario {
  readonly #dice: Dice;
  readonly #time = new Time();
  readonly #hosts: Host[] = [];
  readonly #malice = new Map<Host, Malice>();
  readonly #links: Link[] = [];
  #badness: Badness;
  /** Hosts of one side of a partition. */
  #apart = new Set<number>();
  #asked = 0;

  constructor(seed: number) {
    this.#dice = new Dice(seed);
    const dice = this.#dice;
    this.#badness = {
      loss: dice.pick([0, 0.02, 0.1]),
      twice: dice.pick([0, 0.1]),
      delay: dice.pick([20, 500, 3_000]),
      reorders: dice.chance(0.5),
    };
    const world: World = { time: this.#time, street };
    const people = dice.pick([2, 3, 4, 5, 6, 7, 14]);
    for (let n = 0; n < people; n++) {
      // Some have two devices.
      const who = n > 1 && dice.chance(0.2) ? n - 1 : n;
      this.#hosts.push(new Member(world, dice.split(), this.#skew(), { who, device: dice.bytes(16) }));
    }
    for (let n = dice.below(people > 7 ? 7 : 4); n > 0; n--)
      this.#hosts.push(new Blind(world, dice.split(), this.#skew()));
    const most = Math.floor(this.#hosts.length / 3);
    for (let n = dice.below(most + 1); n > 0; n--) {
      // The first founded the wijk: what only the founder holds nobody else can know.
      this.#malice.set(this.#hosts[dice.between(1, this.#hosts.length - 1)] as Host, dice.pick(MALICE));
    }
  }

  async run(): Promise<Omit<Result, "seed">> {
    const { undo } = this.#time.install();
    try {
      for (const host of this.#hosts) this.#after(host.start());
      await this.#time.pass(1_000);
      for (let step = 0; step < STEPS; step++) {
        this.#trouble();
        await this.#time.pass(this.#dice.between(100, STEP));
      }
      await this.#heal();
      return { failures: await this.#judge(), digest: await this.#digest(), hosts: this.#hosts.length };
    } finally {
      undo();
    }
  }

  get #honest(): Host[] {
    return this.#hosts.filter((host) => !this.#malice.has(host));
  }

  #skew(): number {
    return this.#dice.chance(0.3) ? this.#dice.between(-3 * DAY, 3 * DAY) : 0;
  }

  #after(work: Promise<void>): void {
    work.catch((error: unknown) => this.#broken.push(String(error)));
  }

  /** What was thrown where nothing may be. */
  readonly #broken: string[] = [];

  #trouble(): void {
    const dice = this.#dice;
    const nth = dice.below(this.#hosts.length);
    const host = this.#hosts[nth] as Host;
    const kind = dice.below(14);
    if (kind < 5) this.#words(host);
    else if (kind < 8) this.#link(nth, dice.below(this.#hosts.length));
    else if (kind === 8) for (const link of this.#links.splice(0, dice.between(1, 3))) link.close();
    else if (kind === 9) this.#stop(host);
    else if (kind === 11) this.#fill(host);
    else if (kind === 10) this.#apart = new Set([...this.#hosts.keys()].filter(() => dice.chance(0.5)));
    else this.#apart = new Set();
  }

  #words(host: Host): void {
    if (!(host instanceof Member)) return;
    const dice = this.#dice;
    this.#asked += 1;
    const ids = [...host.stored.keys()];
    if (ids.length > 0 && dice.chance(0.3)) this.#after(host.change(dice.pick(ids), `changed ${this.#asked}`));
    else
      for (let n = dice.pick([1, 1, 1, 18]); n > 0; n--)
        this.#after(host.ask(`q${this.#asked}n${n}`, `question ${this.#asked} ${n}`));
  }

  /** It crashes, at once or at one of its next writes, and comes back. */
  #stop(host: Host): void {
    const dice = this.#dice;
    if (dice.chance(0.5)) host.crash();
    else host.disk.crashAt(dice.between(1, 6), dice.chance(0.5));
    this.#time.after(dice.below(AWAY), () => {
      if (!host.isUp) this.#after(host.start());
    });
  }

  /** Its disk has no room for a while. */
  #fill({ disk }: Host): void {
    disk.isFull = true;
    this.#time.after(this.#dice.below(AWAY), () => {
      disk.isFull = false;
    });
  }

  #link(one: number, other: number): void {
    const [here, there] = [this.#hosts[one], this.#hosts[other]];
    if (one === other || !here?.isUp || !there?.isUp) return;
    const isCut = () => this.#apart.has(one) !== this.#apart.has(other);
    const ends = line(this.#time, this.#dice.split(), () => (isCut() ? { ...this.#badness, loss: 1 } : this.#badness));
    const [near, far] = [here, there].map((host, n) => {
      const malice = this.#malice.get(host);
      const channel = ends[n as 0 | 1];
      return malice ? hostile(channel, malice, { dice: this.#dice.split(), street }) : channel;
    });
    if (near === undefined || far === undefined) return;
    here.meet(near, there);
    there.meet(far, here);
    this.#links.push({ one, other, close: () => near.close() });
  }

  /** Who is honest is up, nothing is lost on its way, everybody meets everybody: what differs then differs for good. */
  async #heal(): Promise<void> {
    for (const link of this.#links.splice(0)) link.close();
    this.#badness = GOOD;
    this.#apart = new Set();
    await this.#time.pass(1_000);
    for (const host of this.#malice.keys()) host.crash();
    for (const host of this.#honest) {
      // What was to crash at one of its next writes does so no more.
      host.disk.crashAt(Number.POSITIVE_INFINITY, false);
      host.disk.isFull = false;
      host.skew = 0;
      if (!host.isUp) this.#after(host.start());
    }
    await this.#time.pass(1_000);
    for (const host of this.#honest) if (!host.isUp) this.#after(host.start());
    await this.#time.pass(1_000);
    // Days later no envelope waits for its hour any more.
    await this.#time.pass(7 * DAY);
    const all = this.#honest.map((host) => this.#hosts.indexOf(host));
    for (const one of all) for (const other of all) if (one < other) this.#link(one, other);
    await this.#time.pass(CALM);
    for (const [n, host] of this.#honest.entries())
      if (host instanceof Member) this.#after(host.ask(`last${n}`, `last ${n}`));
    await this.#time.pass(CALM);
  }

  async #judge(): Promise<string[]> {
    const failures = [...this.#broken];
    const honest = this.#honest;
    const members = honest.filter((host) => host instanceof Member);
    const isMute = members.some((member) => ![...member.stored.keys()].some((id) => id.startsWith("last")));
    if (isMute) failures.push("somebody can write nothing any more");
    for (const host of honest) if (!host.isUp) failures.push("a host is down that nothing keeps down");
    const bad = new Set([...this.#malice.keys()].map((host) => (host instanceof Member ? host.identity : "")));
    const trusted = members.filter(({ identity }) => !bad.has(identity));
    failures.push(...(await this.#converged(honest)));
    failures.push(...this.#lost(members, trusted), ...this.#forged(members, trusted));
    // What an honest host confirms lies on its disk by then.
    if (honest.some(({ broken }) => broken.length > 0)) failures.push("what was confirmed was not on the disk");
    return [...new Set(failures)];
  }

  /** Honest replicas hold the same. */
  async #converged(honest: readonly Host[]): Promise<string[]> {
    const all = await Promise.all(honest.map((host) => host.heads()));
    const texts = new Set(
      all.map((heads) =>
        [...heads]
          .map(([lane, { seq, id }]) => `${lane} ${seq} ${id}`)
          .sort()
          .join(),
      ),
    );
    const members = honest.filter((host) => host instanceof Member);
    const shown = new Set(
      members.map((member) =>
        [...member.shown()]
          .map((one) => one.join(" "))
          .sort()
          .join(),
      ),
    );
    return [
      ...(texts.size > 1 ? ["honest replicas hold different things"] : []),
      ...(shown.size > 1 ? ["honest devices show different things"] : []),
    ];
  }

  /** What was said to be stored is shown by all. */
  #lost(members: readonly Member[], trusted: readonly Member[]): string[] {
    const isShown = (reader: Member, writer: Member, id: string, title: string) => {
      const found = reader.shown().get(`${writer.identity} ${id}`);
      return found === title || (found !== undefined && [...(writer.said.get(id) ?? [])].includes(found));
    };
    const lost = members.some((reader) =>
      trusted.some((writer) => [...writer.stored].some(([id, title]) => !isShown(reader, writer, id, title))),
    );
    const older = members.some((reader) =>
      trusted.some((writer) =>
        [...writer.stored].some(([id, title]) => {
          const found = reader.shown().get(`${writer.identity} ${id}`);
          const said = [...(writer.said.get(id) ?? [])];
          return found !== undefined && said.indexOf(found) < said.indexOf(title);
        }),
      ),
    );
    return [
      ...(lost ? ["stored words are lost"] : []),
      ...(older ? ["an older text shows in place of a stored one"] : []),
    ];
  }

  /** Nothing is shown of somebody honest that they did not say. */
  #forged(members: readonly Member[], trusted: readonly Member[]): string[] {
    const said = new Map<string, Set<string>>();
    for (const { identity, said: all } of trusted) {
      for (const [id, titles] of all) {
        const key = `${identity} ${id}`;
        said.set(key, new Set([...(said.get(key) ?? []), ...titles]));
      }
    }
    const identities = new Set(trusted.map(({ identity }) => identity));
    const isForged = ([key, title]: [string, string]) =>
      title.includes(FORGED) || (identities.has(key.split(" ")[0] ?? "") && said.get(key)?.has(title) !== true);
    return members.some((member) => [...member.shown()].some(isForged)) ? ["words are shown that nobody said"] : [];
  }

  async #digest(): Promise<string> {
    const hash = createHash("sha256");
    for (const host of this.#hosts) {
      const heads = [...(await host.heads())].map(([lane, { seq, id }]) => `${lane} ${seq} ${id}`).sort();
      hash.update(`${heads.join()};`);
    }
    return hash.digest("hex").slice(0, 16);
  }
}

export async function simulate(seed: number): Promise<Result> {
  return { seed, ...(await new Scenario(seed).run()) };
}
