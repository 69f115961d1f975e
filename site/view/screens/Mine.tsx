import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { request, state } from "../model.ts";
import { size } from "../moment.ts";
import { isPersisted } from "../offline.ts";
import { Heading, Paragraph, Subheading } from "../parts/Heading.tsx";
import { Wipe } from "../parts/Wipe.tsx";
import type { StoredThing } from "../protocol.ts";
import { count, locale, word } from "../words.ts";

type Seen = readonly StoredThing[] | "looking" | "failed";

function Thing({ thing }: { thing: StoredThing }) {
  const { purpose } = thing;
  return (
    <li class="wk-panel wk-stack">
      <h3 class="nl-heading nl-heading--level-3">{word(`stored.${purpose}.title`)}</h3>
      <Paragraph>{word(`stored.${purpose}.why`)}</Paragraph>
      <dl class="wk-facts">
        <div>
          <dt>{word("stored.size")}</dt>
          <dd>
            {count(`stored.${purpose}.count`, thing.count)}, {size(thing.bytes, locale)}
          </dd>
        </div>
        <div>
          <dt>{word("stored.lifetime")}</dt>
          <dd>{word(`stored.${purpose}.until`)}</dd>
        </div>
      </dl>
    </li>
  );
}

function Stored() {
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
          <Thing key={thing.purpose} thing={thing} />
        ))}
    </ul>
  );
}

function Lasting() {
  const asked = useSignal(state.value.persisted);
  useEffect(() => {
    void isPersisted().then((persisted) => {
      asked.value = persisted;
    });
  }, [asked]);
  return <Paragraph>{word(state.value.persisted || asked.value ? "lasting.yes" : "lasting.no")}</Paragraph>;
}

/** Everything that is stored here, with purpose, size and lifetime, and the button that ends it. */
export function Mine() {
  const { wijk } = state.value;
  return (
    <div class="wk-stack wk-stack--loose">
      <div class="wk-stack">
        <Heading tab={word("nav.mijn")}>{word("nav.mijn")}</Heading>
        <Paragraph lead>{word("mine.who", { wijk: wijk?.name ?? "", name: wijk?.me ?? "" })}</Paragraph>
      </div>
      <section class="wk-stack">
        <Subheading>{word("stored.title")}</Subheading>
        <Stored />
      </section>
      <section class="wk-stack wk-stack--tight">
        <Subheading>{word("lasting.title")}</Subheading>
        <Lasting />
      </section>
      <section class="wk-stack wk-stack--tight">
        <Subheading>{word("elsewhere.title")}</Subheading>
        <Paragraph>{word("elsewhere.text")}</Paragraph>
      </section>
      <Wipe />
    </div>
  );
}
