import { useSignal } from "@preact/signals";
import type { Deed } from "../protocol.ts";
import { locale, word } from "../words.ts";
import { Button } from "./Button.tsx";
import { Paragraph, Subheading } from "./Heading.tsx";

const SHOWN = 10;

function sentence({ what, by, who = "", role }: Deed): string {
  return word(`deed.${what}`, { by, who, role: role === undefined ? "" : word(`role.${role}`) });
}

/** What was done with the membership, the newest first, for everyone to read. */
export function Deeds({ deeds }: { deeds: readonly Deed[] }) {
  const shown = useSignal(SHOWN);
  const day = new Intl.DateTimeFormat(locale, { dateStyle: "medium" });
  return (
    <section class="wk-stack">
      <Subheading>{word("deeds.title")}</Subheading>
      <Paragraph>{word("deeds.text")}</Paragraph>
      <ul class="wk-bullets">
        {deeds.slice(0, shown.value).map((deed, n) => (
          <li key={`${deed.what} ${deed.at} ${n}`} dir="auto">
            {sentence(deed)} <time dateTime={new Date(deed.at).toISOString()}>{day.format(deed.at)}</time>
          </li>
        ))}
      </ul>
      {deeds.length > shown.value && (
        <Button
          onClick={() => {
            shown.value += 50;
          }}
        >
          {word("deeds.more")}
        </Button>
      )}
    </section>
  );
}
