import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { announcement, busy, failure, request, send, state } from "../model.ts";
import type { Confirmed } from "../protocol.ts";
import { count, word } from "../words.ts";
import { Button } from "./Button.tsx";
import { saveFile } from "./download.ts";
import { Paragraph, Subheading } from "./Heading.tsx";
import { ProblemNotice } from "./Problem.tsx";

/** *Exporteer alles*: one file, readable and, in it, sealed. */
export function Takeout() {
  const save = async () => {
    const reply = await send("export", { do: "export" });
    if (!reply.ok || reply.file === undefined) return;
    saveFile(new Blob([reply.file], { type: "application/json" }), "mijn-wijk.json");
    announcement.value = word("status.exported");
  };
  const failed = failure.value?.form === "export" ? failure.value.problem : undefined;
  return (
    <section class="wk-stack">
      <Subheading>{word("export.title")}</Subheading>
      <Paragraph>{word("export.text")}</Paragraph>
      <Paragraph>{word("export.careful")}</Paragraph>
      <div class="wk-actions">
        <Button busy={busy.value.has("export")} onClick={() => void save()}>
          {word("export.do")}
        </Button>
      </div>
      {failed && <ProblemNotice problem={failed} />}
    </section>
  );
}

function Confirmations({ erased }: { erased: readonly Confirmed[] }) {
  return (
    <ul class="wk-bullets">
      {erased.map(({ wijk, relay, neighbours }, n) => (
        <li key={n}>
          {word("erased.one", { n: n + 1 })} {wijk && `${wijk}:`} {word(relay ? "erased.relay" : "erased.waiting")}
          {neighbours > 0 && ` · ${count("erased.neighbours", neighbours)}`}
        </li>
      ))}
    </ul>
  );
}

/** *Verwijder alles van mij*: asks once, erases everywhere, and says who has confirmed it. */
export function EraseAll() {
  const asking = useSignal(false);
  const erased = useSignal<readonly Confirmed[]>([]);
  const { places } = state.value;
  const { standing, name = "" } = state.value.wijk ?? {};
  const look = async () => {
    const reply = await request({ do: "erased" });
    if (reply.ok && reply.erased) erased.value = reply.erased;
  };
  useEffect(() => void look(), [state.value]);
  const erase = async () => {
    const reply = await send("erase", { do: "erase" });
    asking.value = false;
    if (!reply.ok) return;
    announcement.value = word("status.erased");
    await look();
  };
  const failed = failure.value?.form === "erase" ? failure.value.problem : undefined;
  return (
    <section class="wk-stack">
      <Subheading>{word("erase.title")}</Subheading>
      <Paragraph>{word("erase.text", { name: places.map((place) => place.name).join(", ") || name })}</Paragraph>
      {erased.value.length > 0 && (
        <>
          <Paragraph>{word("erased.text")}</Paragraph>
          <Confirmations erased={erased.value} />
        </>
      )}
      {failed && <ProblemNotice problem={failed} />}
      {standing === "member" && !asking.value && (
        <div class="wk-actions">
          <Button
            negative
            onClick={() => {
              asking.value = true;
            }}
          >
            {word("erase.do")}
          </Button>
        </div>
      )}
      {asking.value && (
        <div class="wk-alert wk-alert--warning">
          <p class="wk-alert__title">{word("erase.sure")}</p>
          <Paragraph>{word("erase.means")}</Paragraph>
          <Paragraph>{word("erase.first")}</Paragraph>
          <div class="wk-actions wk-alert__actions">
            <Button kind="primary" negative busy={busy.value.has("erase")} onClick={() => void erase()}>
              {word("erase.yes")}
            </Button>
            <Button
              onClick={() => {
                asking.value = false;
              }}
            >
              {word("erase.no")}
            </Button>
          </div>
        </div>
      )}
    </section>
  );
}
