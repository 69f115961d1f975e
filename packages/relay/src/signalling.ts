import { randomInt } from "node:crypto";
import { Hub, type Line } from "./hub.ts";
import { LIMIT } from "./limits.ts";
import type { Endpoint } from "./sockets.ts";

/** `/signal`: y-webrtc's signalling protocol, JSON in text messages. */
export function signalling(): Endpoint {
  const hub = new Hub(() => performance.now(), randomInt);
  return {
    maxPayload: LIMIT.signal,
    open(socket) {
      const line: Line = {
        send: (text) => socket.send(text),
        get unsent() {
          return socket.bufferedAmount;
        },
        close: (code, reason) => socket.close(code, reason),
      };
      hub.enter(line);
      socket.on("message", (data, isBinary) => {
        if (isBinary) socket.close(1003, "text only");
        else hub.hear(line, String(data));
      });
      socket.on("close", () => hub.leave(line));
    },
  };
}
