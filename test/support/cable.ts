import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { pipeline, Transform, type TransformCallback } from "node:stream";
import { setTimeout as wait } from "node:timers/promises";

/** What a slow line does to each direction. */
export interface Line {
  readonly bytesPerSecond: number;
  readonly latency: number;
}

/** Lets bytes through in order, each chunk no sooner than the line would carry it. */
class Slow extends Transform {
  readonly #line: Line;
  #free = 0;

  constructor(line: Line) {
    super({ highWaterMark: 16_384 });
    this.#line = line;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    const now = performance.now();
    this.#free = Math.max(this.#free, now + this.#line.latency) + (chunk.length / this.#line.bytesPerSecond) * 1000;
    void wait(this.#free - now).then(() => done(null, chunk));
  }
}

/** One browser's network cable to the relay: it can be cut, mended, made slow, and remembers what went through. */
export class Cable {
  /** The bytes a browser sent and got, as they were on the wire. */
  readonly sent: Buffer[] = [];
  readonly received: Buffer[] = [];
  port = 0;
  /** How often a connection to a refused path was tried. */
  refused = 0;
  #refuse: string | undefined;
  #cut = false;
  #line: Line | undefined;
  readonly #sockets = new Set<Socket>();
  readonly #server = createServer({ allowHalfOpen: true }, (near) => this.#join(near));
  readonly #target: number;

  constructor(target: number) {
    this.#target = target;
  }

  async open(): Promise<this> {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
    this.port = (this.#server.address() as AddressInfo).port;
    return this;
  }

  /** Every connection breaks now, and new ones are refused until `mend`. */
  cut(): void {
    this.#cut = true;
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  mend(): void {
    this.#cut = false;
  }

  /** Breaks every connection whose first request is for this path, from now on. */
  refuse(path: string): void {
    this.#refuse = path;
  }

  /** Applies to connections made from now on. */
  slow(line: Line): void {
    this.#line = line;
  }

  async close(): Promise<void> {
    this.cut();
    this.#server.close();
    await once(this.#server, "close");
  }

  #join(near: Socket): void {
    if (this.#cut) {
      near.resetAndDestroy();
      return;
    }
    const far = connect({ port: this.#target, host: "127.0.0.1", allowHalfOpen: true });
    for (const socket of [near, far]) {
      this.#sockets.add(socket);
      socket.setNoDelay(true);
      socket.on("close", () => this.#sockets.delete(socket));
    }
    near.on("data", (bytes: Buffer) => this.sent.push(bytes));
    far.on("data", (bytes: Buffer) => this.received.push(bytes));
    near.once("data", (bytes: Buffer) => {
      if (this.#refuse === undefined || !bytes.toString("latin1").startsWith(`GET ${this.#refuse} `)) return;
      this.refused += 1;
      for (const socket of [near, far]) socket.resetAndDestroy();
    });
    this.#carry(near, far);
    this.#carry(far, near);
  }

  #carry(from: Socket, to: Socket): void {
    const broken = (error: unknown) => {
      if (error) for (const socket of [from, to]) socket.resetAndDestroy();
    };
    if (this.#line) pipeline(from, new Slow(this.#line), to, broken);
    else pipeline(from, to, broken);
  }
}
