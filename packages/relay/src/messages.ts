import { LIMIT } from "./limits.ts";

/** A signalling message as y-webrtc sends it; `text` is what the others get. */
export type Message =
  | { readonly type: "subscribe" | "unsubscribe"; readonly topics: readonly string[] }
  | {
      readonly type: "publish";
      readonly topic: string;
      readonly from: string | undefined;
      readonly to: string | undefined;
      readonly text: string;
    }
  | { readonly type: "ping" }
  | { readonly type: "unknown" };

type Fields = Readonly<Record<string, unknown>>;

const fields = (value: unknown): Fields | undefined =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;

const text = (value: unknown, limit: number): value is string => typeof value === "string" && value.length <= limit;

function parse(raw: string): unknown {
  try {
    return JSON.parse(raw);
  } catch {
    return undefined;
  }
}

/** JSON of what was JSON; undefined when it is nested too deep to be written again. */
function write(message: object): string | undefined {
  try {
    return JSON.stringify(message);
  } catch {
    return undefined;
  }
}

function readTopics(type: "subscribe" | "unsubscribe", topics: unknown): Message | undefined {
  if (!Array.isArray(topics) || topics.length > LIMIT.topics) return undefined;
  return topics.every((topic) => text(topic, LIMIT.topic)) ? { type, topics } : undefined;
}

function readPublish({ topic, data }: Fields): Message | undefined {
  if (!text(topic, LIMIT.topic) || data === undefined) return undefined;
  const { from, to } = fields(data) ?? {};
  if (from !== undefined && !text(from, LIMIT.peer)) return undefined;
  if (to !== undefined && !text(to, LIMIT.peer)) return undefined;
  const written = write({ type: "publish", topic, data });
  return written === undefined ? undefined : { type: "publish", topic, from, to, text: written };
}

/** Reads one message; undefined when it is not JSON, not an object with a type, or its fields are not right. */
export function readMessage(raw: string): Message | undefined {
  const message = fields(parse(raw));
  const type = message?.type;
  if (!message || typeof type !== "string") return undefined;
  if (type === "publish") return readPublish(message);
  if (type === "subscribe" || type === "unsubscribe") return readTopics(type, message.topics);
  return { type: type === "ping" ? "ping" : "unknown" };
}
