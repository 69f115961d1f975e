import type { ComponentChildren } from "preact";
import { failure, state } from "../model.ts";
import type { Problem } from "../protocol.ts";
import { word } from "../words.ts";
import { Paragraph } from "./Heading.tsx";

/** Why one takes no part, in words. */
const NO_ENTRY = { refused: "link-used", expired: "link-expired", withdrawn: "link-withdrawn", out: "out" } as const;

interface NoticeProps {
  readonly problem: Problem | (typeof NO_ENTRY)[keyof typeof NO_ENTRY] | "name-too-long";
  /** The words are still in the field beside it. */
  readonly keepsWords?: boolean;
  readonly children?: ComponentChildren;
}

/** What happened, what is safe, and what to do. */
export function ProblemNotice({ problem, keepsWords, children }: NoticeProps) {
  return (
    <div class="wk-alert wk-alert--error" role="alert">
      <p class="wk-alert__title">{word(`problem.${problem}.title`)}</p>
      <Paragraph>
        {word(`problem.${problem}.safe`)} {keepsWords && word("problem.keptWords")}
      </Paragraph>
      <Paragraph>{word(`problem.${problem}.do`)}</Paragraph>
      {children}
    </div>
  );
}

/** The page's own problem, unless the form that failed says it already. */
export function PageProblem() {
  const { standing = "member" } = state.value.wijk ?? {};
  const { problem } = state.value;
  // By a wrong clock an invitation only seems to be too old.
  if (standing in NO_ENTRY && problem !== "clock-wrong")
    return <ProblemNotice problem={NO_ENTRY[standing as keyof typeof NO_ENTRY]} />;
  if (!problem || failure.value?.problem === problem) return null;
  return <ProblemNotice problem={problem} />;
}
