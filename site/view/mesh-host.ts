import { liveSeal } from "@wijkkit/seal";
import { createMesh } from "@wijkkit/sync/mesh";
import type { MeshOrder } from "./worker/messages.ts";
import { servePort } from "./worker/port.ts";

/**
 * The mesh lives on the page, because RTCPeerConnection does not exist in workers. Each neighbour's
 * session frames cross to the worker over a port of their own; `null` on it means closed.
 */
export function hostMesh(neighbour: (port: MessagePort) => void): (order: MeshOrder | "stop") => void {
  let mesh: ReturnType<typeof createMesh> | undefined;
  return (order) => {
    mesh?.close();
    mesh = undefined;
    if (order === "stop") return;
    mesh = createMesh({
      room: order.room,
      signalling: [...order.signalling],
      live: liveSeal(order.live),
      random: (length) => crypto.getRandomValues(new Uint8Array(length)),
      onPeer: (channel) => {
        const { port1, port2 } = new MessageChannel();
        servePort(port1, channel);
        neighbour(port2);
      },
    });
  };
}
