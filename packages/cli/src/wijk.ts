#!/usr/bin/env node
import { Command } from "commander";
import { registerEnvelope } from "./envelope.ts";
import { leave } from "./leave.ts";
import { registerRelay } from "./relay.ts";

// A subcommand is declared here and loads its code when it runs: `relay` must load none that holds a key.
const program = new Command("wijk").description("The command of Wijkkit.").exitOverride(leave);

registerEnvelope(program);
registerRelay(program);

await program.parseAsync();
