/** What is used of Pagefind's own script, https://pagefind.app/docs/api/. It works in a worker of its own. */
export interface Pagefind {
  search(term: string): Promise<{ results: readonly Found[] }>;
}

export interface Found {
  data(): Promise<Page>;
}

export interface Page {
  /** Path on this site. */
  url: string;
  /** Words around what was found, with `<mark>`. */
  excerpt: string;
  meta: Readonly<Record<string, string>>;
}

let loading: Promise<Pagefind> | undefined;

/**
 * Pagefind, fetched at the first call and no sooner.
 * @throws {Error} when it cannot be fetched; the next call tries again.
 */
export function pagefind(address: string): Promise<Pagefind> {
  loading ??= (import(/* @vite-ignore */ address) as Promise<Pagefind>).catch((cause: unknown) => {
    loading = undefined;
    throw new Error("no search index", { cause });
  });
  return loading;
}
