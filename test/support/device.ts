import { type Envelope, KnownSpaces, type LaneKey, verifyWithWebCrypto } from "@wijkkit/envelope";
import { type Connection, connect, memoryStore, Replica, runSession, type SessionState } from "@wijkkit/sync";
import type { Wijk } from "./envelopes.ts";

const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));

/** A member's device: a replica in memory and a line to the relay. */
export class Device {
  readonly store = memoryStore();
  readonly replica = new Replica({
    store: this.store,
    known: new KnownSpaces(),
    verify: verifyWithWebCrypto,
    now: Date.now,
  });
  readonly receipts = new Map<LaneKey, number>();
  state: SessionState | undefined;
  #line: Connection | undefined;
  readonly #host: string;
  readonly #wijk: Wijk;
  readonly #gate: Wijk | null;

  /** @param gate whose gate key it proves itself with; null for none */
  constructor(port: number, wijk: Wijk, gate: Wijk | null = wijk) {
    this.#host = `localhost:${port}`;
    this.#wijk = wijk;
    this.#gate = gate;
  }

  async start(): Promise<this> {
    await this.replica.acceptRecord(this.#wijk.record);
    const gate = this.#gate;
    this.#line = connect(`ws://${this.#host}/sync`, {
      random,
      onChannel: (channel) =>
        runSession({
          channel,
          replica: this.replica,
          space: this.#wijk.space,
          ...(gate ? { prove: (message) => gate.prove(message) } : {}),
          requireProof: false,
          host: this.#host,
          random,
          now: Date.now,
          onState: (state) => {
            this.state = state;
          },
          onReceipt: ({ lane, seq }) => this.receipts.set(lane, seq),
        }),
    });
    return this;
  }

  retry(): void {
    this.#line?.retry();
  }

  stop(): void {
    this.#line?.close();
  }

  /** Takes its own envelopes in, and tells the relay of them when there is a line. */
  async write(envelopes: readonly Envelope[]): Promise<void> {
    for (const { verdict } of await this.replica.acceptMany(envelopes.map(({ bytes }) => bytes))) {
      if (verdict === "refused") throw new Error("a device refused its own envelope");
    }
  }
}
