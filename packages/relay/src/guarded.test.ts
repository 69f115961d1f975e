import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { guarded } from "./guarded.ts";

test("[RE4] a handler that throws is a 500, or an answer cut short, and the next one is served", async () => {
  let failures = 0;
  const handle = guarded(
    ({ url }, answer) => {
      if (url === "/begun") answer.write("some");
      if (url !== "/") throw new Error("a path nobody thought of");
      answer.end("fine");
    },
    () => failures++,
  );
  const fragile = createServer(handle);
  await new Promise<void>((resolve) => fragile.listen(0, "127.0.0.1", resolve));
  const at = `http://127.0.0.1:${(fragile.address() as AddressInfo).port}`;
  expect((await fetch(`${at}/throws`)).status).toBe(500);
  await expect(fetch(`${at}/begun`).then((answer) => answer.text())).rejects.toThrow();
  expect(await (await fetch(at)).text()).toBe("fine");
  expect(failures).toBe(2);
  fragile.close();
  fragile.closeAllConnections();
});
