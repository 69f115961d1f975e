import type { IncomingMessage } from "node:http";
import { BlockList, isIP, isIPv4 } from "node:net";

/** This very machine, and networks where a proxy may stand in front of the relay. */
const LOOPBACK = new BlockList();
LOOPBACK.addSubnet("127.0.0.0", 8);
LOOPBACK.addAddress("::1", "ipv6");
const NEAR = new BlockList();
for (const [net, bits] of [
  ["10.0.0.0", 8],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
] as const)
  NEAR.addSubnet(net, bits);
NEAR.addSubnet("fc00::", 7, "ipv6");

const within = (list: BlockList, address: string) => list.check(address, isIPv4(address) ? "ipv4" : "ipv6");

/** An IPv4 address, or the 64 bits of an IPv6 one that a subscriber has to himself. */
function subscriber(address: string): string {
  if (isIPv4(address)) return address;
  const [left = "", right] = address.split("::").map((half) => (half === "" ? [] : half.split(":")));
  const zeros = right === undefined ? 0 : 8 - left.length - right.length;
  const groups = [...left, ...new Array(Math.max(0, zeros)).fill("0"), ...(right ?? [])];
  return groups.slice(0, 4).join(":");
}

/**
 * Whom a request is counted with: his address, or, when a proxy nearby passes him on, the last one that it names.
 * Undefined for this machine itself. For counting in memory, never to be written anywhere.
 */
export function addressOf({
  socket,
  headers,
}: Pick<IncomingMessage, "headers"> & { socket: { remoteAddress?: string | undefined } }): string | undefined {
  const remote = plain(socket.remoteAddress);
  if (remote === undefined) return undefined;
  const isLocal = within(LOOPBACK, remote);
  const named =
    isLocal || within(NEAR, remote)
      ? plain(
          String(headers["x-forwarded-for"] ?? "")
            .split(",")
            .at(-1),
        )
      : undefined;
  if (named !== undefined) return subscriber(named);
  return isLocal ? undefined : subscriber(remote);
}

/** Without the zone, and an IPv4 address in IPv6 clothes as IPv4; undefined for what is no address. */
function plain(text: string | undefined): string | undefined {
  const address = (text ?? "")
    .trim()
    .toLowerCase()
    .replace(/%.*$/, "")
    .replace(/^::ffff:(?=\d+\.)/, "");
  return isIP(address) === 0 ? undefined : address;
}
