import { type EpochId, hex, type SpaceId } from "@wijkkit/envelope";
import type { DenyCode } from "./deny.ts";
import { type Frame, type Proof, VERSION } from "./frames.ts";
import { LIMIT } from "./limits.ts";
import type { Out } from "./out.ts";
import { helloMessage } from "./proof.ts";
import type { SpaceView } from "./replica.ts";

export interface GreetingOptions {
  readonly space: SpaceId;
  /** Where both sides believe to be connected; part of what is proved. */
  readonly host: string;
  /** The hosts for which a peer's proof is taken; default `host` alone. */
  readonly hosts?: readonly string[];
  /** 32 random bytes, never used before. */
  readonly challenge: Uint8Array;
  /** Whether this side proves itself. */
  readonly proves: boolean;
  /** Whether the peer must, before anything but records is served or taken. */
  readonly requireProof: boolean;
  /** Whether a challenge is one that this replica itself has out, in this session or another. */
  readonly isOwnChallenge: (challenge: Uint8Array) => boolean;
  readonly view: SpaceView;
}

/** HELLO, records and proofs: who the peer is, and which epochs it has shown to know. */
export class Greeting {
  readonly #options: GreetingOptions;
  readonly #proven = new Set<EpochId>();
  #peer: Uint8Array | undefined;
  #sent: Frame | undefined;
  #proofs: readonly Proof[] = [];
  readonly #checking = new Set<EpochId>();
  #due = false;
  #began: number | undefined;
  #spoke = 0;
  #told = false;
  readonly #records: Uint8Array[] = [];

  constructor(options: GreetingOptions) {
    this.#options = options;
  }

  /** Whether what the peer sends may be looked at. */
  get trusts(): boolean {
    return this.#options.requireProof ? this.#proven.size > 0 : this.#peer !== undefined;
  }

  /** Whether this side proves itself and asks for no proof: then the peer's list tells that the proof was taken. */
  get waitsForList(): boolean {
    return this.#options.proves && !this.#options.requireProof;
  }

  /** Whether this side begins to compare heads: who proves nothing, and of two who both do the lower challenge. */
  get begins(): boolean {
    const { proves, requireProof, challenge } = this.#options;
    return requireProof && (!proves || (this.#peer !== undefined && hex(challenge) < hex(this.#peer)));
  }

  /** Whether lanes of an epoch may be shown to the peer. */
  serves(epoch: EpochId): boolean {
    return !this.#options.requireProof || this.#proven.has(epoch);
  }

  open(out: Out): void {
    const { space, challenge, view } = this.#options;
    out.send({ type: "hello", version: VERSION, space, challenge });
    if (!this.#told) this.#records.push(...view.records());
    this.#told = true;
    if (this.#sent) out.send(this.#sent);
  }

  /** A record that is newly held goes to the peer as well. */
  tell(bytes: Uint8Array): void {
    this.#records.push(bytes);
  }

  /** Sends the records that wait, some 64 KiB at a time, then `again`. */
  flow(out: Out, writable: boolean): void {
    if (!writable) return;
    let left: number = LIMIT.push;
    for (let bytes = this.#records[0]; bytes && left > 0; bytes = this.#records[0]) {
      out.send({ type: "record", bytes });
      left -= bytes.length;
      this.#records.shift();
    }
    if (this.#records.length > 0) out.do({ type: "again" });
  }

  /** @returns a code where the peer is to be denied, "again" where it said HELLO before */
  hello(out: Out, frame: Frame & { type: "hello" }): DenyCode | "again" | undefined {
    const { space, challenge, proves, host, isOwnChallenge } = this.#options;
    if (frame.version !== VERSION) return "version";
    if (frame.space !== space) return "space";
    if (isOwnChallenge(frame.challenge)) return "proof";
    if (this.#peer) {
      if (hex(this.#peer) !== hex(frame.challenge)) return "frame";
      if (this.#sent) out.send(this.#sent);
      return "again";
    }
    this.#peer = frame.challenge.slice();
    this.#due = true;
    if (proves) out.do({ type: "sign", message: helloMessage(space, challenge, this.#peer, host) });
    return undefined;
  }

  signed(out: Out, proofs: readonly Proof[]): void {
    this.#sent = { type: "prove", proofs: proofs.slice(-LIMIT.proofs) };
    out.send(this.#sent);
  }

  prove({ proofs }: Frame & { type: "prove" }): void {
    this.#due = true;
    this.#proofs = proofs.map(({ epoch, signature }) => ({ epoch, signature: signature.slice() }));
  }

  /** A record came in: proofs of epochs that were unknown can be checked now. */
  learned(): void {
    this.#due = true;
  }

  /** Has the proofs checked that can be and were not yet. */
  check(out: Out): void {
    const { space, challenge, host, hosts = [host], requireProof, view } = this.#options;
    if (!this.#due || !requireProof || !this.#peer || this.#checking.size > 0 || !view.known()) return;
    this.#due = false;
    const proofs = this.#proofs.filter(({ epoch }) => !this.#proven.has(epoch));
    if (proofs.length === 0) return;
    for (const { epoch } of proofs) this.#checking.add(epoch);
    const peer = this.#peer;
    out.do({ type: "verify", messages: hosts.map((one) => helloMessage(space, peer, challenge, one)), proofs });
  }

  /** @returns a code where the peer is to be denied */
  verified(right: readonly EpochId[], wrong: readonly EpochId[]): DenyCode | undefined {
    this.#checking.clear();
    for (const epoch of right) this.#proven.add(epoch);
    return wrong.length > 0 ? "proof" : undefined;
  }

  /** Greets again while the peer is silent. @returns a code where it was silent for too long */
  tick(out: Out, now: number): DenyCode | undefined {
    this.#began ??= now;
    if (now - this.#began > LIMIT.greeting) {
      if (!this.#peer) return "timeout";
      if (this.#options.requireProof) return this.#options.view.known() ? "proof" : "space";
      return "timeout";
    }
    if (now - Math.max(this.#spoke, this.#began) < LIMIT.again) return undefined;
    this.#spoke = now;
    this.open(out);
    return undefined;
  }
}
