import { word } from "../words.ts";
import { Subheading } from "./Heading.tsx";

/** Stands beside every form in which someone may ask for care. */
export function Emergency() {
  return (
    <aside class="wk-help" aria-labelledby="emergency">
      <Subheading id="emergency">{word("emergency.title")}</Subheading>
      <ul class="wk-help__list">
        <li>
          <a class="nl-link" href="tel:112">
            {word("emergency.danger")}
          </a>{" "}
          {word("emergency.dangerText")}
        </li>
        <li>
          <a class="nl-link" href="tel:113">
            {word("emergency.crisis")}
          </a>{" "}
          {word("emergency.crisisText")}
        </li>
        <li>
          <strong>{word("emergency.doctor")}</strong> {word("emergency.doctorText")}
        </li>
      </ul>
    </aside>
  );
}
