import { failure, send, state } from "../model.ts";
import { go, route } from "../navigation.ts";
import { Button } from "../parts/Button.tsx";
import { Heading, Paragraph, Subheading } from "../parts/Heading.tsx";
import { ProblemNotice } from "../parts/Problem.tsx";
import type { Place } from "../protocol.ts";
import { word } from "../words.ts";

function One({ place }: { place: Place }) {
  const open = async () => {
    const reply = await send("switch", { do: "switch", space: place.space });
    // Who went elsewhere meanwhile stays there.
    if (reply.ok && route.value.at === "places") go({ at: "questions" });
  };
  return (
    <li class="wk-panel wk-stack wk-stack--tight" aria-current={place.current ? "true" : undefined}>
      <h3 class="nl-heading nl-heading--level-3" dir="auto">
        {place.name}
      </h3>
      {place.current ? (
        <Paragraph>{word("places.current")}</Paragraph>
      ) : (
        <div class="wk-actions">
          <Button onClick={() => void open()}>{word("places.open", { name: place.name })}</Button>
        </div>
      )}
    </li>
  );
}

/** The wijken that this device takes part in, and how to take part in another. */
export function Places() {
  const { places } = state.value;
  const failed = failure.value?.form === "switch" ? failure.value.problem : undefined;
  return (
    <div class="wk-stack wk-stack--loose">
      <div class="wk-stack">
        <Heading tab={word("nav.andere")}>{word("nav.andere")}</Heading>
        <Paragraph lead>{word(places.length > 1 ? "places.several" : "places.one")}</Paragraph>
      </div>
      {failed && <ProblemNotice problem={failed} />}
      <section class="wk-stack">
        <Subheading>{word("places.list")}</Subheading>
        <ul class="wk-list">
          {places.map((place) => (
            <One key={place.space} place={place} />
          ))}
        </ul>
      </section>
      <section class="wk-stack">
        <Subheading>{word("places.more")}</Subheading>
        <Paragraph>{word("places.join")}</Paragraph>
        <div class="wk-actions">
          <Button onClick={() => go({ at: "begin" })}>{word("start.begin")}</Button>
        </div>
      </section>
    </div>
  );
}
