import { useSignal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";
import { Button } from "./parts/Button.tsx";
import { Heading, Paragraph } from "./parts/Heading.tsx";
import { moreWords, word } from "./words.ts";

type Load = () => Promise<ComponentType>;

const fetched = new Map<Load, ComponentType>();

async function fetchOnce(load: Load): Promise<ComponentType> {
  const [screen] = await Promise.all([fetched.get(load) ?? load(), moreWords()]);
  fetched.set(load, screen);
  return screen;
}

/** Fetches screens once the page has nothing else to do, so that they are there without a network. */
export function fetchLater(loads: readonly Load[]): void {
  const idle = globalThis.requestIdleCallback ?? ((fn: () => void) => setTimeout(fn, 2_000));
  idle(() => {
    for (const load of loads) void fetchOnce(load).catch(() => {});
  });
}

/** A screen that is fetched when it is opened; its heading gets the focus when it comes. */
export function Lazy({ load }: { load: Load }) {
  const failed = useSignal(false);
  const Screen = useSignal(fetched.get(load));
  useEffect(() => {
    if (Screen.value) return;
    fetchOnce(load).then(
      (screen) => {
        Screen.value = screen;
        requestAnimationFrame(() => document.getElementById("title")?.focus({ preventScroll: true }));
      },
      () => {
        failed.value = true;
      },
    );
  }, [Screen, load, failed.value, failed]);
  if (Screen.value) return <Screen.value />;
  if (!failed.value) return <Heading tab={word("start.tab")}>{word("lazy.coming")}</Heading>;
  return (
    <div class="wk-stack">
      <Heading tab={word("start.tab")}>{word("lazy.failed")}</Heading>
      <Paragraph>{word("lazy.do")}</Paragraph>
      <div class="wk-actions">
        <Button
          kind="primary"
          onClick={() => {
            failed.value = false;
          }}
        >
          {word("lazy.again")}
        </Button>
      </div>
    </div>
  );
}
