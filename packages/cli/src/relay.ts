import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import { leave } from "./leave.ts";
import { say } from "./words.ts";

interface Given {
  readonly port: number;
  readonly data: string;
  readonly dist: string;
  readonly host?: string;
  readonly name?: readonly string[];
  readonly metrics?: boolean;
}

/** Adds `wijk relay`. Its code is loaded when it runs, and none of it holds a key. */
export function registerRelay(program: Command): void {
  program
    .command("relay")
    .description("serve the built site, signalling and the blind store on one port")
    .addOption(new Option("--port <number>", "port").env("PORT").default(4321).argParser(readPort))
    .addOption(new Option("--host <address>", "address to listen on; all of them by default").env("HOST"))
    .addOption(
      new Option("--name <host[:port]>", "name it is reached by, as behind a proxy; may be given again")
        .env("RELAY_NAME")
        .argParser(readNames),
    )
    .addOption(new Option("--data <folder>", "where the store is").env("DATA_DIR").default("./data"))
    .addOption(new Option("--dist <folder>", "the built site").default("./dist"))
    .addOption(new Option("--metrics", "numbers at /metrics, for this machine itself").env("RELAY_METRICS"))
    .exitOverride(leave)
    .action(run);
}

function readPort(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new InvalidArgumentError("A port is a number from 0 to 65535.");
  return port;
}

const MOST_NAMES = 8;

/** Adds names, one or more with commas between, each as a browser writes it in the address of a socket. */
function readNames(text: string, before: readonly string[] = []): string[] {
  const names = text.split(",").map((name) => {
    const trimmed = name.trim();
    if (!/^[^\s/?#@\\]+$/.test(trimmed) || !URL.canParse(`http://${trimmed}`)) {
      throw new InvalidArgumentError("A name is a host, with a port where it is not that of http or https.");
    }
    return new URL(`http://${trimmed}`).host.replace(/:443$/, "");
  });
  const all = [...new Set([...before, ...names])];
  if (all.length > MOST_NAMES) throw new InvalidArgumentError(`A relay has at most ${MOST_NAMES} names.`);
  return all;
}

async function run({ port, data, dist, host, name: names = [], metrics = false }: Given): Promise<void> {
  if (!existsSync(join(dist, "index.html"))) return fail(say.noSite(resolve(dist)));
  const { startRelay } = await import("@wijkkit/relay");
  const log = (event: string) => console.error(say.trouble(event));
  try {
    const relay = await startRelay({ port, dataDir: data, dist, names, metrics, log, ...(host ? { host } : {}) });
    stopOnSignal(relay.close);
    const { networkInterfaces } = await import("node:os");
    const everywhere = host === undefined || host === "0.0.0.0" || host === "::";
    console.log(say.running(relay.port, everywhere ? lanAddresses(networkInterfaces()) : [], host, names));
  } catch (error) {
    fail(say.notStarted(error, { port, data: resolve(data) }));
  }
}

/** The first signal stops it in good order; a second one ends it at once, as does having waited too long. */
function stopOnSignal(close: () => Promise<void>): void {
  const stop = () => {
    process.once("SIGTERM", () => process.exit(1)).once("SIGINT", () => process.exit(1));
    setTimeout(() => process.exit(1), 10_000).unref();
    void close().then(() => process.exit(0));
  };
  let stopping = false;
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => {
      if (!stopping) stop();
      stopping = true;
    });
  }
}

type Interfaces = ReturnType<typeof import("node:os").networkInterfaces>;

function lanAddresses(interfaces: Interfaces): string[] {
  return Object.values(interfaces)
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family, internal }) => family === "IPv4" && !internal)
    .map(({ address }) => address);
}

function fail(message: string): void {
  console.error(message);
  process.exitCode = 1;
}
