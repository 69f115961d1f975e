import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { announcement, busy, failure, request, send, state } from "../model.ts";
import type { Wishes as AllWishes, Place } from "../protocol.ts";
import { word } from "../words.ts";
import { Button } from "./Button.tsx";
import { Paragraph, Subheading } from "./Heading.tsx";
import { ProblemNotice } from "./Problem.tsx";

function Other({ id, name, places }: { id: string; name: string; places: readonly Place[] }) {
  const welcome = async (place: Place) => {
    const reply = await send(`welcome ${id}`, { do: "welcome", wish: id, space: place.space });
    if (reply.ok) announcement.value = word("status.welcomed", { name });
  };
  return (
    <li class="wk-panel wk-stack wk-stack--tight">
      <Paragraph>{word("wish.other", { name })}</Paragraph>
      <div class="wk-actions">
        {places.map((place) => (
          <Button key={place.space} busy={busy.value.has(`welcome ${id}`)} onClick={() => void welcome(place)}>
            {word("wish.welcome", { name, wijk: place.name })}
          </Button>
        ))}
      </div>
    </li>
  );
}

/** In a voorkamer: asking to be in the wijk, and answering who does. */
export function Wishes() {
  const all = useSignal<AllWishes | undefined>(undefined);
  const look = async () => {
    const reply = await request({ do: "wishes" });
    if (reply.ok && reply.wishes) all.value = reply.wishes;
  };
  useEffect(() => void look(), [state.value]);
  const make = async () => {
    if (!(await send("wish", { do: "wish" })).ok) return;
    announcement.value = word("status.wished");
    await look();
  };
  const places = state.value.places.filter(({ current }) => !current);
  const form = failure.value?.form ?? "";
  const failed = form === "wish" || form.startsWith("welcome ") ? failure.value?.problem : undefined;
  const { isMade = false, link, others = [] } = all.value ?? {};
  return (
    <section class="wk-stack">
      <Subheading>{word("wish.title")}</Subheading>
      {link !== undefined ? (
        <>
          <Paragraph>{word("wish.invited")}</Paragraph>
          <a class="nl-link" href={link}>
            {word("wish.open")}
          </a>
        </>
      ) : (
        <Paragraph>{word(isMade ? "wish.made" : "wish.text")}</Paragraph>
      )}
      {!isMade && (
        <div class="wk-actions">
          <Button busy={busy.value.has("wish")} onClick={() => void make()}>
            {word("wish.make")}
          </Button>
        </div>
      )}
      {failed && <ProblemNotice problem={failed} />}
      {places.length > 0 && others.length > 0 && (
        <ul class="wk-list">
          {others.map(({ id, name }) => (
            <Other key={id} id={id} name={name} places={places} />
          ))}
        </ul>
      )}
    </section>
  );
}
