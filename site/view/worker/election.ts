/** Which tab leads where there are no Web Locks: fetched on plain http alone. */

const ELECTION = "wijkkit-election";
/** Milliseconds between two signs of life of an elected leader, and how long silence means that it is gone. */
const BEAT = 1_000;
const SILENCE = 4_000;

type Ballot = { readonly from: string; readonly leads: boolean };

/** Of the candidates the lowest name wins, after a silence; a leader gives way to a lower one that leads as well. */
export class Election {
  readonly #me = crypto.getRandomValues(new Uint32Array(4)).join("-");
  readonly #channel = openChannel();
  #leads = false;
  #heard = performance.now() - SILENCE + BEAT;
  #settle: () => void = () => {};

  constructor() {
    if (!this.#channel) return;
    this.#channel.onmessage = ({ data }: MessageEvent<Ballot>) => this.#hear(data);
    setInterval(() => this.#beat(), BEAT);
    this.#beat();
  }

  /** Resolves when no leader was heard for a while, and no lower candidate either. */
  won(): Promise<void> {
    // Without a way to hear of others there are none to give way to.
    if (!this.#channel) return Promise.resolve();
    return new Promise((resolve) => {
      this.#settle = resolve;
    });
  }

  lost(): Promise<void> {
    return new Promise((resolve) => {
      this.#settle = resolve;
    });
  }

  #hear({ from, leads }: Ballot): void {
    const isLower = from < this.#me;
    if (this.#leads && leads && isLower) {
      this.#leads = false;
      this.#settle();
    }
    if (!this.#leads && (leads || isLower)) this.#heard = performance.now();
  }

  #beat(): void {
    if (!this.#leads && performance.now() - this.#heard >= SILENCE) {
      this.#leads = true;
      this.#settle();
    }
    this.#channel?.postMessage({ from: this.#me, leads: this.#leads } satisfies Ballot);
  }
}

function openChannel(): BroadcastChannel | undefined {
  try {
    return new BroadcastChannel(ELECTION);
  } catch {
    return undefined;
  }
}
