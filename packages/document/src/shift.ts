import * as Y from "yjs";

/** Writes structs under other clocks: those of `client` from `from` on move up by `by`. */
class Shifting extends Y.UpdateEncoderV1 {
  readonly #move: (id: Y.ID) => Y.ID;

  constructor(move: (id: Y.ID) => Y.ID) {
    super();
    this.#move = move;
  }

  override writeLeftID(id: Y.ID): void {
    super.writeLeftID(this.#move(id));
  }

  override writeRightID(id: Y.ID): void {
    super.writeRightID(this.#move(id));
  }
}

/**
 * An own update that was made after clock `from` of `client`, as if it had been made after
 * `from + by`: for when another tab turned out to have written those clocks first. What it says
 * about anything below `from` stays as it was. Only for own updates: it trusts their form.
 */
export function shift(update: Uint8Array, client: number, from: number, by: number): Uint8Array {
  const { structs, ds } = Y.decodeUpdate(update);
  const clock = (id: { client: number; clock: number }) =>
    id.client === client && id.clock >= from ? id.clock + by : id.clock;
  const encoder = new Shifting((id) => Y.createID(id.client, clock(id)));
  const own = structs.filter((struct) => struct.id.client === client);
  if (own.length !== structs.length) throw new Error("an own update holds structs of its own client only");
  encoder.writeLen(own.length > 0 ? 1 : 0);
  if (own[0] !== undefined) {
    encoder.writeLen(own.length);
    encoder.writeClient(client);
    encoder.writeLen(clock(own[0].id));
    // biome-ignore lint/suspicious/noExplicitAny: Yjs types `write` for the V2 encoder alone, and calls it with either
    for (const struct of own) struct.write(encoder as any, 0);
  }
  encoder.writeLen(ds.clients.size);
  for (const [owner, ranges] of ds.clients) {
    const moved = ranges.flatMap(({ clock: start, len }) => {
      const kept = owner === client && start < from ? Math.min(len, from - start) : 0;
      const rest = { clock: clock({ client: owner, clock: start + kept }), len: len - kept };
      return [{ clock: start, len: kept }, rest].filter((range) => range.len > 0);
    });
    encoder.writeClient(owner);
    encoder.writeLen(moved.length);
    for (const range of moved) {
      encoder.writeDsClock(range.clock);
      encoder.writeDsLen(range.len);
    }
  }
  return encoder.toUint8Array();
}
