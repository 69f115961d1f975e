import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { Cable } from "./cable.ts";

const dial = (cable: Cable) => connect(cable.port, "127.0.0.1").on("error", () => {});

const closed = (socket: Socket) => new Promise((resolve) => socket.once("close", resolve));

async function echo(): Promise<Cable> {
  const server = createServer({ allowHalfOpen: true }, (socket) => socket.on("error", () => {}).pipe(socket)).listen(
    0,
    "127.0.0.1",
  );
  await once(server, "listening");
  const cable = await new Cable((server.address() as AddressInfo).port).open();
  onTestFinished(async () => {
    await cable.close();
    server.close();
  });
  return cable;
}

test("a cable carries, and remembers, what goes both ways", async () => {
  const cable = await echo();
  const socket = dial(cable);
  socket.write("hello");
  const [answer] = (await once(socket, "data")) as [Buffer];
  expect(answer.toString()).toBe("hello");
  expect(Buffer.concat(cable.sent).toString()).toBe("hello");
  expect(Buffer.concat(cable.received).toString()).toBe("hello");
});

test("a cut cable breaks what is open and refuses what is new, until it is mended", async () => {
  const cable = await echo();
  const open = dial(cable);
  await once(open, "connect");
  open.write("x");
  await once(open, "data");
  cable.cut();
  await closed(open);
  const refused = dial(cable);
  await closed(refused);
  cable.mend();
  const mended = dial(cable);
  mended.write("y");
  expect(String((await once(mended, "data"))[0])).toBe("y");
});

test("a slow cable takes its time and loses nothing", async () => {
  const cable = await echo();
  cable.slow({ bytesPerSecond: 200_000, latency: 20 });
  const socket = dial(cable);
  const begun = performance.now();
  const bytes = Buffer.alloc(60_000, "z");
  socket.end(bytes);
  let got = 0;
  for await (const chunk of socket) got += (chunk as Buffer).length;
  expect(got).toBe(bytes.length);
  expect(performance.now() - begun).toBeGreaterThan(250);
});
