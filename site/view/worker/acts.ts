import type { Feed } from "@wijkkit/document";
import { type WriteProblem, write } from "@wijkkit/machines";
import type { Request } from "../protocol.ts";

/** What a resident does in the vraagbaak. */
export type Act = Extract<Request, { do: "ask" | "answer" | "edit" | "vote" }>;

/**
 * Does it in the own feed. Doing the same once more changes nothing; with other words under the same id, as
 * after storing failed, the newest count.
 *
 * @param at now, in ms
 * @param refOf the ref of what goes by an id on the page
 */
export function carryOut(
  feed: Feed,
  act: Act,
  at: number,
  refOf: (id: string) => string | undefined,
): WriteProblem | undefined {
  const { id } = act;
  const reword = (field: "title" | "body", text: string) => write.edit(feed, { id, at, field, text });
  switch (act.do) {
    case "ask": {
      const { title, body } = act;
      const problem = write.ask(feed, { id, at, title, body, audience: "wijk" });
      return problem ?? reword("title", title) ?? reword("body", body);
    }
    case "answer": {
      const parent = refOf(act.question);
      const { body } = act;
      if (parent === undefined) return "missing";
      return write.answer(feed, { id, at, parent, body }) ?? reword("body", body);
    }
    case "edit":
      return reword(act.field, act.text);
    case "vote": {
      const parent = refOf(id);
      return parent === undefined ? "missing" : write.vote(feed, { parent, value: act.value, at });
    }
  }
}
