import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { largeWijk } from "./large-wijk.ts";

test("a large wijk is made as large as asked, with invitations to it", async () => {
  const dataDir = mkdtempSync(join(tmpdir(), "wijkkit-large-"));
  const { links, titles, bytes } = await largeWijk(dataDir, {
    residents: 3,
    questions: 10,
    length: 8000,
    invitations: 2,
  });
  expect(links).toHaveLength(2);
  expect(titles).toHaveLength(31);
  expect(bytes).toBeGreaterThan(3 * 10 * 8000);
  rmSync(dataDir, { recursive: true });
});
