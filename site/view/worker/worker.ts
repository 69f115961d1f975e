import { spaceId } from "@wijkkit/envelope";
import { readLink } from "@wijkkit/identity";
import type { Peeked, Reply, Request } from "../protocol.ts";
import { Engine } from "./engine.ts";
import { whenLeader } from "./leadership.ts";
import type { PageToWorker, TabMessage, WorkerToPage } from "./messages.ts";

/**
 * This page's requests that are not answered yet: a new leader gets them again. Doing one twice changes nothing, but
 * that of an invitation a second one may then stand open, which nobody was given.
 */
const unanswered = new Map<string, Request>();
let engine: Engine | undefined;

const toPage = (message: WorkerToPage) => self.postMessage(message);
const tabs = openTabs();

function openTabs(): { post: (message: TabMessage) => void } {
  try {
    const channel = new BroadcastChannel("wijkkit-tabs");
    channel.onmessage = ({ data }: MessageEvent<TabMessage>) => fromTab(data);
    return { post: (message) => channel.postMessage(message) };
  } catch {
    return { post: () => {} };
  }
}

function fromTab(message: TabMessage): void {
  if (message.type === "hello" && engine) tabs.post({ type: "update", update: engine.whole() });
  else if (message.type === "leader")
    for (const [id, request] of unanswered) tabs.post({ type: "request", id, request });
  else if (message.type === "request" && engine) {
    const { id } = message;
    void engine.handle(message.request).then((reply) => tabs.post({ type: "reply", id, reply }));
  } else if (message.type === "reply") answer(message.id, message.reply);
  else if (message.type === "update" && !engine) toPage(message);
}

function answer(id: string, reply: Reply): void {
  if (unanswered.delete(id)) toPage({ type: "reply", id, reply });
}

function ask(id: string, request: Request): void {
  if (engine) void engine.handle(request).then((reply) => answer(id, reply));
  else tabs.post({ type: "request", id, request });
}

function peek(text: string): Peeked {
  const read = readLink(text);
  return "link" in read ? { wijk: read.link.name, space: spaceId(read.link.root) } : { problem: "link-broken" };
}

self.onmessage = ({ data }: MessageEvent<PageToWorker>) => {
  if (data.type === "request") {
    unanswered.set(data.id, data.request);
    ask(data.id, data.request);
  } else if (data.type === "peek") toPage({ type: "peeked", id: data.id, peeked: peek(data.link) });
  else engine?.neighbour(data.port);
};

tabs.post({ type: "hello" });
void whenLeader(async (resigned) => {
  const starting = new Engine({
    update: (update) => {
      toPage({ type: "update", update });
      tabs.post({ type: "update", update });
    },
    mesh: (order) => toPage({ type: "mesh", order }),
  });
  await starting.start();
  engine = starting;
  tabs.post({ type: "leader" });
  for (const [id, request] of unanswered) ask(id, request);
  await resigned;
  engine = undefined;
  await starting.close();
  tabs.post({ type: "hello" });
});
