import type { hostMesh } from "./mesh-host.ts";
import type { Client, Question, Request, State } from "./protocol.ts";
import type { MeshOrder, PageToWorker, Update, WorkerToPage } from "./worker/messages.ts";

type Answer = Exclude<WorkerToPage, { type: "update" | "mesh" }>;

/** What is said when the worker is gone: nothing can be asked of it any more. */
const GONE = { problem: "worker-failed" } as const;
const BLOCKED: State = {
  phase: "blocked",
  ...GONE,
  questions: [],
  places: [],
  connection: { relay: "off", neighbours: 0 },
  pending: false,
  persisted: false,
  isCardDue: false,
  isLocked: false,
};

/** Starts this page's worker. Requests are numbered at random, so that a new leader can recognise a repeated one. */
export function connect(): Client {
  const worker = new Worker(new URL("./worker/worker.ts", import.meta.url), { type: "module" });
  const post = (message: PageToWorker, transfer: Transferable[] = []) => worker.postMessage(message, transfer);
  const waiting = new Map<string, (answer: Answer | undefined) => void>();
  const questions = new Map<string, Question>();
  const mesh = meshOf((port) => post({ type: "neighbour", port }, [port]));
  let listener: (state: State) => void = () => {};
  let gone = false;

  const show = ({ state, changed, gone: removed, whole }: Update) => {
    if (whole) questions.clear();
    for (const id of removed) questions.delete(id);
    for (const question of changed) questions.set(question.id, question);
    listener({ ...state, questions: [...questions.values()].sort((a, b) => b.at - a.at || (a.id < b.id ? -1 : 1)) });
  };

  /** Resolves to the worker's answer, or to nothing when it is gone. */
  const ask = (message: (id: string) => PageToWorker) =>
    new Promise<Answer | undefined>((resolve) => {
      const id = crypto.getRandomValues(new Uint32Array(4)).join("-");
      if (gone) return resolve(undefined);
      waiting.set(id, resolve);
      post(message(id));
    });

  worker.onmessage = ({ data }: MessageEvent<WorkerToPage>) => {
    if (data.type === "update") show(data.update);
    else if (data.type === "mesh") void mesh(data.order);
    else {
      waiting.get(data.id)?.(data);
      waiting.delete(data.id);
    }
  };
  worker.onerror = () => {
    gone = true;
    for (const answer of waiting.values()) answer(undefined);
    waiting.clear();
    listener(BLOCKED);
  };

  return {
    onState: (next) => {
      listener = next;
    },
    request: async (request: Request) => {
      const answer = await ask((id) => ({ type: "request", id, request }));
      return answer?.type === "reply" ? answer.reply : { ok: false, ...GONE };
    },
    peek: async (link: string) => {
      const answer = await ask((id) => ({ type: "peek", id, link }));
      return answer?.type === "peeked" ? answer.peeked : GONE;
    },
  };
}

/** The page's mesh, fetched when there is one to join, so that the page shows first. */
function meshOf(neighbour: (port: MessagePort) => void): (order: MeshOrder | "stop") => Promise<void> {
  let hosted: Promise<ReturnType<typeof hostMesh>> | undefined;
  const carryOut = async (order: MeshOrder | "stop"): Promise<void> => {
    if (!hosted && order === "stop") return;
    hosted ??= import("./mesh-host.ts").then((host) => host.hostMesh(neighbour));
    try {
      (await hosted)(order);
    } catch {
      // It could not be fetched. Until the network is back there are no neighbours, and the page works without.
      hosted = undefined;
      addEventListener("online", () => void carryOut(order), { once: true });
    }
  };
  return carryOut;
}
