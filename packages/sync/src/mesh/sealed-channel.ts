import type { Channel } from "../channel.ts";
import { LANE_SESSION, LANE_YJS, type Lane } from "./fragment.ts";
import { Link, type LinkEnd } from "./link.ts";
import type { Live } from "./sealing.ts";

/** Bytes the browser may hold unsent before we wait, and at which it asks for more. */
const HIGH_WATER = 131_072;
const LOW_WATER = 32_768;

/** What this needs of an RTCDataChannel. */
export type RawChannel = Pick<
  RTCDataChannel,
  | "binaryType"
  | "bufferedAmount"
  | "bufferedAmountLowThreshold"
  | "close"
  | "onbufferedamountlow"
  | "onclose"
  | "onerror"
  | "onmessage"
  | "onopen"
  | "readyState"
> & { send(bytes: Uint8Array<ArrayBuffer>): void };

/** Why a connection ended: by the link's judgement, by y-webrtc's (`yjs`), or because either side closed it. */
export type ChannelEnd = LinkEnd | "yjs" | "closed";

export interface SealedChannelOptions {
  readonly live: Live;
  /** 32 fresh random bytes. */
  readonly challenge: Uint8Array;
  /** Whether y-webrtc's frames are carried; without it the lane is silent both ways. */
  readonly yjs: boolean;
  /** Called once, when the peer has shown that it holds the live key. */
  readonly onUp: (session: Channel) => void;
  readonly onEnd?: (reason: ChannelEnd) => void;
}

/** The session's lane of a sealed channel. */
class SessionLane implements Channel {
  onMessage: ((bytes: Uint8Array) => void) | undefined;
  onClose: (() => void) | undefined;
  readonly #owner: SealedChannel;

  constructor(owner: SealedChannel) {
    this.#owner = owner;
  }

  get buffered(): number {
    return this.#owner.waiting(LANE_SESSION);
  }

  send(bytes: Uint8Array): void {
    this.#owner.sendOn(LANE_SESSION, bytes);
  }

  close(): void {
    this.#owner.close();
  }
}

/**
 * Looks to simple-peer like the data channel it wraps, and is sealed: it says `open` only when the peer has proved
 * itself, and carries y-webrtc's frames of up to 4 MiB beside those of our sessions.
 */
export class SealedChannel {
  binaryType: BinaryType = "arraybuffer";
  bufferedAmountLowThreshold = 0;
  readonly label = "";
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: ArrayBuffer }) => void) | null = null;
  onclose: (() => void) | null = null;
  onerror: ((event: unknown) => void) | null = null;
  onbufferedamountlow: (() => void) | null = null;

  readonly #raw: RawChannel;
  readonly #link: Link;
  readonly #options: SealedChannelOptions;
  readonly #session = new SessionLane(this);
  #state: "connecting" | "open" | "closed" = "connecting";

  constructor(raw: RawChannel, options: SealedChannelOptions) {
    this.#raw = raw;
    this.#options = options;
    this.#link = new Link(options.live, options.challenge);
    raw.binaryType = "arraybuffer";
    raw.bufferedAmountLowThreshold = LOW_WATER;
    raw.onopen = () => this.#pump();
    raw.onbufferedamountlow = () => this.#pump();
    raw.onmessage = ({ data }: MessageEvent<unknown>) => this.#take(data);
    raw.onclose = () => this.#end("closed");
    raw.onerror = () => this.#end("closed");
    if (raw.readyState === "open") this.#pump();
  }

  get readyState(): RTCDataChannelState {
    return this.#state;
  }

  get bufferedAmount(): number {
    return this.waiting(LANE_YJS);
  }

  /** Bytes of a lane that are still here, and all that the browser holds unsent. */
  waiting(lane: Lane): number {
    return this.#link.queued(lane) + this.#raw.bufferedAmount;
  }

  /** One of y-webrtc's frames. */
  send(data: ArrayBuffer | ArrayBufferView): void {
    if (!this.#options.yjs) return;
    const bytes = ArrayBuffer.isView(data)
      ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
      : new Uint8Array(data);
    this.sendOn(LANE_YJS, bytes);
  }

  /** @throws RangeError when the message is larger than its lane carries. */
  sendOn(lane: Lane, bytes: Uint8Array): void {
    if (this.#state === "closed") return;
    if (this.#link.send(lane, bytes)) this.#pump();
    else this.#end("slow");
  }

  close(): void {
    this.#end("closed");
  }

  #pump(): void {
    try {
      while (this.#raw.readyState === "open" && this.#raw.bufferedAmount < HIGH_WATER) {
        const frame = this.#link.next();
        if (!frame) return;
        this.#raw.send(frame as Uint8Array<ArrayBuffer>);
      }
    } catch {
      this.#end("closed");
    }
  }

  #take(data: unknown): void {
    if (this.#state === "closed") return;
    const taken = this.#link.take(data instanceof ArrayBuffer ? new Uint8Array(data) : new Uint8Array(0));
    if (taken.type === "end") this.#end(taken.reason);
    else if (taken.type === "message") this.#deliver(taken.lane, taken.message);
    else if (taken.type === "up") this.#open();
    this.#pump();
  }

  #open(): void {
    this.#state = "open";
    this.#options.onUp(this.#session);
    this.onopen?.();
  }

  #deliver(lane: Lane, message: Uint8Array): void {
    if (lane === LANE_SESSION) {
      this.#session.onMessage?.(message);
      return;
    }
    if (!this.#options.yjs) return;
    try {
      this.onmessage?.({ data: message.buffer as ArrayBuffer });
    } catch {
      this.#end("yjs");
    }
  }

  #end(reason: ChannelEnd): void {
    if (this.#state === "closed") return;
    this.#state = "closed";
    this.#raw.close();
    this.#options.onEnd?.(reason);
    this.#session.onClose?.();
    this.onclose?.();
  }
}
