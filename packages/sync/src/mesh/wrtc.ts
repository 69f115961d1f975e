import { SealedChannel, type SealedChannelOptions } from "./sealed-channel.ts";

/** What simple-peer takes as `wrtc`. */
export interface Wrtc {
  readonly RTCPeerConnection: typeof RTCPeerConnection;
  readonly RTCSessionDescription: typeof RTCSessionDescription;
  readonly RTCIceCandidate: typeof RTCIceCandidate;
}

/** Both sides make the one channel themselves, so that it does not matter who called. */
export const CHANNEL = { negotiated: true, id: 0 } as const;

/** The browser's WebRTC, or undefined where there is none. */
export function browserWrtc(): Wrtc | undefined {
  const { RTCPeerConnection, RTCSessionDescription, RTCIceCandidate } = globalThis as Partial<Wrtc>;
  return RTCPeerConnection && RTCSessionDescription && RTCIceCandidate
    ? { RTCPeerConnection, RTCSessionDescription, RTCIceCandidate }
    : undefined;
}

/**
 * WebRTC whose one data channel is sealed, and that knows no other ICE server than `iceServers`.
 * @param channel options for the channel of the connection that is being made.
 */
export function sealedWrtc(wrtc: Wrtc, iceServers: RTCIceServer[], channel: () => SealedChannelOptions): Wrtc {
  class SealedConnection extends wrtc.RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super({ ...configuration, iceServers });
      this.addEventListener("datachannel", (event) => event.channel.close());
    }

    override createDataChannel(): RTCDataChannel {
      const raw = super.createDataChannel("", CHANNEL);
      return new SealedChannel(raw, channel()) as unknown as RTCDataChannel;
    }
  }
  return { ...wrtc, RTCPeerConnection: SealedConnection };
}
