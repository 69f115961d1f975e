import { WebrtcConn, WebrtcProvider } from "y-webrtc";
import * as Y from "yjs";
import type { Channel } from "../channel.ts";
import type { ChannelEnd } from "./sealed-channel.ts";
import { CHALLENGE, type Live } from "./sealing.ts";
import { Signalling } from "./signalling.ts";
import { readSaid, type Said, type Signal } from "./signals.ts";
import { Slots } from "./slots.ts";
import { browserWrtc, CHANNEL, sealedWrtc } from "./wrtc.ts";

/** Fewer neighbours than this, and we go on saying that we are here. */
const ENOUGH = 4;
/** Milliseconds between two announcements while there are not enough neighbours. */
const ANNOUNCE = 20_000;
/** Milliseconds after the end of a connection before we say again that we are here. */
const AGAIN = 2_000;
const TICK = 1_000;
/** Connections at once: this many and up to 15 more, by chance, so that no cluster closes itself off. */
const CONNECTIONS = 20;
const CONNECTIONS_MORE = 15;

/** Rooms that are open in this process; y-webrtc keeps one list of them too, and throws at a second. */
const open = new Set<string>();

export interface PeerInfo {
  /** The neighbour's id in this room, random and new each time its page is opened. */
  readonly peer: string;
}

export interface MeshOptions {
  /** The room's name: secret to everybody who is not in it. */
  readonly room: string;
  /** WebSocket addresses of the signalling servers; there is no other. */
  readonly signalling: readonly string[];
  /** STUN and TURN servers; none when left out. */
  readonly iceServers?: readonly RTCIceServer[];
  readonly live: Live;
  readonly random: (length: number) => Uint8Array;
  /** A document that neighbours edit together. Without one y-webrtc's lane is silent: no peer can fill a document. */
  readonly doc?: Y.Doc;
  /** Presence, as `y-protocols/awareness` makes it; needs `doc`. */
  readonly awareness?: WebrtcProvider["awareness"];
  /** A neighbour is connected and holds the live key. Set the channel's `onMessage` before this returns. */
  readonly onPeer: (channel: Channel, info: PeerInfo) => void;
  /** A connection has ended, whether it was ever up or not. */
  readonly onPeerEnd?: (info: PeerInfo, reason: ChannelEnd) => void;
}

export interface Mesh {
  close(): void;
}

/**
 * Joins the room and keeps connections to neighbours in it. Where the browser has no WebRTC or no BroadcastChannel
 * (which y-webrtc would replace by localStorage) it joins nothing.
 * @throws Error when this process has the room open already.
 */
export function createMesh(options: MeshOptions): Mesh {
  const wrtc = browserWrtc();
  if (!wrtc || typeof BroadcastChannel === "undefined") return { close: () => {} };
  if (open.has(options.room)) throw new Error("this room is open already");
  open.add(options.room);
  return new RoomMesh(options, wrtc);
}

class RoomMesh implements Mesh {
  readonly #options: MeshOptions;
  readonly #provider: WebrtcProvider;
  readonly #limit: number;
  #servers: Signalling[] = [];
  #slots = new Slots("", 0);
  #calling = "";
  #closed = false;
  #announced = 0;
  #tick: ReturnType<typeof setInterval> | undefined;

  constructor(options: MeshOptions, wrtc: NonNullable<ReturnType<typeof browserWrtc>>) {
    this.#options = options;
    const [dice = 0] = options.random(1);
    this.#limit = CONNECTIONS + (dice % (CONNECTIONS_MORE + 1));
    const iceServers = [...(options.iceServers ?? [])];
    this.#provider = new WebrtcProvider(options.room, options.doc ?? new Y.Doc(), {
      signaling: [],
      maxConns: this.#limit,
      ...(options.awareness ? { awareness: options.awareness } : {}),
      peerOpts: {
        config: { iceServers },
        channelConfig: CHANNEL,
        wrtc: sealedWrtc(wrtc, iceServers, () => this.#channelOptions(this.#calling)),
      },
    });
    this.#provider.key.then(() => this.#start());
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearInterval(this.#tick);
    for (const server of this.#servers) server.close();
    this.#provider.destroy();
    this.#provider.key.then(() => open.delete(this.#options.room));
  }

  get #room() {
    const { room } = this.#provider;
    if (!room) throw new Error("the room is not open yet");
    return room;
  }

  #start(): void {
    if (this.#closed) return;
    const { room, random, signalling } = this.#options;
    this.#slots = new Slots(this.#room.peerId, this.#limit);
    this.#servers = signalling.map(
      (url) =>
        new Signalling({
          url,
          room,
          random,
          onOpen: (server) => this.#say(server, { type: "announce", from: this.#room.peerId }),
          onText: (text, server) => this.#hear(text, server),
        }),
    );
    this.#announced = performance.now();
    this.#tick = setInterval(() => this.#onTick(), TICK);
  }

  #channelOptions(peer: string) {
    return {
      live: this.#options.live,
      challenge: this.#options.random(CHALLENGE),
      yjs: this.#options.doc !== undefined,
      onUp: (channel: Channel) => {
        this.#slots.isUp(peer);
        this.#options.onPeer(channel, { peer });
      },
      onEnd: (reason: ChannelEnd) => this.#options.onPeerEnd?.({ peer }, reason),
    };
  }

  #say(server: Signalling, data: object): void {
    server.send({ type: "publish", topic: this.#options.room, data });
  }

  #hear(text: string, server: Signalling): void {
    const said = readSaid(text, this.#options.room, this.#room.peerId);
    if (!said || this.#room.bcConns.has(said.from)) return;
    const step = this.#slots.hear(said, performance.now());
    if (step.do === "greet") this.#say(server, { type: "announce", from: this.#room.peerId, to: said.from });
    if (step.do === "connect") {
      if (step.instead !== undefined) this.#drop(step.instead);
      this.#connect(said, step.initiator, server);
    }
    if (said.type === "signal" && (step.do === "signal" || step.do === "connect")) this.#signal(said.from, said.signal);
  }

  #connect(said: Said, initiator: boolean, server: Signalling): void {
    const { from } = said;
    this.#calling = from;
    // WebrtcConn asks of its signalling connection only that it can send.
    const line = server as unknown as ConstructorParameters<typeof WebrtcConn>[0];
    try {
      const connection = new WebrtcConn(line, initiator, from, this.#room);
      this.#room.webrtcConns.set(from, connection);
      connection.peer.on("close", () => this.#ended(from));
    } catch {
      // The browser makes no more connections.
      this.#ended(from);
    }
  }

  #ended(peer: string): void {
    const now = performance.now();
    this.#slots.ended(peer, now);
    this.#announced = Math.min(this.#announced, now - ANNOUNCE + AGAIN);
  }

  #drop(peer: string): void {
    const connection = this.#room.webrtcConns.get(peer);
    if (connection) connection.destroy();
    else this.#ended(peer);
  }

  #signal(peer: string, signal: Signal): void {
    try {
      this.#room.webrtcConns.get(peer)?.peer.signal(signal);
    } catch {
      this.#drop(peer);
    }
  }

  #onTick(): void {
    const now = performance.now();
    for (const peer of this.#slots.late(now)) this.#drop(peer);
    if (this.#slots.up >= ENOUGH || now - this.#announced < ANNOUNCE) return;
    this.#announced = now;
    for (const server of this.#servers) this.#say(server, { type: "announce", from: this.#room.peerId });
  }
}
