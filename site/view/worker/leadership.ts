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

/** Calls `lead` once, when this worker is the only writer; `lead`'s promise lasts as long as the lock is held. */
export async function whenLeader(lead: () => Promise<never>): Promise<void> {
  if (navigator.locks) {
    try {
      await navigator.locks.request(LOCK, lead);
      return;
    } catch {
      // Storage is blocked for this site: locks are then refused too. The store will say so.
    }
  }
  await elected();
  await lead();
}

type Ballot = { readonly from: string; readonly lead: boolean };

/** Resolves when this worker has won: no leader was heard for a while, and no lower candidate either. */
function elected(): Promise<void> {
  let channel: BroadcastChannel;
  try {
    channel = new BroadcastChannel(ELECTION);
  } catch {
    return Promise.resolve();
  }
  const me = crypto.getRandomValues(new Uint32Array(4)).join("-");
  return new Promise((resolve) => {
    let leading = false;
    let heard = performance.now() - SILENCE + BEAT;
    channel.onmessage = ({ data }: MessageEvent<Ballot>) => {
      if (leading || data.from === me) return;
      if (data.lead || data.from < me) heard = performance.now();
    };
    const beat = () => {
      if (!leading && performance.now() - heard >= SILENCE) {
        leading = true;
        resolve();
      }
      channel.postMessage({ from: me, lead: leading } satisfies Ballot);
    };
    beat();
    setInterval(beat, BEAT);
  });
}
