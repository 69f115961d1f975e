import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { mayWrite, request, state } from "../model.ts";
import { size } from "../moment.ts";
import { isPersisted } from "../offline.ts";
import { CardMaker } from "../parts/CardMaker.tsx";
import { DeviceLock } from "../parts/DeviceLock.tsx";
import { Give } from "../parts/Give.tsx";
import { Heading, Paragraph, Subheading } from "../parts/Heading.tsx";
import { Importer } from "../parts/Importer.tsx";
import { Meeting } from "../parts/Meeting.tsx";
import { Shares } from "../parts/Shares.tsx";
import { Stick } from "../parts/Stick.tsx";
import { EraseAll, Takeout } from "../parts/Takeout.tsx";
import { Wipe } from "../parts/Wipe.tsx";
import type { StoredThing } from "../protocol.ts";
import { locale, word } from "../words.ts";

type Seen = readonly StoredThing[] | "looking" | "failed";

function Thing({ thing, lasting }: { thing: StoredThing; lasting: boolean }) {
  const { purpose } = thing;
  return (
    <li class="wk-panel wk-stack">
      <h3 class="nl-heading nl-heading--level-3">{word(`stored.${purpose}.title`)}</h3>
      <Paragraph>{word(`stored.${purpose}.why`)}</Paragraph>
      <dl class="wk-facts">
        <div>
          <dt>{word("stored.size")}</dt>
          <dd>{thing.bytes < 1_000 ? word("stored.small") : size(thing.bytes, locale)}</dd>
        </div>
        <div>
          <dt>{word("stored.lifetime")}</dt>
          <dd>{word(purpose === "site" || lasting ? `stored.${purpose}.until` : "stored.unsure")}</dd>
        </div>
      </dl>
    </li>
  );
}

function Stored({ lasting }: { lasting: boolean }) {
  const seen = useSignal<Seen>("looking");
  useEffect(() => {
    let current = true;
    void request({ do: "stored" }).then((reply) => {
      if (current) seen.value = reply.ok ? (reply.stored ?? []) : "failed";
    });
    return () => {
      current = false;
    };
  }, [seen]);
  if (seen.value === "looking") return <Paragraph>{word("stored.looking")}</Paragraph>;
  if (seen.value === "failed") return <Paragraph>{word("stored.failed")}</Paragraph>;
  return (
    <ul class="wk-list">
      {seen.value
        .filter(({ count }) => count > 0)
        .map((thing) => (
          <Thing key={thing.purpose} thing={thing} lasting={lasting} />
        ))}
    </ul>
  );
}

/** Whether the browser promised to leave it. */
function useLasting(): boolean {
  const asked = useSignal(state.value.persisted);
  useEffect(() => {
    void isPersisted().then((persisted) => {
      asked.value = persisted;
    });
  }, [asked]);
  return state.value.persisted || asked.value;
}

/** Everything that is stored here, with purpose, size and lifetime, and the button that ends it. */
export function Mine() {
  const { wijk } = state.value;
  const lasting = useLasting();
  return (
    <div class="wk-stack wk-stack--loose">
      <div class="wk-stack">
        <Heading tab={word("nav.mijn")}>{word("nav.mijn")}</Heading>
        {mayWrite.value && (
          <Paragraph lead>{word("mine.who", { wijk: wijk?.name ?? "", name: wijk?.me ?? "" })}</Paragraph>
        )}
      </div>
      <section class="wk-stack">
        <Subheading>{word("stored.title")}</Subheading>
        <Stored lasting={lasting} />
      </section>
      <section class="wk-stack wk-stack--tight">
        <Subheading>{word("lasting.title")}</Subheading>
        <Paragraph>{word(lasting ? "lasting.yes" : "lasting.no")}</Paragraph>
      </section>
      <section class="wk-stack wk-stack--tight">
        <Subheading>{word("elsewhere.title")}</Subheading>
        <Paragraph>{word("elsewhere.text")}</Paragraph>
      </section>
      <Meeting />
      <CardMaker />
      <Shares />
      <Give />
      <DeviceLock />
      <Takeout />
      <Importer />
      <Stick />
      <EraseAll />
      <Wipe />
    </div>
  );
}
