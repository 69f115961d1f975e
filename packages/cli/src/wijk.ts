#!/usr/bin/env node
import { Command } from "commander";
import { registerBundle } from "./bundle.ts";
import { registerEnvelope } from "./envelope.ts";
import { leave } from "./leave.ts";
import { registerRelay } from "./relay.ts";

// A subcommand is declared here and loads its code when it runs: `relay` and `bundle` must load none that holds a key.
const program = new Command("wijk").description("The command of Wijkkit.").exitOverride(leave);

registerBundle(program);
registerEnvelope(program);
registerRelay(program);

await program.parseAsync();
