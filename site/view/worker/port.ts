import type { Channel } from "@wijkkit/sync";

/** What crosses a neighbour's port: a frame, how many bytes have left in all, or `null` when it is closed. */
export type PortMessage = Uint8Array | number | null;

/** The worker's end of a neighbour's connection that is held by the page. */
export function portChannel(port: MessagePort): Channel {
  let sent = 0;
  let left = 0;
  let open = true;
  const end = (tell: boolean) => {
    if (!open) return;
    open = false;
    if (tell) port.postMessage(null satisfies PortMessage);
    port.close();
    channel.onClose?.();
  };
  const channel: Channel = {
    send: (bytes) => {
      if (!open) return;
      sent += bytes.length;
      port.postMessage(bytes satisfies PortMessage);
    },
    get buffered() {
      return sent - left;
    },
    close: () => end(true),
    onMessage: undefined,
    onClose: undefined,
  };
  port.onmessage = ({ data }: MessageEvent<PortMessage>) => {
    if (data === null) end(false);
    else if (typeof data === "number") left = data;
    else channel.onMessage?.(data);
  };
  return channel;
}

/** Milliseconds between two looks at how much of what was sent has left. */
const LOOK = 100;

/** The page's end: passes frames on, and says how much has left. */
export function servePort(port: MessagePort, channel: Channel): void {
  let sent = 0;
  let told = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tell = () => {
    timer = undefined;
    const left = sent - channel.buffered;
    if (left !== told) port.postMessage(left satisfies PortMessage);
    told = left;
    if (left < sent) timer = setTimeout(tell, LOOK);
  };
  port.onmessage = ({ data }: MessageEvent<PortMessage>) => {
    if (data === null) channel.close();
    else if (typeof data !== "number") {
      sent += data.length;
      channel.send(data);
      if (timer === undefined) tell();
    }
  };
  channel.onMessage = (frame) => port.postMessage(frame satisfies PortMessage);
  channel.onClose = () => {
    clearTimeout(timer);
    port.postMessage(null satisfies PortMessage);
    port.close();
  };
}
