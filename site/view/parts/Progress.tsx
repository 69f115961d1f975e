import { useId } from "preact/hooks";
import { word } from "../words.ts";

/** How far something is; `part` from 0 to 1. */
export function Progress({ part, label = word("connection.progress") }: { part: number; label?: string }) {
  const id = useId();
  const percent = Math.floor(part * 100);
  return (
    <div class="wk-progress">
      <label class="wk-progress__label" for={id}>
        {label}
      </label>
      <progress class="wk-progress__bar" id={id} max={100} value={percent}>
        {percent}%
      </progress>
    </div>
  );
}
