/**
 * One writer per device: of all tabs one worker leads, and another takes over when it goes.
 * Web Locks where they exist; on plain http, where they are absent, an election over BroadcastChannel.
 * Neither is trusted with the lanes: the store itself refuses a second writer (`conflict`).
 */

const LOCK = "wijkkit-writer";
const ELECTION = "wijkkit-election";
/** Milliseconds between two signs of life of an elected leader, and how long silence means that it is gone. */
const BEAT = 1_000;
const SILENCE = 4_000;

/**
 * Calls `lead` whenever this worker is the only writer. It resolves once it has let go, which it must when
 * `resigned` resolves: an elected tab that was frozen may find another leading.
 */
export async function whenLeader(lead: (resigned: Promise<void>) => Promise<void>): Promise<never> {
  if (navigator.locks && (await locked(lead))) return new Promise<never>(() => {});
  const election = new Election();
  for (;;) {
    await election.won();
    await lead(election.lost());
  }
}

/** False when the browser refuses the lock, as it does where storage is blocked. */
async function locked(lead: (resigned: Promise<void>) => Promise<void>): Promise<boolean> {
  let led = false;
  try {
    await navigator.locks.request(LOCK, () => {
      led = true;
      return lead(new Promise(() => {}));
    });
  } catch (error) {
    if (led) throw error;
  }
  return led;
}

type Ballot = { readonly from: string; readonly leads: boolean };

/** Of the candidates the lowest name wins, after a silence; a leader gives way to a lower one that leads as well. */
class Election {
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
