import type { BrowserContext, Page, WebSocket } from "playwright-core";

/** One thing that left or entered a browser. */
export interface Piece {
  readonly how: "request" | "socket sent" | "socket received" | "channel sent";
  readonly where: string;
  readonly bytes: Uint8Array;
}

/** Runs in every page before its own script: data channels report the bytes they are given to send. */
function tapChannels(): void {
  const tap = globalThis as unknown as { wijkkitTap: (text: string) => void };
  const prototype = RTCDataChannel.prototype;
  const send = prototype.send as (data: unknown) => void;
  const latin1 = (bytes: Uint8Array) => Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  prototype.send = function (this: RTCDataChannel, data: unknown): void {
    if (typeof data === "string") tap.wijkkitTap(data);
    else if (data instanceof ArrayBuffer) tap.wijkkitTap(latin1(new Uint8Array(data)));
    else if (ArrayBuffer.isView(data))
      tap.wijkkitTap(latin1(new Uint8Array(data.buffer, data.byteOffset, data.byteLength)));
    else throw new TypeError("a data channel was given what this test cannot read");
    send.call(this, data);
  } as typeof prototype.send;
}

/**
 * Records from now on all that a browser's pages, workers and service worker send and receive:
 * requests (address, headers, body), WebSocket frames, and what is handed to data channels.
 */
export async function record(context: BrowserContext): Promise<Piece[]> {
  const pieces: Piece[] = [];
  const keep = (how: Piece["how"], where: string, data: string | Uint8Array) => {
    pieces.push({ how, where, bytes: typeof data === "string" ? Buffer.from(data, "utf8") : data });
  };
  const watchSocket = (socket: WebSocket) => {
    socket.on("framesent", ({ payload }) => keep("socket sent", socket.url(), payload));
    socket.on("framereceived", ({ payload }) => keep("socket received", socket.url(), payload));
  };
  const watchPage = (page: Page) => page.on("websocket", watchSocket);
  context.on("request", (request) => {
    const head = `${request.method()} ${request.url()}\n${JSON.stringify(request.headers())}\n`;
    keep("request", request.url(), Buffer.concat([Buffer.from(head), request.postDataBuffer() ?? Buffer.alloc(0)]));
  });
  context.on("page", watchPage);
  for (const page of context.pages()) watchPage(page);
  await context.exposeBinding("wijkkitTap", ({ page }, text: string) => {
    keep("channel sent", page.url(), Buffer.from(text, "latin1"));
  });
  await context.addInitScript(tapChannels);
  return pieces;
}
