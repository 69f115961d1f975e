import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import { announcement, failure, send, state } from "../model.ts";
import { word } from "../words.ts";
import { Subheading } from "./Heading.tsx";
import { ProblemNotice } from "./Problem.tsx";

/** How one meets neighbours: directly, or by the relay alone, so that no neighbour sees one's address. */
export function Meeting() {
  const id = useId();
  const chosen = useSignal<boolean | undefined>(undefined);
  const isDirect = chosen.value ?? state.value.wijk?.isDirect !== false;
  const choose = async (direct: boolean) => {
    if (direct === isDirect) return;
    chosen.value = direct;
    if ((await send("meet", { do: "meet", direct })).ok) announcement.value = word("status.meet");
    chosen.value = undefined;
  };
  return (
    <section class="wk-stack">
      <Subheading id="meet">{word("meet.title")}</Subheading>
      <fieldset class="wk-field" aria-labelledby="meet">
        {([true, false] as const).map((each) => (
          <label key={String(each)} class="wk-choice">
            <input type="radio" name={id} checked={isDirect === each} onChange={() => void choose(each)} />{" "}
            {word(each ? "meet.direct" : "meet.relay")}
          </label>
        ))}
      </fieldset>
      {failure.value?.form === "meet" && <ProblemNotice problem={failure.value.problem} />}
    </section>
  );
}
