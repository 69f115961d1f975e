import { describe, expect, test } from "vitest";
import { KEY, live } from "../../../../test/support/live.ts";
import type { Channel } from "../channel.ts";
import { FRAME, LANE_SESSION, MESSAGE_LIMIT } from "./fragment.ts";
import { QUEUE_LIMIT } from "./link.ts";
import { type ChannelEnd, type RawChannel, SealedChannel } from "./sealed-channel.ts";

/** One end of a data channel within this process: it carries on request, and counts what waits. */
class Wire implements RawChannel {
  binaryType: BinaryType = "blob";
  bufferedAmountLowThreshold = 0;
  bufferedAmount = 0;
  readyState: RTCDataChannelState = "connecting";
  onopen: RawChannel["onopen"] = null;
  onmessage: RawChannel["onmessage"] = null;
  onclose: RawChannel["onclose"] = null;
  onerror: RawChannel["onerror"] = null;
  onbufferedamountlow: RawChannel["onbufferedamountlow"] = null;
  readonly waiting: Uint8Array<ArrayBuffer>[] = [];
  most = 0;
  other: Wire | undefined;

  send(bytes: Uint8Array<ArrayBuffer>): void {
    this.waiting.push(bytes.slice());
    this.bufferedAmount += bytes.length;
    this.most = Math.max(this.most, this.bufferedAmount);
  }

  open(): void {
    this.readyState = "open";
    this.onopen?.call(this as unknown as RTCDataChannel, new Event("open"));
  }

  close(): void {
    this.readyState = "closed";
  }

  /** Carries what waits to the other end; answers whether there was any. */
  carry(): boolean {
    const carried = this.waiting.splice(0);
    this.bufferedAmount = 0;
    for (const { buffer } of carried) {
      this.other?.onmessage?.call(
        this.other as unknown as RTCDataChannel,
        new MessageEvent("message", { data: buffer }),
      );
    }
    this.onbufferedamountlow?.call(this as unknown as RTCDataChannel, new Event("bufferedamountlow"));
    return carried.length > 0;
  }
}

class Side {
  readonly wire = new Wire();
  readonly channel: SealedChannel;
  readonly yjs: number[] = [];
  readonly session: number[] = [];
  lane: Channel | undefined;
  opened = 0;
  closed = 0;
  end: ChannelEnd | undefined;

  constructor(fill: number, { key = KEY, yjs = true } = {}) {
    this.channel = new SealedChannel(this.wire, {
      live: live(key),
      challenge: new Uint8Array(32).fill(fill),
      yjs,
      onUp: (lane) => {
        this.lane = lane;
        lane.onMessage = (bytes) => this.session.push(bytes.length);
        lane.onClose = () => this.closed++;
      },
      onEnd: (reason) => {
        this.end = reason;
      },
    });
    this.channel.onopen = () => this.opened++;
    this.channel.onmessage = ({ data }) => this.yjs.push(data.byteLength);
  }
}

function pair(a: Side, b: Side): [Side, Side] {
  a.wire.other = b.wire;
  b.wire.other = a.wire;
  a.wire.open();
  b.wire.open();
  settle(a, b);
  return [a, b];
}

function settle(...sides: Side[]): void {
  while (sides.map(({ wire }) => wire.carry()).includes(true));
}

describe("a sealed data channel", () => {
  test("[ME4] is open for y-webrtc, and has a session, once the peer has proved itself", () => {
    const [a, b] = [new Side(1), new Side(2)];
    a.wire.open();
    expect([a.channel.readyState, a.opened, a.lane]).toEqual(["connecting", 0, undefined]);
    pair(a, b);
    expect([a.channel.readyState, a.opened, b.opened]).toEqual(["open", 1, 1]);
    const [c, d] = pair(new Side(1), new Side(2, { key: new Uint8Array(32) }));
    expect([c.end, d.end, c.opened, d.opened]).toEqual(["seal", "seal", 0, 0]);
  });

  test("carries both lanes, and tells of its end once on either side", () => {
    const [a, b] = pair(new Side(1), new Side(2));
    a.channel.send(new Uint8Array(1_000_000));
    a.channel.send(new ArrayBuffer(3));
    a.lane?.send(new Uint8Array(200_000));
    settle(a, b);
    expect([b.yjs, b.session]).toEqual([[1_000_000, 3], [200_000]]);
    b.lane?.close();
    b.lane?.close();
    b.lane?.send(new Uint8Array(3));
    expect([b.closed, b.end, b.wire.readyState]).toEqual([1, "closed", "closed"]);
    a.wire.onclose?.call(a.wire as unknown as RTCDataChannel, new Event("close"));
    expect([a.closed, a.end, a.channel.readyState]).toEqual([1, "closed", "closed"]);
  });

  test("[ME6] a message larger than its lane is refused by its sender, and the channel lives", () => {
    const [a, b] = pair(new Side(1), new Side(2));
    expect(() => a.lane?.send(new Uint8Array(MESSAGE_LIMIT[LANE_SESSION] + 1))).toThrow(RangeError);
    a.lane?.send(new Uint8Array(MESSAGE_LIMIT[LANE_SESSION]));
    settle(a, b);
    expect(b.session).toEqual([MESSAGE_LIMIT[LANE_SESSION]]);
  });

  test("[ME7] the browser is never handed more than 128 KiB and a frame, and who does not read is let go", () => {
    const [a, b] = pair(new Side(1), new Side(2));
    for (let n = 0; n < 50; n++) a.lane?.send(new Uint8Array(200_000));
    expect(a.lane?.buffered).toBeGreaterThan(9_000_000);
    settle(a, b);
    expect([b.session.length, a.lane?.buffered]).toEqual([50, 0]);
    expect(a.wire.most).toBeLessThanOrEqual(131_072 + FRAME);
    for (let n = 0; n <= QUEUE_LIMIT / 200_000 + 1; n++) a.lane?.send(new Uint8Array(200_000));
    expect([a.end, a.closed]).toEqual(["slow", 1]);
  });

  test("[ME15] without a document lane 0 is silent both ways", () => {
    const [a, b] = pair(new Side(1, { yjs: false }), new Side(2));
    a.channel.send(new Uint8Array(10));
    b.channel.send(new Uint8Array(10));
    b.lane?.send(new Uint8Array(20));
    settle(a, b);
    expect([a.yjs, b.yjs, a.session, a.end]).toEqual([[], [], [20], undefined]);
  });

  test("[ME18] when y-webrtc throws at a neighbour's message, that channel closes and no error gets out", () => {
    const [a, b] = pair(new Side(1), new Side(2));
    b.channel.onmessage = () => {
      throw new Error("y-webrtc read something strange");
    };
    a.channel.send(new Uint8Array(10));
    expect(() => settle(a, b)).not.toThrow();
    expect([b.end, b.closed]).toEqual(["yjs", 1]);
  });

  test("[ME8] text, an empty message and a Blob end the channel", () => {
    for (const data of ["text", new ArrayBuffer(0), new Blob(["x"]), null]) {
      const [a] = pair(new Side(1), new Side(2));
      a.wire.onmessage?.call(a.wire as unknown as RTCDataChannel, new MessageEvent("message", { data }));
      expect(a.end).toBe("seal");
    }
  });

  test("a channel that fails while sending ends, without an error", () => {
    const [a] = pair(new Side(1), new Side(2));
    a.wire.send = () => {
      throw new Error("OperationError: the buffer is full");
    };
    expect(() => a.lane?.send(new Uint8Array(3))).not.toThrow();
    expect(a.end).toBe("closed");
  });
});
