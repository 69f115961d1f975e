import type { CommanderError } from "commander";

/** Exit codes: 0 done, 1 the answer is no, 2 misuse. Help and version are not misuse. */
export function leave(error: CommanderError): never {
  process.exit(error.exitCode === 0 ? 0 : 2);
}
