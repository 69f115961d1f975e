import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type BlindStore, openBlindStore } from "./blind.ts";
import { serveFiles } from "./files.ts";
import { headersFor } from "./headers.ts";
import { LIMIT } from "./limits.ts";
import { signalling } from "./signalling.ts";
import { Sockets } from "./sockets.ts";

export interface RelayOptions {
  /** 0 for any free port. */
  readonly port: number;
  /** Address to listen on; all of them when left out. */
  readonly host?: string;
  /** Folder of the store; made when it is not there. */
  readonly dataDir: string;
  /** Folder of the built site. */
  readonly dist: string;
  /** Takes what the operator should know: codes, never an address, a name or a word of anybody. */
  readonly log?: (event: string) => void;
}

export interface Relay {
  readonly port: number;
  /** Stops taking, says goodbye, and returns when everything taken is on the disk. */
  close(): Promise<void>;
}

function answerHealth(request: IncomingMessage, response: ServerResponse): void {
  for (const [name, value] of Object.entries(headersFor("/health", request.headers.host))) {
    response.setHeader(name, value);
  }
  response.setHeader("Content-Type", "text/plain;charset=utf-8");
  response.setHeader("Cache-Control", "no-store");
  response.end("ok\n");
}

/**
 * Serves the site, y-webrtc's signalling at `/signal` and the blind store at `/sync` on one port.
 * @throws the listening error of node:net (`EADDRINUSE`, `EACCES`), or StoreError when the store does not open.
 */
export async function startRelay({ port, host, dataDir, dist, log = () => {} }: RelayOptions): Promise<Relay> {
  const blind: BlindStore = await openBlindStore(dataDir, log);
  const files = serveFiles(dist);
  const sockets = new Sockets({ "/signal": signalling(), "/sync": blind.endpoint });
  const server = createServer({ maxHeaderSize: LIMIT.headers, requestTimeout: 30_000 }, (request, response) => {
    if (request.url === "/health" && request.method === "GET") answerHealth(request, response);
    else files(request, response);
  });
  server.timeout = LIMIT.idle;
  server.maxConnections = LIMIT.connections;
  server.on("upgrade", (request, socket, head) => sockets.upgrade(request, socket, head));
  server.on("clientError", (_error, socket) => socket.destroy());
  try {
    server.listen(port, host);
    await once(server, "listening");
  } catch (cause) {
    await sockets.close();
    await blind.close();
    throw cause;
  }
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      const closed = once(server, "close");
      server.close();
      await sockets.close();
      server.closeAllConnections();
      await closed;
      await blind.close();
    },
  };
}
