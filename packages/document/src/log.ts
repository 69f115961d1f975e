import { envelopeId, hex, unhex } from "@wijkkit/envelope";
import {
  epochOf,
  invitationName,
  type Membership,
  type Operation,
  type Part,
  type Rotate,
  readOperation,
  reduce,
  spaceOf,
  type Verify,
} from "@wijkkit/identity";
import { LIMIT } from "./limits.ts";
import { Waiting } from "./waiting.ts";

/** `waiting`: nothing lets it count yet. `full`: no room for it, so that it is to be handed in again. */
export type Logged = "added" | "known" | "waiting" | "refused" | "full";

/**
 * The operations of a space that can count, whoever's lane they came in, and what they come to: the founding,
 * what members wrote, the redeemings of invitations that count, and the ancestors of all these. `reduce` lets
 * no other make a difference; others are neither verified nor held, and wait until their author or their
 * invitation counts. So outsiders take no room that a member needs.
 */
export class OperationLog {
  readonly #space: Uint8Array;
  readonly #verify: Verify;
  readonly #held = new Map<string, Operation>();
  readonly #waiting = new Waiting();
  /** Ancestors that something held names and that are not held. */
  readonly #wanted = new Set<string>();
  /** Whatever something held names as its parent. */
  readonly #parents = new Set<string>();
  /** Hashes of redeemings by invitation key. */
  readonly #rivals = new Map<string, string[]>();
  /** Of rotations that were read, counted or not, the chain: a newcomer opens by it the log that lets them count. */
  readonly #chains = new Map<string, Rotate["previous"]>();
  /** By which it is judged what can count. */
  #settled: Membership;
  #membership: Membership | undefined;

  /** `space` has 20 bytes. */
  constructor(space: Uint8Array, verify: Verify) {
    this.#space = space;
    this.#verify = verify;
    this.#settled = this.membership;
  }

  /** Takes an operation in; what is held already is not verified again. `isOwn`: it can count whoever counts now. */
  async add(bytes: Uint8Array, isOwn = false): Promise<Logged> {
    // An operation has the same name as an envelope would: 32 bytes of SHA-512 over all of it.
    const hash: string = envelopeId(bytes);
    if (this.#held.has(hash)) return "known";
    const read = await readOperation(this.#space, bytes.slice(), async () => true);
    if ("reason" in read) return "refused";
    const { operation } = read;
    this.#chain(operation);
    if (!isOwn && !this.#matters(operation)) {
      return this.#waiting.put(hash, needOf(operation), operation.bytes) ? "waiting" : "full";
    }
    if (this.#isSurplus(operation)) return "known";
    if (this.#held.size >= LIMIT.operations) return "full";
    const verified = await readOperation(this.#space, operation.bytes, this.#verify);
    if ("reason" in verified) return "refused";
    if (this.#held.has(hash)) return "known";
    this.#hold(operation);
    return "added";
  }

  /** Takes up what waited for something that came since the last time, and what waited for that. */
  async settle(): Promise<void> {
    while (this.#settled !== this.membership) {
      this.#settled = this.membership;
      const { members, former, invitations } = this.#settled;
      const able = [...members.keys(), ...former.keys(), ...invitations.keys()];
      const ready = this.#waiting.take([...able, ...this.#wanted]);
      await Promise.all(ready.map((bytes) => this.add(bytes)));
    }
  }

  /** What an epoch's rotation chains to it, by the epoch's id. */
  chain(epoch: string): Rotate["previous"] {
    return this.#chains.get(epoch) ?? [];
  }

  /** A held operation that holds sealed secrets or locks. */
  part(hash: string): Part | undefined {
    const body = this.#held.get(hash)?.body;
    return body?.op === "part" ? body : undefined;
  }

  /** The same object as long as no operation comes. */
  get membership(): Membership {
    this.#membership ??= reduce(this.#held.values(), this.#space);
    return this.#membership;
  }

  #chain({ body }: Operation): void {
    if (body.op !== "rotate" || this.#chains.size >= LIMIT.chains) return;
    const id = epochOf(body.gate);
    this.#chains.set(id, [...this.chain(id), ...body.previous].slice(0, LIMIT.previous));
  }

  #matters({ hash, author, parents, body }: Operation): boolean {
    const { members, former, invitations } = this.#settled;
    if (former.has(author)) return true;
    if (this.#wanted.has(hash) || members.has(author)) return true;
    if (body.op === "redeem") return invitations.has(invitationName(body.key, body.by));
    if (body.op === "replace") return members.has(body.who) || former.has(body.who);
    return body.op === "found" && parents.length === 0 && hex(spaceOf(unhex(author))) === hex(this.#space);
  }

  #hold(operation: Operation): void {
    const { hash, parents, body } = operation;
    this.#held.set(hash, operation);
    this.#membership = undefined;
    this.#wanted.delete(hash);
    for (const parent of parents) {
      this.#parents.add(parent);
      if (!this.#held.has(parent)) this.#wanted.add(parent);
    }
    if (body.op !== "redeem") return;
    const name = invitationName(body.key, body.by);
    const rivals = [...(this.#rivals.get(name) ?? []), hash].sort();
    for (const surplus of rivals.splice(LIMIT.rivals)) if (!this.#parents.has(surplus)) this.#held.delete(surplus);
    this.#rivals.set(name, rivals);
  }

  /** Whether enough redeemings under its invitation go before this one, and nothing follows it. */
  #isSurplus({ hash, body }: Operation): boolean {
    if (body.op !== "redeem" || this.#parents.has(hash)) return false;
    const last = this.#rivals.get(invitationName(body.key, body.by))?.[LIMIT.rivals - 1];
    return last !== undefined && hash > last;
  }
}

/** What has to count before it can: the invitation of a redeeming, who is replaced, else the author. */
function needOf({ author, body }: Operation): string {
  if (body.op === "redeem") return invitationName(body.key, body.by);
  return body.op === "replace" ? body.who : author;
}
