/** The page's own files on this device. Absent on plain http, where browsers have no service workers. */
const SCRIPT = "/wijk/sw.js";
const SCOPE = "/wijk/";

/** Registers the service worker and asks the browser not to tidy up; called by the joining button alone. */
export function keepOffline(): void {
  // Neither is waited for: Firefox asks the person, and the wijk works without.
  navigator.serviceWorker?.register(SCRIPT, { scope: SCOPE }).catch(() => undefined);
  navigator.storage?.persist?.().catch(() => undefined);
}

/** Whether the browser promised not to tidy up by itself. */
export async function isPersisted(): Promise<boolean> {
  return (await navigator.storage?.persisted?.().catch(() => false)) ?? false;
}

/**
 * Takes a new version that waits, and opens the page anew with it; called when the page starts.
 * @param idle whether nothing was typed and nothing is being stored
 */
export async function renew(idle: () => boolean): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration(SCOPE).catch(() => undefined);
  if (!registration?.waiting || !idle()) return;
  const open = () => {
    if (idle()) location.reload();
  };
  navigator.serviceWorker.addEventListener("controllerchange", open, { once: true });
  registration.waiting.postMessage({ type: "skip-waiting" });
}

/** Whether this page can be opened without a network: by https, or on this device itself. */
export function opensOffline(): boolean {
  return "serviceWorker" in navigator;
}

/** Unregisters the service worker and deletes every cache of this origin. */
export async function forgetOffline(): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration(SCOPE).catch(() => undefined);
  await registration?.unregister().catch(() => false);
  if (!("caches" in globalThis)) return;
  const names = await caches.keys().catch(() => []);
  await Promise.all(names.map((name) => caches.delete(name).catch(() => false)));
}
