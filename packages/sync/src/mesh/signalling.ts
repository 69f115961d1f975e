import { SIGNAL_LIMIT } from "./signals.ts";

/** Milliseconds between two attempts to reach a server: the first, and the longest. */
const RETRY = 1_000;
const RETRY_LIMIT = 30_000;
/** Milliseconds between two pings, and how long silence means that the line is dead. */
const PING = 15_000;
const SILENCE = 40_000;
const BUFFER_LIMIT = 1_048_576;

export interface SignallingOptions {
  readonly url: string;
  readonly room: string;
  readonly random: (length: number) => Uint8Array;
  readonly onOpen: (server: Signalling) => void;
  readonly onText: (text: string, server: Signalling) => void;
}

/** A line to one signalling server, in y-webrtc's protocol, taken up again whenever it breaks. */
export class Signalling {
  readonly #options: SignallingOptions;
  #socket: WebSocket | undefined;
  #failures = 0;
  #heard = 0;
  #closed = false;
  #retry: ReturnType<typeof setTimeout> | undefined;
  readonly #ping: ReturnType<typeof setInterval>;
  readonly #online = () => this.#connect();

  constructor(options: SignallingOptions) {
    this.#options = options;
    this.#ping = setInterval(() => this.#beat(), PING);
    globalThis.addEventListener?.("online", this.#online);
    this.#connect();
  }

  /** Sends when the line is open, and else not at all: a later announcement does it again. */
  send(message: object): void {
    const socket = this.#socket;
    if (socket?.readyState === WebSocket.OPEN && socket.bufferedAmount < BUFFER_LIMIT) {
      socket.send(JSON.stringify(message));
    }
  }

  close(): void {
    this.#closed = true;
    clearInterval(this.#ping);
    clearTimeout(this.#retry);
    globalThis.removeEventListener?.("online", this.#online);
    this.#socket?.close();
  }

  #connect(): void {
    clearTimeout(this.#retry);
    if (this.#closed || this.#socket) return;
    try {
      this.#open(new WebSocket(this.#options.url));
    } catch {
      this.#again();
    }
  }

  #open(socket: WebSocket): void {
    this.#socket = socket;
    this.#heard = performance.now();
    socket.onopen = () => {
      this.#failures = 0;
      this.send({ type: "subscribe", topics: [this.#options.room] });
      this.#options.onOpen(this);
    };
    socket.onmessage = ({ data }: MessageEvent<unknown>) => {
      this.#heard = performance.now();
      if (typeof data === "string" && data.length <= SIGNAL_LIMIT && !this.#closed) this.#options.onText(data, this);
    };
    socket.onclose = () => {
      this.#socket = undefined;
      this.#again();
    };
  }

  #again(): void {
    if (this.#closed) return;
    const longest = Math.min(RETRY * 2 ** Math.min(this.#failures++, 10), RETRY_LIMIT);
    const [dice = 0] = this.#options.random(1);
    this.#retry = setTimeout(() => this.#connect(), longest / 2 + (longest / 2) * (dice / 255));
  }

  #beat(): void {
    if (this.#socket && performance.now() - this.#heard > SILENCE) this.#socket.close();
    else this.send({ type: "ping" });
  }
}
