/** Up to `most` others of a list, those that follow `nth` first, round to the beginning. */
export function neighbours<T>(list: readonly T[], nth: number, most = 3): T[] {
  const count = Math.min(most, list.length - 1);
  return Array.from({ length: count }, (_, step) => list[(nth + 1 + step) % list.length] as T);
}
