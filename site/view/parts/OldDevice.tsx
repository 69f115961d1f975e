import type { Signal } from "@preact/signals";
import { useId } from "preact/hooks";
import { word } from "../words.ts";

/** What became of the device of before: after a theft one comes back under new keys. */
export function OldDevice({ stolen }: { stolen: Signal<boolean> }) {
  const id = useId();
  return (
    <fieldset class="wk-field">
      <legend class="wk-field__label">{word("restore.device")}</legend>
      {([false, true] as const).map((each) => (
        <label key={String(each)} class="wk-choice">
          <input
            type="radio"
            name={id}
            checked={stolen.value === each}
            onChange={() => {
              stolen.value = each;
            }}
          />{" "}
          {word(each ? "restore.stolen" : "restore.broken")}
        </label>
      ))}
    </fieldset>
  );
}
