import { hex } from "@wijkkit/envelope";
import type { SessionState } from "./events.ts";
import { LIMIT } from "./limits.ts";
import type { Replica } from "./replica.ts";
import { Runner, type SessionOptions } from "./runner.ts";

export interface RunningSession {
  readonly state: SessionState;
  /** Says goodbye and closes the channel. */
  close(): void;
}

/** Challenges that each replica has out: one that comes back from a peer is a mirror, not a proof. */
const challenges = new WeakMap<Replica, Set<string>>();

/**
 * Runs one session over a channel until either side closes it. Takes the channel's handlers at once.
 *
 * @throws RangeError for more hosts than may be tried
 */
export function runSession(options: SessionOptions): RunningSession {
  if ((options.hosts ?? []).length > LIMIT.hosts)
    throw new RangeError(`a peer's proof is for one of ${LIMIT.hosts} hosts`);
  const own = challenges.get(options.replica) ?? new Set();
  challenges.set(options.replica, own);
  const challenge = options.random(32);
  const name = hex(challenge);
  own.add(name);
  const runner = new Runner(options, challenge, {
    isOwnChallenge: (theirs) => own.has(hex(theirs)),
    ended: () => own.delete(name),
  });
  void runner.start();
  return {
    get state() {
      return runner.state;
    },
    close: () => runner.end(),
  };
}
