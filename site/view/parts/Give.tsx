import { word } from "../words.ts";
import { Handing } from "./Handing.tsx";
import { Paragraph, Subheading } from "./Heading.tsx";

/** *Koppel een apparaat*: on the device that takes part already. */
export function Give() {
  return (
    <section class="wk-stack">
      <Subheading>{word("give.title")}</Subheading>
      <Paragraph>{word("give.text")}</Paragraph>
      <Handing
        say={(part) => word(`give.${part}`)}
        form="give"
        ask={(request, isSure) => ({ do: "give", request, isSure })}
      />
    </section>
  );
}
