import { createMesh } from "@wijkkit/sync/mesh";
import { secretbox } from "tweetnacl";
import * as Y from "yjs";

/** Runs in a browser: one neighbour of a mesh, driven by a test. */

interface Setup {
  readonly room: string;
  readonly signalling: readonly string[];
  readonly key: readonly number[];
  /** Whether there is a document on lane 0. */
  readonly shared: boolean;
}

const neighbour = {
  /** All that went into data channels, as Latin-1, so that words can be searched. */
  wire: "",
  connections: 0,
  iceServers: [] as unknown[],
  peers: [] as { sent: number; channel: Parameters<Parameters<typeof createMesh>[0]["onPeer"]>[0] }[],
  ends: [] as string[],
  received: [] as Uint8Array[],
  doc: new Y.Doc(),
  mesh: undefined as ReturnType<typeof createMesh> | undefined,

  join({ room, signalling, key, shared }: Setup) {
    const secret = Uint8Array.from(key);
    this.mesh = createMesh({
      room,
      signalling,
      live: {
        seal: (nonce, plain) => secretbox(plain, nonce, secret),
        open: (nonce, box) => secretbox.open(box, nonce, secret) ?? undefined,
      },
      random: (length) => crypto.getRandomValues(new Uint8Array(length)),
      ...(shared ? { doc: this.doc } : {}),
      onPeer: (channel) => {
        this.peers.push({ sent: 0, channel });
        channel.onMessage = (bytes) => this.received.push(bytes);
      },
      onPeerEnd: (_info, reason) => this.ends.push(reason),
    });
  },

  /** Sends `count` messages of `length` bytes, each with a word in it, waiting where the channel is full. */
  async send(count: number, length: number, word: string) {
    const channel = this.peers[0]?.channel;
    const message = new TextEncoder().encode(word.repeat(Math.ceil(length / word.length))).subarray(0, length);
    for (let n = 0; n < count; n++) {
      while ((channel?.buffered ?? 0) > 1_048_576) await new Promise((resolve) => setTimeout(resolve, 5));
      channel?.send(message);
    }
  },

  text: () => neighbour.doc.getText("t").toString(),
};

const send = RTCDataChannel.prototype.send as (this: RTCDataChannel, bytes: Uint8Array) => void;
RTCDataChannel.prototype.send = function (this: RTCDataChannel, bytes: unknown) {
  const sent = bytes as Uint8Array;
  if (neighbour.wire.length < 20_000_000) neighbour.wire += new TextDecoder("latin1").decode(sent);
  send.call(this, sent);
};

const Native = globalThis.RTCPeerConnection;
globalThis.RTCPeerConnection = class extends Native {
  constructor(configuration?: RTCConfiguration) {
    super(configuration);
    neighbour.connections++;
    neighbour.iceServers.push(...(configuration?.iceServers ?? []));
  }
};

declare global {
  interface Window {
    neighbour: typeof neighbour;
  }
}
window.neighbour = neighbour;
