import { signAsMember } from "@wijkkit/seal";
import { type Channel, connect, runSession, type SessionState, type StoreError } from "@wijkkit/sync";
import type { Connection } from "../protocol.ts";
import { random } from "./entry.ts";
import type { MeshOrder } from "./messages.ts";
import { portChannel } from "./port.ts";
import type { LocalSpace } from "./space.ts";

/** Both ends of a neighbours' connection name this as their host: it has none, and its frames are sealed. */
const MESH_HOST = "mesh";

interface Peer {
  readonly isRelay: boolean;
  state: SessionState;
  close(): void;
}

/** The sessions of one space: with the relay, and with each neighbour that the page's mesh has found. */
export class Connections {
  readonly #local: LocalSpace;
  readonly #changed: () => void;
  readonly #failed: (error: StoreError) => void;
  readonly #relay: URL;
  readonly #peers = new Set<Peer>();
  #dialling: { close(): void } | undefined;

  /**
   * @param relay its base address
   * @param changed called when any state or receipt is other than before
   * @param failed called when what a peer gave could not be stored
   */
  constructor(local: LocalSpace, relay: string, changed: () => void, failed: (error: StoreError) => void) {
    this.#local = local;
    this.#relay = new URL(relay);
    this.#changed = changed;
    this.#failed = failed;
  }

  /** Dials the relay, and again whenever that ends. Returns what the page needs to find neighbours. */
  open(): MeshOrder | undefined {
    const dialling = connect(this.#address("/sync"), {
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
    const epoch = this.#local.epochs.at(-1);
    return epoch && { room: epoch.room, live: epoch.live, signalling: [this.#address("/signal")] };
  }

  neighbour(port: MessagePort): void {
    this.#run(portChannel(port), MESH_HOST, false);
  }

  get now(): Connection {
    const states = [...this.#peers].map(({ state }) => state);
    const relay = [...this.#peers].some(({ isRelay, state }) => isRelay && isUp(state)) ? "open" : "connecting";
    const neighbours = [...this.#peers].filter(({ isRelay, state }) => !isRelay && isUp(state)).length;
    const behind = states.filter(({ phase }) => phase === "catching-up").map(({ progress }) => progress);
    const isBehind = behind.length > 0 && !states.some(({ phase }) => phase === "in-sync");
    return isBehind ? { relay, neighbours, progress: Math.max(...behind) } : { relay, neighbours };
  }

  close(): void {
    this.#dialling?.close();
    for (const peer of this.#peers) peer.close();
  }

  #address(path: string): string {
    const url = new URL(path, this.#relay);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    return url.href;
  }

  #run(channel: Channel, host: string, isRelay: boolean): void {
    const { replica, space, epochs, receipts } = this.#local;
    const peer: Peer = { isRelay, state: { phase: "greeting", progress: 0 }, close: () => channel.close() };
    this.#peers.add(peer);
    const session = runSession({
      ...{ channel, replica, space, host, random, now: Date.now },
      requireProof: !isRelay,
      prove: (message) => epochs.map((epoch) => ({ epoch: epoch.id, signature: signAsMember(message, epoch) })),
      onState: (state) => {
        peer.state = state;
        if (state.phase === "closed") {
          this.#peers.delete(peer);
          receipts.gone(peer);
        }
        this.#changed();
      },
      onError: this.#failed,
      onReceipt: (place) => {
        if (receipts.receipt(peer, isRelay, place)) this.#changed();
      },
    });
    peer.close = () => session.close();
  }
}

function isUp({ phase }: SessionState): boolean {
  return phase === "catching-up" || phase === "in-sync";
}
