import { liveSeal } from "@wijkkit/seal";
import { createMesh } from "@wijkkit/sync/mesh";
import type { MeshOrder } from "./worker/messages.ts";
import { servePort } from "./worker/port.ts";

/**
 * The mesh lives on the page, because RTCPeerConnection does not exist in workers. Each neighbour's
 * session frames cross to the worker over a port of their own; `null` on it means closed.
 */
export function hostMesh(neighbour: (port: MessagePort) => void): (order: MeshOrder | "stop") => void {
  const meshes = new Map<string, ReturnType<typeof createMesh>>();
  return (order) => {
    const rooms = order === "stop" ? [] : order.rooms;
    for (const [room, mesh] of meshes) {
      if (rooms.some((one) => one.room === room)) continue;
      mesh.close();
      meshes.delete(room);
    }
    if (order === "stop") return;
    for (const { room, live } of rooms) {
      if (meshes.has(room)) continue;
      const mesh = createMesh({
        room,
        signalling: [...order.signalling],
        live: liveSeal(live),
        random: (length) => crypto.getRandomValues(new Uint8Array(length)),
        onPeer: (channel) => {
          const { port1, port2 } = new MessageChannel();
          servePort(port1, channel);
          neighbour(port2);
        },
      });
      meshes.set(room, mesh);
    }
  };
}
