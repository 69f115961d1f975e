import { useId } from "preact/hooks";
import { word } from "../words.ts";

/** How far catching up is; `part` from 0 to 1. */
export function Progress({ part }: { part: number }) {
  const id = useId();
  const percent = Math.floor(part * 100);
  return (
    <div class="wk-progress">
      <label class="wk-progress__label" for={id}>
        {word("connection.progress")}
      </label>
      <progress class="wk-progress__bar" id={id} max={100} value={percent}>
        {percent}%
      </progress>
    </div>
  );
}
