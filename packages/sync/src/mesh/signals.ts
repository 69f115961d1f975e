/** Longest text message taken from a signalling server, in UTF-16 units. */
export const SIGNAL_LIMIT = 65_536;
const PEER_LIMIT = 64;
const SDP_LIMIT = 32_768;
const CANDIDATE_LIMIT = 1_024;

/** What simple-peer's `signal` takes; renegotiation and media are left out, a mesh needs neither. */
export type Signal =
  | { readonly type: "offer" | "answer"; readonly sdp: string }
  | {
      readonly type: "candidate";
      readonly candidate: {
        readonly candidate: string;
        readonly sdpMLineIndex: number | null;
        readonly sdpMid: string | null;
      };
    };

/** What a peer says through a signalling server, as y-webrtc writes it. */
export type Said =
  | { readonly type: "announce"; readonly from: string }
  | { readonly type: "signal"; readonly from: string; readonly signal: Signal };

type Fields = Readonly<Record<string, unknown>>;

const fields = (value: unknown): Fields | undefined =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;

const text = (value: unknown, limit: number): value is string => typeof value === "string" && value.length <= limit;

/** One data channel and nothing else: no camera, no microphone, nothing to decode. */
function onlyData(sdp: string): boolean {
  const media = sdp.match(/^m=.*$/gm) ?? [];
  return media.length === 1 && media[0]?.startsWith("m=application ") === true;
}

function readCandidate(value: unknown): Signal | undefined {
  const { candidate, sdpMLineIndex = null, sdpMid = null } = fields(value) ?? {};
  if (!text(candidate, CANDIDATE_LIMIT)) return undefined;
  if (sdpMLineIndex !== null && sdpMLineIndex !== 0) return undefined;
  if (sdpMid !== null && !text(sdpMid, PEER_LIMIT)) return undefined;
  if (sdpMLineIndex === null && sdpMid === null) return undefined;
  return { type: "candidate", candidate: { candidate, sdpMLineIndex, sdpMid } };
}

function readSignal(value: unknown): Signal | undefined {
  const signal = fields(value);
  if (!signal) return undefined;
  if (signal.type === "candidate") return readCandidate(signal.candidate);
  if (signal.type !== "offer" && signal.type !== "answer") return undefined;
  return text(signal.sdp, SDP_LIMIT) && onlyData(signal.sdp) ? { type: signal.type, sdp: signal.sdp } : undefined;
}

function readJson(message: unknown): unknown {
  if (!text(message, SIGNAL_LIMIT)) return undefined;
  try {
    return JSON.parse(message);
  } catch {
    return undefined;
  }
}

/**
 * What a signalling server sent, when it is for `me` in `room`; undefined for everything else, whatever the bytes.
 * A new object is made: nothing the sender added reaches simple-peer.
 */
export function readSaid(message: unknown, room: string, me: string): Said | undefined {
  const published = fields(readJson(message));
  if (published?.type !== "publish" || published.topic !== room) return undefined;
  const { type, from, to, signal: raw } = fields(published.data) ?? {};
  if (!text(from, PEER_LIMIT) || from === "" || from === me) return undefined;
  if (to !== undefined && to !== me) return undefined;
  if (type === "announce") return { type, from };
  const signal = type === "signal" && to === me ? readSignal(raw) : undefined;
  return signal && { type: "signal", from, signal };
}
