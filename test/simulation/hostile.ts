import { clientId, documentId, Feed, KIND } from "@wijkkit/document";
import { hex, type LaneKey, unhex } from "@wijkkit/envelope";
import { identityOf, laneKeys } from "@wijkkit/identity";
import { close } from "@wijkkit/seal";
import { type Channel, encode } from "@wijkkit/sync";
import type { Dice } from "./dice.ts";
import { NEW_YEAR, type Street } from "./street.ts";

/** What a hostile host does to what it sends. */
export type Malice = "garbles" | "withholds" | "lies" | "forges";
export const MALICE: readonly Malice[] = ["garbles", "withholds", "lies", "forges"];

/** Words that nobody of the street ever typed. */
export const FORGED = "FORGED";

/** A channel as a hostile host uses it. */
export function hostile(channel: Channel, malice: Malice, { dice, street }: { dice: Dice; street: Street }): Channel {
  const send = channel.send.bind(channel);
  let left = 20;
  channel.send = (bytes) => {
    if (malice === "garbles") for (const one of garbled(bytes, dice)) send(one);
    else if (malice === "withholds") {
      // GIVE, 5, and NEW, 6: it asks for everything, and gives nothing.
      if (bytes[0] !== 5 && bytes[0] !== 6) send(bytes);
    } else {
      send(bytes);
      left -= 1;
      if (left > 0 && dice.chance(0.3)) send(malice === "lies" ? lie(dice) : forgery(dice, street));
    }
  };
  return channel;
}

function garbled(bytes: Uint8Array, dice: Dice): Uint8Array[] {
  const at = dice.below(bytes.length);
  switch (dice.below(8)) {
    case 0:
      return [bytes.with(at, (bytes[at] ?? 0) ^ (1 << dice.below(8)))];
    case 1:
      return [bytes.slice(0, at)];
    case 2:
      return [dice.bytes(dice.between(0, 200)), bytes];
    case 3:
      return [bytes, bytes, bytes];
    default:
      return [bytes];
  }
}

/** A list of lanes that are not there, or receipts of what it does not hold. */
function lie(dice: Dice): Uint8Array {
  const lane = hex(dice.bytes(32));
  const places = [{ lane: lane as never, seq: dice.below(1_000) }];
  if (dice.chance(0.5)) return encode({ type: "have", places });
  const head = [...dice.bytes(32), 0, 0, 0, dice.below(99), ...dice.bytes(32)];
  return encode({ type: "recon", mode: 0, body: Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 1, ...head) });
}

/** A lane that says to be of an honest neighbour, made by a member who knows everything but their keys. */
function forgery(dice: Dice, street: Street): Uint8Array {
  const [thief] = street.people;
  const who = dice.below(street.people.length);
  const victim = unhex(street.identities[who] ?? "");
  const { epoch, space } = street;
  const document = documentId(KIND.feed, victim);
  const keys = laneKeys(thief?.seed ?? dice.bytes(32), unhex(space), unhex(epoch.id), dice.bytes(16), document);
  const feed = new Feed(hex(victim), clientId(hex(keys.public) as LaneKey));
  feed.create({ id: "forged", kind: "question", at: NEW_YEAR, texts: { title: FORGED } });
  const own = identityOf(thief?.seed ?? dice.bytes(32), unhex(space));
  const body = {
    kind: KIND.feed,
    payload: feed.state(),
    ...{ document, identity: victim, certificate: dice.chance(0.5) ? dice.bytes(64) : own.sign.secret.slice(0, 64) },
  };
  const place = { flags: 1, seq: 0, prev: hex(new Uint8Array(32)) as never, hour: NEW_YEAR / 3_600_000, expires: 0 };
  const { bytes } = close(place, keys, epoch, body, (length) => dice.bytes(length));
  return encode({ type: "new", envelopes: [bytes] });
}
