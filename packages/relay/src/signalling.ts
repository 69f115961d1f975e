import { randomInt } from "node:crypto";
import type { WebSocket } from "ws";
import { Hub, type Line } from "./hub.ts";
import { LIMIT } from "./limits.ts";
import type { Endpoint } from "./sockets.ts";

/** `/signal`: y-webrtc's signalling protocol, JSON in text messages. */
export function signalling(): Endpoint {
  const hub = new Hub(() => performance.now(), randomInt);
  const lines = new Map<Line, WebSocket>();
  setInterval(() => hub.sweep(), LIMIT.sweep).unref();
  return {
    maxPayload: LIMIT.signal,
    spare() {
      const line = hub.spare();
      const socket = line && lines.get(line);
      // Told at once, as its closing is only heard of later.
      if (line) hub.leave(line);
      return socket;
    },
    open(socket) {
      const line: Line = {
        send: (text) => socket.send(text),
        get unsent() {
          return socket.bufferedAmount;
        },
        close: (code, reason) => socket.close(code, reason),
      };
      hub.enter(line);
      lines.set(line, socket);
      socket.on("message", (data, isBinary) => {
        if (isBinary) socket.close(1003, "text only");
        else hub.hear(line, String(data));
      });
      socket.on("close", () => {
        hub.leave(line);
        lines.delete(line);
      });
    },
  };
}
