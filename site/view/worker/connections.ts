import { signAsMember } from "@wijkkit/seal";
import { type Channel, connect, NEIGHBOUR_HOST, runSession, type SessionState, type StoreError } from "@wijkkit/sync";
import type { Connection } from "../protocol.ts";
import { type Clock, clockHere } from "./clock.ts";
import type { MeshOrder } from "./messages.ts";
import { portChannel } from "./port.ts";
import { random } from "./random.ts";
import type { LocalSpace } from "./space.ts";

/** Denials that will be the same tomorrow: the relay does not take this wijk, or one of both is of another time. */
const LASTING: ReadonlySet<unknown> = new Set(["space", "proof", "version"]);

const HOUR = 3_600_000;
/** Hours that who was away finds the way to the next epoch in the room of the last, and rooms kept for that. */
const WAY_BACK = 30 * 24;
const OLD_ROOMS = 2;
/** Epochs that one proves oneself a member of at once. */
const PROOFS = 32;

interface ConnectionOutlets {
  /** Any state or receipt is other than before. */
  readonly changed: () => void;
  /** What a peer gave could not be stored. */
  readonly failed: (error: StoreError) => void;
}

interface Peer {
  readonly isRelay: boolean;
  state: SessionState;
  close(): void;
}

/** The sessions of one space: with the relay, and with each neighbour that the page's mesh has found. */
export class Connections {
  readonly #local: LocalSpace;
  readonly #outlets: ConnectionOutlets;
  readonly #relay: URL;
  readonly #peers = new Set<Peer>();
  #dialling: { close(): void } | undefined;
  #denied = false;
  #clock: Clock = "right";

  /** @param relay its base address */
  constructor(local: LocalSpace, relay: string, outlets: ConnectionOutlets) {
    this.#local = local;
    this.#relay = new URL(relay);
    this.#outlets = outlets;
  }

  /** Dials the relay, and again whenever that ends. */
  open(): void {
    const dialling = connect(socketAddress(this.#relay, "/sync"), {
      random,
      onChannel: (channel) => this.#run(channel, this.#relay.host, true),
    });
    const online = () => dialling.retry();
    globalThis.addEventListener("online", online);
    this.#dialling = {
      close: () => {
        globalThis.removeEventListener("online", online);
        dialling.close();
      },
    };
  }

  /** The rooms to look for neighbours in: of the epoch that is written to, and of those that ended lately. */
  mesh(): MeshOrder {
    const { documents } = this.#local;
    const now = Math.floor(documents.time() / HOUR);
    const lately = documents.epochs.filter(({ id }) => {
      const next = [...documents.membership.epochs.values()].filter((one) =>
        one?.previous.some(({ epoch }) => epoch === id),
      );
      return next.some((one) => one !== undefined && one.hour + WAY_BACK > now);
    });
    const rooms = [...new Set([documents.epoch, ...lately.slice(-OLD_ROOMS)])].map(({ room, live }) => ({
      room,
      live,
    }));
    return { rooms, signalling: [socketAddress(this.#relay, "/signal")] };
  }

  neighbour(port: MessagePort): void {
    this.#run(portChannel(port), NEIGHBOUR_HOST, false);
  }

  get now(): Connection {
    const states = [...this.#peers].map(({ state }) => state);
    const relay = [...this.#peers].some(({ isRelay, state }) => isRelay && isUp(state)) ? "open" : "connecting";
    const neighbours = [...this.#peers].filter(({ isRelay, state }) => !isRelay && isUp(state)).length;
    const behind = states.filter(({ phase }) => phase === "catching-up").map(({ progress }) => progress);
    const isBehind = behind.length > 0 && !states.some(({ phase }) => phase === "in-sync");
    return isBehind ? { relay, neighbours, progress: Math.max(...behind) } : { relay, neighbours };
  }

  /** Whether the relay refused this wijk when it was last asked. */
  get isDenied(): boolean {
    return this.#denied;
  }

  /** How this device's clock stood when the host of the page last answered. */
  get clock(): Clock {
    return this.#clock;
  }

  close(): void {
    this.#dialling?.close();
    for (const peer of this.#peers) peer.close();
  }

  async #lookAtClock(): Promise<void> {
    const before = this.#clock;
    this.#clock = (await clockHere()) ?? before;
    if (this.#clock !== before) this.#outlets.changed();
  }

  #run(channel: Channel, host: string, isRelay: boolean): void {
    const { replica, space, documents, receipts } = this.#local;
    const peer: Peer = { isRelay, state: { phase: "greeting", progress: 0 }, close: () => channel.close() };
    this.#peers.add(peer);
    if (isRelay) void this.#lookAtClock();
    const session = runSession({
      ...{ channel, replica, space, host, random, now: Date.now },
      requireProof: !isRelay,
      prove: (message) =>
        documents.epochs.slice(-PROOFS).map((epoch) => ({ epoch: epoch.id, signature: signAsMember(message, epoch) })),
      onState: (state) => {
        peer.state = state;
        if (isRelay && state.phase !== "greeting") this.#denied = state.by === "there" && LASTING.has(state.code);
        if (state.phase === "closed") {
          this.#peers.delete(peer);
          receipts.gone(peer);
        }
        this.#outlets.changed();
      },
      onError: this.#outlets.failed,
      onReceipt: (place) => {
        if (receipts.receipt(peer, isRelay, place)) this.#outlets.changed();
      },
    });
    peer.close = () => session.close();
  }
}

/** Where a relay's WebSocket is; its base address may be of http(s) or ws(s). */
export function socketAddress(relay: URL, path: string): string {
  const url = new URL(path, relay);
  url.protocol = /^(https|wss):$/.test(url.protocol) ? "wss:" : "ws:";
  return url.href;
}

function isUp({ phase }: SessionState): boolean {
  return phase === "catching-up" || phase === "in-sync";
}
