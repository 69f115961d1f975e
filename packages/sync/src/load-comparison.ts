/** Code that compares many heads by ranges: fetched by who has many. */
export type Comparison = typeof import("./comparison.ts");

let loaded: Comparison | undefined;

/** The code, when it was fetched. */
export const comparison = (): Comparison | undefined => loaded;

/** Fetches it once. Never rejects: without it heads are named one by one. */
export async function loadComparison(): Promise<void> {
  loaded ??= await import("./comparison.ts").catch(() => undefined);
}
