import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import { addressOf } from "./address.ts";
import { LIMIT } from "./limits.ts";

/** What one path does with its sockets. */
export interface Endpoint {
  /** Longest message, in bytes; ws closes the socket (1009) at a longer one, before it is read. */
  readonly maxPayload: number;
  open(socket: WebSocket, request: IncomingMessage): void;
  /** A socket that can be missed most when there is no room for a newcomer; undefined when every one is in use. */
  spare?(): WebSocket | undefined;
}

const REFUSALS = { 404: "Not Found", 503: "Service Unavailable" } as const;

function refuse(socket: Duplex, status: keyof typeof REFUSALS): void {
  const answer = `HTTP/1.1 ${status} ${REFUSALS[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`;
  socket.end(answer, () => socket.destroy());
}

/** The WebSocket paths of one server: bounded in number, and watched for lines that went dead. */
export class Sockets {
  readonly #paths: ReadonlyMap<string, { endpoint: Endpoint; server: WebSocketServer }>;
  readonly #alive = new WeakSet<WebSocket>();
  /** Sockets of each address, in memory alone. */
  readonly #from = new Map<string, number>();
  readonly #beat: NodeJS.Timeout;
  readonly #most: number;

  /** @param most sockets of one path */
  constructor(endpoints: Readonly<Record<string, Endpoint>>, most: number = LIMIT.sockets) {
    this.#most = most;
    this.#paths = new Map(
      Object.entries(endpoints).map(([path, endpoint]) => {
        const { maxPayload } = endpoint;
        const { fragments: maxFragments } = LIMIT;
        // A name of its own, as the types do not know `closeTimeout` yet.
        const options = {
          noServer: true,
          maxPayload,
          maxFragments,
          perMessageDeflate: false,
          closeTimeout: LIMIT.goodbye,
        };
        return [path, { endpoint, server: new WebSocketServer(options) }];
      }),
    );
    this.#beat = setInterval(() => this.#ping(), LIMIT.ping);
  }

  /** Takes over a connection that asks to become a WebSocket. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on("error", () => socket.destroy());
    const [path = ""] = (request.url ?? "").split("?", 1);
    const found = this.#paths.get(path);
    if (!found) refuse(socket, 404);
    else if (this.#isCrowd(request) || !this.#makesRoom(found)) refuse(socket, 503);
    else found.server.handleUpgrade(request, socket, head, (client) => this.#open(client, found.endpoint, request));
  }

  /** Sockets of a path that are open now. */
  size(path: string): number {
    return this.#paths.get(path)?.server.clients.size ?? 0;
  }

  /** Says goodbye to everybody, and after a second hangs up. */
  async close(): Promise<void> {
    clearInterval(this.#beat);
    const clients = this.#clients();
    const gone = clients.map((client) => new Promise<void>((resolve) => client.once("close", () => resolve())));
    for (const client of clients) client.close(1001, "going away");
    const hangUp = setTimeout(() => {
      for (const client of clients) client.terminate();
    }, 1_000);
    await Promise.all(gone);
    clearTimeout(hangUp);
  }

  #open(client: WebSocket, endpoint: Endpoint, request: IncomingMessage): void {
    // A message that breaks the protocol or is too long: ws says goodbye with the code for it.
    client.on("error", () => {});
    client.on("pong", () => this.#alive.add(client));
    this.#alive.add(client);
    this.#count(client, addressOf(request));
    endpoint.open(client, request);
  }

  #count(client: WebSocket, address: string | undefined): void {
    if (address === undefined) return;
    this.#from.set(address, (this.#from.get(address) ?? 0) + 1);
    client.once("close", () => {
      const left = (this.#from.get(address) ?? 1) - 1;
      if (left > 0) this.#from.set(address, left);
      else this.#from.delete(address);
    });
  }

  #isCrowd(request: IncomingMessage): boolean {
    const address = addressOf(request);
    return address !== undefined && (this.#from.get(address) ?? 0) >= LIMIT.perAddress;
  }

  #makesRoom({ endpoint, server }: { endpoint: Endpoint; server: WebSocketServer }): boolean {
    if (server.clients.size < this.#most) return true;
    const spare = endpoint.spare?.();
    spare?.terminate();
    return spare !== undefined;
  }

  #clients(): WebSocket[] {
    return [...this.#paths.values()].flatMap(({ server }) => [...server.clients]);
  }

  #ping(): void {
    for (const client of this.#clients()) {
      if (this.#alive.delete(client)) client.ping();
      else client.terminate();
    }
  }
}
