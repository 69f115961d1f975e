/** Apps that show pages inside themselves, by what they say of themselves; `; wv)` is Android's own word for it. */
const IN_APP =
  /\b(?:FBAN|FBAV|FB_IAB|Instagram|Line|MicroMessenger|Snapchat|BytedanceWebview|musical_ly|LinkedInApp|Pinterest|Twitter|GSA)\b|; wv\)/;

/** Where what is stored may be gone sooner than one thinks. */
export type Surroundings = "app" | "private";

/** Whether a browser of this name is a window inside another app. */
export const isInApp = (userAgent: string): boolean => IN_APP.test(userAgent);

/**
 * Whether this is no place to keep things, as far as a page can know: Firefox and Safari refuse their file system in a
 * private window; Chromium hides that it is one.
 */
export async function surroundings(): Promise<Surroundings | undefined> {
  if (isInApp(navigator.userAgent)) return "app";
  if (navigator.storage?.getDirectory === undefined) return undefined;
  return navigator.storage.getDirectory().then(
    () => undefined,
    () => "private",
  );
}
