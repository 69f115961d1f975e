import { loopback } from "@wijkkit/sync";
import { expect, onTestFinished, test } from "vitest";
import { portChannel, servePort } from "./port.ts";

/** A worker's channel, through a port, to the far end of a connection that the page holds. */
function connected() {
  const { port1, port2 } = new MessageChannel();
  const [near, far] = loopback();
  servePort(port1, near);
  onTestFinished(() => {
    port1.close();
    port2.close();
  });
  return { worker: portChannel(port2), far };
}

const soon = () => new Promise((resolve) => setTimeout(resolve, 20));

test("[SI42] frames cross whole and in order, both ways", async () => {
  const { worker, far } = connected();
  const heard: Record<"far" | "worker", number[][]> = { far: [], worker: [] };
  far.onMessage = (bytes) => heard.far.push([...bytes]);
  worker.onMessage = (bytes) => heard.worker.push([...bytes]);
  worker.send(Uint8Array.of(1));
  worker.send(Uint8Array.of(2, 3));
  far.send(Uint8Array.of(4));
  await soon();
  expect(heard).toEqual({ far: [[1], [2, 3]], worker: [[4]] });
});

test("[SI42] what has not left is said, and becomes nothing when it has", async () => {
  const { worker } = connected();
  worker.send(new Uint8Array(1000));
  expect(worker.buffered).toBe(1000);
  await expect.poll(() => worker.buffered).toBe(0);
});

test("[SI42] either side's closing closes the other, once", async () => {
  for (const side of ["worker", "far"] as const) {
    const ends = connected();
    const closed = { worker: 0, far: 0 };
    ends.worker.onClose = () => {
      closed.worker += 1;
    };
    ends.far.onClose = () => {
      closed.far += 1;
    };
    ends[side].close();
    await soon();
    ends.worker.close();
    await soon();
    expect(closed).toEqual({ worker: 1, far: 1 });
  }
});
