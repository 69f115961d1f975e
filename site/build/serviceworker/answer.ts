/** What of a request decides who answers it. */
export interface Asked {
  method: string;
  url: string;
  /** `Request.mode`: "navigate" when the person opens a page. */
  mode: string;
}

/**
 * Which cached path answers a request; undefined leaves it to the browser and the network.
 * @param page the live page's own address (`/wijk/`): every navigation below it gets that page, whatever it asks
 * @param files paths of the live page's files
 */
export function answer(asked: Asked, origin: string, page: string, files: ReadonlySet<string>): string | undefined {
  if (asked.method !== "GET") return undefined;
  const url = new URL(asked.url);
  if (url.origin !== origin) return undefined;
  if (files.has(url.pathname)) return url.pathname;
  return asked.mode === "navigate" && url.pathname.startsWith(page) ? page : undefined;
}
