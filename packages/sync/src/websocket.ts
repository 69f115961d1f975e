import type { Channel } from "./channel.ts";
import { LIMIT } from "./limits.ts";

/** What is needed of a WebSocket: the browser's own, Node's, or that of `ws`. */
export interface Socket {
  binaryType: string;
  readonly readyState: number;
  readonly bufferedAmount: number;
  send(data: Uint8Array<ArrayBuffer>): void;
  close(code?: number): void;
  addEventListener(type: "message", listener: (event: { data: unknown }) => void): void;
  addEventListener(type: "open" | "close" | "error", listener: () => void): void;
}

const OPEN = 1;

/** An open WebSocket as a channel: binary messages are frames, a text message comes in as an empty, bad one. */
export function webSocketChannel(socket: Socket): Channel {
  socket.binaryType = "arraybuffer";
  const channel: Channel = {
    send(bytes) {
      if (socket.readyState === OPEN) socket.send(bytes as Uint8Array<ArrayBuffer>);
    },
    get buffered() {
      return socket.bufferedAmount;
    },
    close: () => socket.close(),
    onMessage: undefined,
    onClose: undefined,
  };
  socket.addEventListener("message", ({ data }) => {
    channel.onMessage?.(data instanceof ArrayBuffer ? new Uint8Array(data) : new Uint8Array(0));
  });
  socket.addEventListener("close", () => channel.onClose?.());
  socket.addEventListener("error", () => {}); // a close follows
  return channel;
}

export interface ConnectOptions {
  /** Called with each connection that comes up. */
  readonly onChannel: (channel: Channel) => void;
  readonly random: (length: number) => Uint8Array;
  /** Makes a socket; by default the platform's own. One that throws has failed to connect. */
  readonly socket?: (url: string) => Socket;
  /** Milliseconds; by default the device's clock. */
  readonly now?: () => number;
}

export interface Connection {
  /**
   * Tries again at once, as when the device is back on the network. A connection of which nothing was heard for
   * 10 s is given up for a new one, as nobody tells a browser that a line went dead.
   */
  retry(): void;
  close(): void;
}

const BACKOFF = { first: 1_000, last: 60_000, steady: 10_000 } as const;

/** One attempt to connect, and the connection it became. */
interface Line {
  readonly socket: Socket;
  heard: number;
  channel?: Channel;
  steady?: ReturnType<typeof setTimeout>;
}

/** Connects to a relay, and again whenever the connection ends, after 1 s to 60 s (with jitter). */
export function connect(url: string, { onChannel, random, socket = open, now = Date.now }: ConnectOptions): Connection {
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let current: Line | undefined;
  let closed = false;

  function later(): void {
    current = undefined;
    if (closed) return;
    const [byte = 0] = random(1);
    const delay = Math.min(BACKOFF.last, BACKOFF.first * 2 ** Math.min(failures, 10)) * (0.5 + byte / 510);
    failures += 1;
    timer = setTimeout(dial, delay);
  }

  function dial(): void {
    timer = undefined;
    try {
      current = { socket: socket(url), heard: now() };
    } catch {
      // A browser throws where it connects to no such address: in clear text from a page that is not, say.
      later();
      return;
    }
    follow(current);
  }

  function follow(line: Line): void {
    line.socket.addEventListener("open", () => {
      line.heard = now();
      line.steady = setTimeout(() => {
        failures = 0;
      }, BACKOFF.steady);
      line.channel = webSocketChannel(line.socket);
      if (line === current) onChannel(line.channel);
    });
    line.socket.addEventListener("message", () => {
      line.heard = now();
    });
    line.socket.addEventListener("close", () => {
      clearTimeout(line.steady);
      if (line === current) later();
    });
    line.socket.addEventListener("error", () => {}); // a close follows
  }

  /** A browser may take its time to close a dead line: whoever uses it is told now. */
  function giveUp({ socket: dead, channel, steady }: Line): void {
    current = undefined;
    clearTimeout(steady);
    const tell = channel?.onClose;
    if (channel) channel.onMessage = channel.onClose = undefined;
    dead.close();
    tell?.();
  }

  dial();
  return {
    retry() {
      if (closed) return;
      failures = 0;
      if (current && now() - current.heard > LIMIT.stale) giveUp(current);
      else if (current) return;
      clearTimeout(timer);
      dial();
    },
    close() {
      closed = true;
      clearTimeout(timer);
      current?.socket.close();
    },
  };
}

function open(url: string): Socket {
  return new WebSocket(url) as Socket;
}
