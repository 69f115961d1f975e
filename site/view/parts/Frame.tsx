import type { ComponentChildren } from "preact";
import { announcement, apart, mayWrite, near, state } from "../model.ts";
import { hrefOf, type Route } from "../route.ts";
import { count, word } from "../words.ts";
import { Front } from "./Front.tsx";
import { PageProblem } from "./Problem.tsx";
import { Progress } from "./Progress.tsx";

const PLACES = [
  { to: { at: "questions" }, name: "nav.vraagbaak", holds: ["questions", "question", "ask"] },
  { to: { at: "members" }, name: "nav.leden", holds: ["members"] },
  { to: { at: "mine" }, name: "nav.mijn", holds: ["mine"] },
  { to: { at: "places" }, name: "nav.andere", holds: ["places", "begin", "join"] },
] as const satisfies readonly { to: Route; name: string; holds: readonly string[] }[];

function Connection() {
  const { relay, neighbours } = state.value.connection;
  const how = neighbours === 0 ? "offline" : relay === "open" ? "online" : "local";
  const text =
    neighbours > 0
      ? count("connection.neighbours", neighbours)
      : word(
          relay === "open" ? "connection.alone" : relay === "connecting" ? "connection.connecting" : "connection.none",
        );
  return (
    <p class={`wk-connection wk-connection--${how}`}>
      <span class="wk-connection__dot" aria-hidden="true" />
      {text}
    </p>
  );
}

function Navigation({ at }: { at: string }) {
  return (
    <nav class="wk-nav" aria-label={word("nav.label")}>
      <ul class="wk-nav__list">
        {PLACES.map(({ to, name, holds }) => (
          <li class="wk-nav__item" key={name}>
            <a
              class="wk-nav__link"
              href={hrefOf(to)}
              {...((holds as readonly string[]).includes(at) ? { "aria-current": "page" as const } : {})}
            >
              {word(name)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** The page's one status: what was just done, else that one is offline. */
function Status() {
  const { phase, wijk } = state.value;
  const said = mayWrite.value ? announcement.value : "";
  const calm = [
    ...(wijk?.standing === "waiting" ? [word("standing.waiting")] : []),
    ...(wijk?.waits ? [word(`waits.${wijk.waits}`)] : []),
    ...(phase === "inside" && near.value ? [word("connection.near")] : []),
    ...(phase === "inside" && apart.value && mayWrite.value ? [word("connection.offline")] : []),
  ].join(" ");
  const done = said !== "";
  return (
    <div class={`wk-status${done ? " wk-status--done" : ""}`} role="status">
      {said || calm}
    </div>
  );
}

function Footer({ narrow }: { narrow: boolean }) {
  return (
    <footer class={`wk-live-foot${narrow ? " wk-live-foot--narrow" : ""}`}>
      <nav aria-label={word("foot.label")}>
        <a class="nl-link" href="/">
          {word("foot.home")}
        </a>
        <a class="nl-link" href="/privacy/">
          {word("foot.privacy")}
        </a>
      </nav>
    </footer>
  );
}

/** What stands around every view. */
export function Frame({ at, children }: { at: string; children: ComponentChildren }) {
  const { wijk, phase, connection } = state.value;
  const inside = phase === "inside";
  return (
    <div class="wk-app">
      <a class="nl-skip-link nl-skip-link--visible-on-focus" href="#inhoud">
        {word("skip")}
      </a>
      {inside && (
        <header class="wk-header">
          <p class="wk-header__name" dir="auto">
            {wijk?.name}
          </p>
          {mayWrite.value && (
            <div class="wk-header__connection">
              <Connection />
            </div>
          )}
        </header>
      )}
      {inside ? <Navigation at={at} /> : <Front />}
      <Status />
      <main class={`wk-main${inside ? "" : " wk-main--narrow"}`} id="inhoud" tabIndex={-1}>
        {inside && connection.progress !== undefined && connection.progress < 1 && (
          <Progress part={connection.progress} />
        )}
        {phase !== "blocked" && <PageProblem />}
        {children}
      </main>
      <Footer narrow={!inside} />
    </div>
  );
}
