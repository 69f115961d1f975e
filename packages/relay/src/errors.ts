import { StoreError, type StoreErrorCode } from "@wijkkit/sync";

/** SQLite's own result codes: BUSY, LOCKED, READONLY, CANTOPEN, FULL. */
const CODES: Readonly<Record<number, StoreErrorCode>> = {
  5: "blocked",
  6: "blocked",
  8: "blocked",
  13: "full",
  14: "blocked",
};

/** What SQLite threw, as the store's error; the low byte of an extended code is the code. */
export function storeError(cause: unknown): StoreError {
  if (cause instanceof StoreError) return cause;
  const errcode = cause instanceof Error && "errcode" in cause ? Number(cause.errcode) & 255 : 0;
  return new StoreError(CODES[errcode] ?? "failed", cause);
}
