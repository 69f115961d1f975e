import { type Command, InvalidArgumentError } from "commander";
import { leave } from "./leave.ts";

/** Adds `wijk envelope FILE [--gate HEX]`. Its code is loaded when it runs. */
export function registerEnvelope(program: Command): void {
  program
    .command("envelope")
    .description("print an envelope's header and verdict as JSON; needs no key")
    .argument("<file>", "a file that holds one envelope")
    .option("--gate <hex>", "gate public key of the epoch, 64 hex digits", readKey)
    .exitOverride(leave)
    .action(async (file: string, { gate }: { gate?: Uint8Array }, command: Command) => {
      const { inspect, reading } = await import("./inspect.ts");
      const read = await reading(file);
      if ("error" in read) return command.error(`error: ${read.error}`);
      const { report, sentence } = await inspect(read, gate);
      console.log(JSON.stringify(report, null, 2));
      if (sentence === undefined) return;
      console.error(sentence);
      process.exitCode = 1;
    });
}

function readKey(text: string): Uint8Array {
  if (!/^[0-9a-f]{64}$/i.test(text)) throw new InvalidArgumentError("64 hex digits are expected.");
  return Uint8Array.from(Buffer.from(text, "hex"));
}
