import type { CDPSession, Page } from "playwright-core";
import { onTestFinished } from "vitest";
import { Cable } from "./cable.ts";
import { type Browser, type LaunchOptions, launch } from "./chromium.ts";
import { Relay } from "./relay.ts";
import { begin, inviteLink, join } from "./wijk.ts";

const FREE = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 1e9, packetLoss: 0 };
const UNPLUGGED = { ...FREE, offline: true, packetLoss: 100 };

/** A resident with a browser of their own, on a cable of their own to the relay. */
export class Person {
  readonly name: string;
  readonly cable: Cable;
  browser: Browser;
  readonly #url: string;
  readonly #lines = new Map<Page, CDPSession>();
  #online = true;

  constructor(name: string, cable: Cable, browser: Browser, url: string) {
    this.name = name;
    this.cable = cable;
    this.browser = browser;
    this.#url = url;
  }

  /** A new tab at a path of the site, or at a whole address. */
  async open(path = "/wijk/"): Promise<Page> {
    const page = await this.browser.open();
    // Chromium can cut a mesh connection later only if the page was on a metered line before it was made.
    const line = await this.browser.context.newCDPSession(page);
    await line.send("Network.enable");
    await line.send("Network.emulateNetworkConditions", this.#online ? FREE : UNPLUGGED);
    this.#lines.set(page, line);
    page.on("close", () => this.#lines.delete(page));
    await page.goto(new URL(path, this.#url).href);
    return page;
  }

  /** No network at all: the relay, the mesh, and what the browser says of it. */
  async goOffline(): Promise<void> {
    this.#online = false;
    this.cable.cut();
    await this.browser.context.setOffline(true);
    for (const line of this.#lines.values()) await line.send("Network.emulateNetworkConditions", UNPLUGGED);
  }

  async comeBack(): Promise<void> {
    this.#online = true;
    this.cable.mend();
    await this.browser.context.setOffline(false);
    for (const line of this.#lines.values()) await line.send("Network.emulateNetworkConditions", FREE);
  }

  /** The browser dies at once and is started again on the same profile; its tabs are gone. */
  async crash(): Promise<void> {
    await this.browser.kill();
    this.#lines.clear();
    this.browser = await this.browser.relaunch();
  }
}

/** A relay of its own, and people around it. `close` ends all and tells what went wrong in anybody's page. */
export class Neighbourhood {
  readonly relay: Relay;
  readonly people: Person[] = [];

  private constructor(relay: Relay) {
    this.relay = relay;
  }

  /** One for the test that runs now; it is closed when that test ends. */
  static async found(site: { readonly dist?: string } = {}): Promise<Neighbourhood> {
    const hood = new Neighbourhood(await Relay.start(site));
    onTestFinished(() => hood.close());
    return hood;
  }

  /** Fatma founds a wijk and invites Jan, who takes part: each on a page of their own. */
  async twoNeighbours(options: LaunchOptions = {}): Promise<{ fatma: Person; jan: Person; hers: Page; his: Page }> {
    const [fatma, jan] = [await this.person("Fatma", options), await this.person("Jan", options)];
    const hers = await fatma.open();
    await begin(hers, "Achtse Barrier", fatma.name);
    const his = await jan.open(await inviteLink(hers));
    await join(his, jan.name);
    return { fatma, jan, hers, his };
  }

  async person(name: string, options: LaunchOptions = {}): Promise<Person> {
    const cable = await new Cable(this.relay.port).open();
    const rule = `--host-resolver-rules=MAP localhost:${this.relay.port} 127.0.0.1:${cable.port}`;
    const browser = await launch({ ...options, args: [rule, ...(options.args ?? [])] });
    const person = new Person(name, cable, browser, this.relay.url);
    this.people.push(person);
    return person;
  }

  async close(): Promise<void> {
    const ends = await Promise.allSettled(this.people.map((person) => person.browser.close()));
    for (const person of this.people) await person.cable.close();
    await this.relay.remove();
    for (const end of ends) if (end.status === "rejected") throw end.reason;
  }
}
