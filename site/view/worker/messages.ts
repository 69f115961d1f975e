import type { Peeked, Question, Reply, Request, State } from "../protocol.ts";

/** A change of what the page shows: the small state whole, of the questions only those that changed. */
export interface Update {
  readonly state: Omit<State, "questions">;
  readonly changed: readonly Question[];
  /** Ids of questions that are shown no more. */
  readonly gone: readonly string[];
  /** True when `changed` is everything there is. */
  readonly whole: boolean;
}

/** What the page needs to join the mesh, room by room; `live` is the key of live frames, and stays on this device. */
export interface MeshOrder {
  readonly rooms: readonly { readonly room: string; readonly live: Uint8Array }[];
  readonly signalling: readonly string[];
}

export type PageToWorker =
  | { readonly type: "request"; readonly id: string; readonly request: Request }
  | { readonly type: "peek"; readonly id: string; readonly link: string }
  | { readonly type: "neighbour"; readonly port: MessagePort };

export type WorkerToPage =
  | { readonly type: "reply"; readonly id: string; readonly reply: Reply }
  | { readonly type: "peeked"; readonly id: string; readonly peeked: Peeked }
  | { readonly type: "update"; readonly update: Update }
  | { readonly type: "mesh"; readonly order: MeshOrder | "stop" };

/** Between the workers of one device's tabs. The leader alone writes; the others ask it. */
export type TabMessage =
  | { readonly type: "hello" }
  | { readonly type: "leader" }
  | { readonly type: "request"; readonly id: string; readonly request: Request }
  | { readonly type: "reply"; readonly id: string; readonly reply: Reply }
  | { readonly type: "update"; readonly update: Update };
