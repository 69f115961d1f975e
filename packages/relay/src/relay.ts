import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type BlindStore, openBlindStore } from "./blind.ts";
import { serveFiles } from "./files.ts";
import { guarded } from "./guarded.ts";
import { headersFor } from "./headers.ts";
import { LIMIT } from "./limits.ts";
import { answerMetrics, Metrics } from "./metrics.ts";
import { signalling } from "./signalling.ts";
import { Sockets } from "./sockets.ts";

export interface RelayOptions {
  /** 0 for any free port. */
  readonly port: number;
  /** Address to listen on; all of them when left out. */
  readonly host?: string;
  /**
   * The names it goes by, at most 8, each as a browser writes a host: lower case, and a port where it is not the
   * scheme's own. A proof for one of them counts whatever the Host header says. Default: what that header says.
   */
  readonly names?: readonly string[];
  /** Folder of the store; made when it is not there. */
  readonly dataDir: string;
  /** Folder of the built site. */
  readonly dist: string;
  /** Whether this machine itself may read the relay's numbers at `/metrics`; default no. */
  readonly metrics?: boolean;
  /** Takes what the operator should know: codes, never an address, a name or a word of anybody. */
  readonly log?: (event: string) => void;
}

export interface Relay {
  readonly port: number;
  /** Stops taking, says goodbye, and returns when everything taken is on the disk. */
  close(): Promise<void>;
}

function answerHealth(response: ServerResponse): void {
  for (const [name, value] of Object.entries(headersFor("/health", []))) {
    response.setHeader(name, value);
  }
  response.setHeader("Content-Type", "text/plain;charset=utf-8");
  response.setHeader("Cache-Control", "no-store");
  response.end("ok\n");
}

/**
 * Serves the site, y-webrtc's signalling at `/signal` and the blind store at `/sync` on one port.
 * @throws RangeError for too many names, the listening error of node:net (`EADDRINUSE`, `EACCES`), or StoreError when the store does not open.
 */
export async function startRelay(options: RelayOptions): Promise<Relay> {
  const { port, host, names = [], dataDir, dist, metrics: isMeasured = false, log = () => {} } = options;
  if (names.length > LIMIT.names) throw new RangeError(`a relay goes by ${LIMIT.names} names at most`);
  const hostsOf = ({ headers }: IncomingMessage) => (names.length > 0 ? names : [headers.host ?? ""]);
  const metrics = new Metrics();
  const blind: BlindStore = await openBlindStore(dataDir, hostsOf, log, metrics);
  const files = serveFiles(dist, hostsOf);
  const sockets = new Sockets({ "/signal": signalling(), "/sync": blind.endpoint });
  metrics.gauge("wijk_signal_sockets", "Sockets of the signalling server.", () => sockets.size("/signal"));
  metrics.gauge("wijk_sync_sockets", "Sockets of the blind store.", () => sockets.size("/sync"));
  const failed = () => log("request failed");
  const handle: RequestListener = (request, response) => {
    if (request.url === "/health" && request.method === "GET") answerHealth(response);
    else if (isMeasured && request.url === "/metrics" && request.method === "GET")
      void answerMetrics(metrics, request, response).catch(failed);
    else files(request, response);
  };
  const safe = guarded(handle, failed);
  const server = createServer({ maxHeaderSize: LIMIT.headers, requestTimeout: 30_000 }, safe);
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
