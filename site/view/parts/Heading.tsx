import type { ComponentChildren } from "preact";
import { useLayoutEffect } from "preact/hooks";
import { siteName } from "../model.ts";

/**
 * The heading of a view, which takes the focus after navigation.
 * The tab's title is only the kind of view: browsers write titles to disk, so no resident's words go there.
 */
export function Heading({ tab, children }: { tab: string; children: ComponentChildren }) {
  useLayoutEffect(() => {
    document.title = [tab, siteName.value].filter((part) => part !== "").join(" – ");
  }, [tab]);
  return (
    <h1 class="nl-heading nl-heading--level-1" id="title" tabIndex={-1} dir="auto">
      {children}
    </h1>
  );
}

export function Subheading({ children, id }: { children: ComponentChildren; id?: string }) {
  return (
    <h2 class="nl-heading nl-heading--level-2" {...(id ? { id, tabIndex: -1 } : {})}>
      {children}
    </h2>
  );
}

export function Paragraph({ children, lead }: { children: ComponentChildren; lead?: boolean }) {
  return <p class={`nl-paragraph${lead ? " nl-paragraph--lead" : ""}`}>{children}</p>;
}
