/**
 * One writer per device: of all tabs one worker leads, and another takes over when it goes.
 * Web Locks where they exist; on plain http, where they are absent, an election over BroadcastChannel.
 * Neither is trusted with the lanes: the store itself refuses a second writer (`conflict`).
 */

const LOCK = "wijkkit-writer";
/**
 * Calls `lead` whenever this worker is the only writer. It resolves once it has let go, which it must when
 * `resigned` resolves: an elected tab that was frozen may find another leading.
 */
export async function whenLeader(lead: (resigned: Promise<void>) => Promise<void>): Promise<never> {
  if (navigator.locks && (await locked(lead))) return new Promise<never>(() => {});
  const { Election } = await import("./election.ts");
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
