import { type Envelope, FLAG, hex, type LaneKey, parse, unhex, ZERO_ID } from "@wijkkit/envelope";
import { identityOf, signingKeys } from "@wijkkit/identity";
import { type Body, certify, close, closeErase } from "@wijkkit/seal";
import { clientId, documentId, KIND } from "../kinds.ts";
import { NEW_YEAR, person, randomOf, type Wijk } from "./wijk.ts";

const HOUR = NEW_YEAR / 3_600_000;

/** Somebody with the epoch secret who seals what they like in a lane of their own. */
export function forger(wijk: Wijk, name: string, laneName = name) {
  const random = randomOf(`forger ${laneName}`);
  const keys = signingKeys(random(32));
  const lane = hex(keys.public) as LaneKey;
  const { sign } = identityOf(person(name).seed, unhex(wijk.space));
  const claim = (kind: number, over: Partial<Body> = {}) => {
    const document = over.document ?? documentId(kind, over.identity ?? sign.public);
    const certificate = certify(sign, wijk.space, wijk.epoch.id, lane, document);
    return { identity: sign.public, certificate, ...over, document };
  };
  let [seq, prev] = [-1, ZERO_ID];
  const seal = (flags: number, body: Body, at = { seq: seq + 1, prev }, hour = HOUR): Envelope => {
    const closed = close({ flags, hour, expires: 0, ...at }, keys, wijk.epoch, body, random);
    [seq, prev] = [at.seq, closed.id];
    return envelopeOf(closed.bytes);
  };
  return {
    lane,
    identity: hex(sign.public),
    client: clientId(lane),
    /** A BASE of a feed, or of another kind; `over` replaces what it claims. */
    base: (payload: Uint8Array, over: Partial<Body> = {}, hour = HOUR) => {
      const kind = over.kind ?? KIND.feed;
      return seal(FLAG.BASE, { ...claim(kind, over), kind, payload }, undefined, hour);
    },
    batch: (payload: Uint8Array, kind: number = KIND.feed) => seal(0, { kind, payload }),
    /** A different envelope at a place that is taken. */
    twin: (of: Envelope, payload: Uint8Array) => seal(0, { kind: KIND.feed, payload }, { seq: of.seq, prev: of.prev }),
    erase: () => envelopeOf(closeErase(HOUR, keys, wijk.epoch, random).bytes),
  };
}

function envelopeOf(bytes: Uint8Array): Envelope {
  const result = parse(bytes);
  if ("reason" in result) throw new Error(result.reason);
  return result.envelope;
}
