import { computed, effect } from "@preact/signals";
import { render } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { unsentTexts } from "./drafts.ts";
import { fetchLater, Lazy } from "./lazy.tsx";
import { announcement, attach, busy, mayWrite, siteName, state, watchAnnouncement, watchConnection } from "./model.ts";
import { go, listenToAddress, placeToScroll, route } from "./navigation.ts";
import { renew } from "./offline.ts";
import { settle } from "./outbox.ts";
import { keepTime } from "./parts/Byline.tsx";
import { Frame } from "./parts/Frame.tsx";
import type { Client } from "./protocol.ts";
import { type Screen, screenKey, screenOf } from "./screen.ts";
import { Ask } from "./screens/Ask.tsx";
import { Join } from "./screens/Join.tsx";
import { Loading } from "./screens/Loading.tsx";
import { Question } from "./screens/Question.tsx";
import { Questions } from "./screens/Questions.tsx";
import { Begin, Start } from "./screens/Start.tsx";
import { word } from "./words.ts";

const screen = computed(() => screenOf(state.value.phase, route.value, mayWrite.value));

const PLAIN = {
  loading: Loading,
  start: Start,
  begin: Begin,
  questions: Questions,
  ask: Ask,
};

/** Screens that are fetched when they are opened, or once the page has nothing else to do. */
const LATER = {
  members: async () => (await import("./screens/Members.tsx")).Members,
  mine: async () => (await import("./screens/Mine.tsx")).Mine,
  restore: async () => (await import("./screens/Restore.tsx")).Restore,
  pair: async () => (await import("./screens/Pair.tsx")).Pair,
  blocked: async () => (await import("./screens/Blocked.tsx")).Blocked,
  locked: async () => (await import("./screens/Locked.tsx")).Locked,
  places: async () => (await import("./screens/Places.tsx")).Places,
};

function View({ screen }: { screen: Screen }) {
  if (screen.at === "join") return <Join link={screen.link} />;
  if (screen.at === "question") return <Question key={screen.id} id={screen.id} />;
  if (screen.at in LATER) return <Lazy key={screen.at} load={LATER[screen.at as keyof typeof LATER]} />;
  const Plain = PLAIN[screen.at as keyof typeof PLAIN];
  return <Plain />;
}

/** Shows the screen; after navigation its heading has the focus. */
function App() {
  const shown = screen.value;
  const key = screenKey(shown);
  const before = useRef<string | undefined>(undefined);
  useLayoutEffect(() => {
    const first = before.current === undefined || before.current === screenKey({ at: "loading" });
    before.current = key;
    if (first) return;
    document.getElementById("title")?.focus({ preventScroll: true });
    scrollTo(0, placeToScroll());
  }, [key]);
  return (
    <Frame at={shown.at}>
      <View screen={shown} />
    </Frame>
  );
}

/** Starts the live page in `root`, whose `data-site` is the site's name. */
export function start(client: Client, root: HTMLElement): void {
  siteName.value = root.dataset.site ?? "";
  listenToAddress();
  attach(client);
  keepTime();
  watchConnection();
  watchAnnouncement();
  effect(settle);
  let before: string | undefined;
  effect(() => {
    const { wijk } = state.value;
    if (before === "waiting" && wijk?.standing === "member") {
      announcement.value = word("status.joined", { name: wijk.name });
    }
    before = wijk?.standing;
  });
  effect(() => {
    // The address says where one is, not where one could not be.
    if (screen.value.at === "questions" && route.value.at !== "questions") go({ at: "questions" }, "replace");
  });
  const storing = () => state.peek().pending || busy.peek().size > 0;
  addEventListener("beforeunload", (event) => {
    if (storing()) event.preventDefault();
  });
  const stop = effect(() => {
    if (state.value.phase !== "inside") return;
    fetchLater(Object.values(LATER));
    queueMicrotask(() => stop());
  });
  void renew(() => !storing() && unsentTexts().length === 0);
  render(<App />, root);
}
