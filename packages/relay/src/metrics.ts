import type { IncomingMessage, ServerResponse } from "node:http";
import { addressOf } from "./address.ts";
import { headersFor } from "./headers.ts";

/** A number that the operator can watch. It counts, and names nobody. */
interface Metric {
  readonly type: "counter" | "gauge";
  readonly help: string;
  readonly read: () => number | Promise<number>;
}

/** Numbers of one relay, in the text format of Prometheus. */
export class Metrics {
  readonly #metrics = new Map<string, Metric>();
  readonly #counted = new Map<string, number>();

  /** A number that only grows; `count` lets it grow. */
  counter(name: string, help: string): void {
    this.#counted.set(name, 0);
    this.#metrics.set(name, { type: "counter", help, read: () => this.#counted.get(name) ?? 0 });
  }

  count(name: string, by = 1): void {
    this.#counted.set(name, (this.#counted.get(name) ?? 0) + by);
  }

  /** A number that is read when it is asked for. */
  gauge(name: string, help: string, read: Metric["read"]): void {
    this.#metrics.set(name, { type: "gauge", help, read });
  }

  async text(): Promise<string> {
    const lines: string[] = [];
    for (const [name, { type, help, read }] of this.#metrics) {
      lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, `${name} ${await read()}`);
    }
    return `${lines.join("\n")}\n`;
  }
}

/** Answers who asks from this machine itself; to anybody else there is nothing here. */
export async function answerMetrics(
  metrics: Metrics,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const isHere = addressOf(request) === undefined && request.socket.remoteAddress !== undefined;
  const text = isHere ? await metrics.text() : undefined;
  for (const [name, value] of Object.entries(headersFor("/metrics", []))) response.setHeader(name, value);
  response.statusCode = text === undefined ? 404 : 200;
  response.setHeader("Content-Type", "text/plain;version=0.0.4;charset=utf-8");
  response.setHeader("Cache-Control", "no-store");
  response.end(text ?? "");
}
