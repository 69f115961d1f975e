import { StoreError } from "@wijkkit/sync";
import type { Problem } from "../protocol.ts";

const OF_STORE = {
  full: "storage-full",
  blocked: "storage-blocked",
  conflict: "not-saved",
  failed: "storage-failed",
} as const satisfies Record<StoreError["code"], Problem>;

/** This device's newest envelope is from a time that its clock says is still to come. */
export class ClockError extends Error {}

/** The problem to show for whatever was thrown while opening or writing the store. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ClockError) return "clock-wrong";
  if (error instanceof StoreError) return OF_STORE[error.code];
  const name = error instanceof Error || error instanceof DOMException ? error.name : "";
  if (name === "QuotaExceededError") return "storage-full";
  if (name === "SecurityError" || name === "InvalidStateError" || name === "UnknownError") return "storage-blocked";
  return "storage-failed";
}
