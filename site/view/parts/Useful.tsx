import { signal } from "@preact/signals";
import { failure, mayWrite, send } from "../model.ts";
import type { Contribution } from "../protocol.ts";
import { count, word } from "../words.ts";
import { Button } from "./Button.tsx";
import { ProblemNotice } from "./Problem.tsx";

/** Votes under way, shown as they will be. */
const underWay = signal<ReadonlyMap<string, boolean>>(new Map());

/** A second press within so many milliseconds is a slip of the finger. */
const SLIP = 500;
const pressed = new Map<string, number>();

async function vote(id: string, value: boolean): Promise<void> {
  const now = performance.now();
  if (underWay.value.has(id) || now - (pressed.get(id) ?? -SLIP) < SLIP) return;
  pressed.set(id, now);
  underWay.value = new Map(underWay.value).set(id, value);
  await send(`vote:${id}`, { do: "vote", id, value });
  underWay.value = new Map([...underWay.value].filter(([known]) => known !== id));
}

/** How many found it useful; on others' words the button that says so too. */
export function Useful({ of }: { of: Contribution }) {
  const wanted = underWay.value.get(of.id);
  const voted = wanted ?? of.voted;
  const votes = of.votes + (wanted === undefined || wanted === of.voted ? 0 : wanted ? 1 : -1);
  return (
    <>
      {!of.mine && mayWrite.value && (
        <Button kind="secondary" pressed={voted} onClick={() => void vote(of.id, !voted)}>
          {word("useful.useful")}
        </Button>
      )}
      {failure.value?.form === `vote:${of.id}` && <ProblemNotice problem={failure.value.problem} />}
      {votes > 0 && <span class="wk-count">{count("useful.votes", votes)}</span>}
    </>
  );
}
