import { StoreError } from "@wijkkit/sync";
import { expect, test } from "vitest";
import { ClockError, problemOf } from "./problem.ts";

test("[SI43] whatever the store or the browser throws becomes a problem that the page has words for", () => {
  expect(problemOf(new StoreError("full"))).toBe("storage-full");
  expect(problemOf(new StoreError("blocked"))).toBe("storage-blocked");
  expect(problemOf(new StoreError("conflict"))).toBe("not-saved");
  expect(problemOf(new StoreError("failed"))).toBe("storage-failed");
  expect(problemOf(new DOMException("", "QuotaExceededError"))).toBe("storage-full");
  expect(problemOf(new DOMException("", "SecurityError"))).toBe("storage-blocked");
  expect(problemOf(new ClockError())).toBe("clock-wrong");
  expect(problemOf("anything")).toBe("storage-failed");
});
