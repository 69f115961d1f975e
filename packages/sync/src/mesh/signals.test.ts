import fc from "fast-check";
import { expect, test } from "vitest";
import { readSaid, SIGNAL_LIMIT } from "./signals.ts";

const SDP = "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\n";
const publish = (data: unknown, more: object = {}) => JSON.stringify({ type: "publish", topic: "room", data, ...more });
const read = (text: unknown) => readSaid(text, "room", "me");
const signal = (raw: unknown, more: object = {}) =>
  publish({ type: "signal", from: "anna", to: "me", signal: raw, ...more });

test("[ME10] announcements, offers, answers and candidates for this room and peer are taken", () => {
  expect(read(publish({ type: "announce", from: "anna" }, { clients: 3 }))).toEqual({ type: "announce", from: "anna" });
  expect(read(publish({ type: "announce", from: "anna", to: "me" }))).toEqual({ type: "announce", from: "anna" });
  for (const type of ["offer", "answer"]) {
    expect(read(signal({ type, sdp: SDP }, { token: 1 }))).toEqual({
      type: "signal",
      from: "anna",
      signal: { type, sdp: SDP },
    });
  }
  const candidate = { candidate: "candidate:1 1 udp 1 192.0.2.1 9 typ host", sdpMLineIndex: 0, sdpMid: "0" };
  expect(read(signal({ type: "candidate", candidate }))).toMatchObject({ signal: { type: "candidate", candidate } });
});

test("[ME10] everything else is ignored", () => {
  const video = `${SDP}m=video 9 UDP/TLS/RTP/SAVPF 96\r\n`;
  const ignored: unknown[] = [
    "",
    "{",
    "null",
    "[]",
    "7",
    new ArrayBuffer(4),
    undefined,
    JSON.stringify({ type: "pong" }),
    publish(null),
    publish("text"),
    publish({ type: "announce" }),
    publish({ type: "announce", from: "" }),
    publish({ type: "announce", from: { toString: 1 } }),
    publish({ type: "announce", from: "x".repeat(65) }),
    publish({ type: "announce", from: "me" }),
    publish({ type: "announce", from: "anna", to: "bert" }),
    publish({ type: "announce", from: "anna" }, { topic: "another" }),
    signal({ type: "offer", sdp: SDP }, { to: undefined }),
    signal({ type: "offer", sdp: SDP }, { to: "bert" }),
    signal(null),
    signal({}),
    signal({ type: "offer" }),
    signal({ type: "offer", sdp: {} }),
    signal({ type: "offer", sdp: "" }),
    signal({ type: "offer", sdp: video }),
    signal({ type: "offer", sdp: `${SDP}${" ".repeat(40_000)}` }),
    signal({ type: "rollback", sdp: SDP }),
    signal({ type: "renegotiate", renegotiate: true }),
    signal({ type: "transceiverRequest", transceiverRequest: { kind: "video" } }),
    signal({ type: "candidate" }),
    signal({ type: "candidate", candidate: { candidate: 7, sdpMid: "0" } }),
    signal({ type: "candidate", candidate: { candidate: "candidate:1" } }),
    signal({ type: "candidate", candidate: { candidate: "candidate:1", sdpMLineIndex: 1e9 } }),
    signal({ type: "candidate", candidate: { candidate: "x".repeat(2_000), sdpMid: "0" } }),
    publish({ type: "announce", from: "anna", padding: "x".repeat(SIGNAL_LIMIT) }),
  ];
  for (const message of ignored) expect(read(message), String(message).slice(0, 80)).toBeUndefined();
});

test("[ME10] nothing the sender added is passed on, and `__proto__` is a name like any other", () => {
  const said = read(
    '{"type":"publish","topic":"room","data":{"type":"signal","from":"anna","to":"me","__proto__":{"to":1},' +
      `"signal":{"type":"offer","renegotiate":true,"transceiverRequest":{},"sdp":${JSON.stringify(SDP)}}}}`,
  );
  expect(said).toEqual({ type: "signal", from: "anna", signal: { type: "offer", sdp: SDP } });
});

test("[ME10] no text and no JSON makes the reader throw", () => {
  fc.assert(fc.property(fc.string(), (text) => read(text) === undefined));
  fc.assert(
    fc.property(fc.json(), fc.constantFrom("announce", "signal"), (json, type) => {
      const raw: unknown = JSON.parse(json);
      read(publish(raw));
      read(signal(raw));
      read(signal({ type: "candidate", candidate: raw }));
      expect(read(publish({ type, from: raw, to: raw }))?.type).not.toBe("signal");
    }),
  );
});
