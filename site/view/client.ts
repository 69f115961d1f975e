import type { hostMesh } from "./mesh-host.ts";
import type { Client, Question, Reply, Request, State } from "./protocol.ts";
import type { MeshOrder, PageToWorker, Peeked, Update, WorkerToPage } from "./worker/messages.ts";

type Waiting = { reply: (reply: Reply) => void } | { peeked: (peeked: Peeked) => void };

/** Starts this page's worker. Requests are numbered at random, so that a new leader can recognise a repeated one. */
export function connect(): Client {
  const worker = new Worker(new URL("./worker/worker.ts", import.meta.url), { type: "module" });
  const post = (message: PageToWorker, transfer: Transferable[] = []) => worker.postMessage(message, transfer);
  const waiting = new Map<string, Waiting>();
  const questions = new Map<string, Question>();
  // Fetched when there is a mesh to join, so that the page shows first.
  let hosted: Promise<ReturnType<typeof hostMesh>> | undefined;
  const mesh = async (order: MeshOrder | "stop") => {
    if (!hosted && order === "stop") return;
    hosted ??= import("./mesh-host.ts").then((host) =>
      host.hostMesh((port) => post({ type: "neighbour", port }, [port])),
    );
    (await hosted)(order);
  };
  let listener: (state: State) => void = () => {};

  const show = ({ state, changed, gone, whole }: Update) => {
    if (whole) questions.clear();
    for (const id of gone) questions.delete(id);
    for (const question of changed) questions.set(question.id, question);
    listener({ ...state, questions: [...questions.values()].sort((a, b) => b.at - a.at || (a.id < b.id ? -1 : 1)) });
  };

  worker.onmessage = ({ data }: MessageEvent<WorkerToPage>) => {
    if (data.type === "update") show(data.update);
    else if (data.type === "mesh") void mesh(data.order);
    else {
      const caller = waiting.get(data.id);
      waiting.delete(data.id);
      if (caller && "reply" in caller && data.type === "reply") caller.reply(data.reply);
      if (caller && "peeked" in caller && data.type === "peeked") caller.peeked(data.peeked);
    }
  };
  worker.onerror = () => {
    listener({
      phase: "blocked",
      problem: "worker-failed",
      questions: [],
      connection: { relay: "off", neighbours: 0 },
      pending: false,
      persisted: false,
    });
  };

  return {
    onState: (next) => {
      listener = next;
    },
    request: (request: Request) =>
      new Promise((reply) => {
        const id = crypto.getRandomValues(new Uint32Array(4)).join("-");
        waiting.set(id, { reply });
        post({ type: "request", id, request });
      }),
    peek: (link: string) =>
      new Promise((peeked) => {
        const id = crypto.getRandomValues(new Uint32Array(4)).join("-");
        waiting.set(id, { peeked });
        post({ type: "peek", id, link });
      }),
  };
}
