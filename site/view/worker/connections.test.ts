import { expect, test } from "vitest";
import { socketAddress } from "./connections.ts";

test("[SI46] a relay that is reached under a certificate is never dialled in clear", () => {
  for (const base of ["https://wijk.example", "wss://wijk.example"]) {
    expect(socketAddress(new URL(base), "/sync")).toBe("wss://wijk.example/sync");
  }
  for (const base of ["http://wijk.example:4321/", "ws://wijk.example:4321/"]) {
    expect(socketAddress(new URL(base), "/signal")).toBe("ws://wijk.example:4321/signal");
  }
});
