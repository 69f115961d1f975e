import { signal } from "@preact/signals";
import { Fragment } from "preact";
import { keptShown } from "../kept.ts";
import { mayWrite, online } from "../model.ts";
import { exactTime, isoTime, moment } from "../moment.ts";
import type { Contribution } from "../protocol.ts";
import { count, locale, word } from "../words.ts";

const now = signal(Date.now());
const MINUTE = 60_000;

/** Lets "3 minutes ago" go on being true. */
export function keepTime(): void {
  setInterval(() => {
    now.value = Date.now();
  }, MINUTE);
}

/** Who wrote it. */
export function Author({ of }: { of: Contribution }) {
  return <span dir="auto">{of.author}</span>;
}

/** When it was written, and whether it was changed since. */
export function When({ of }: { of: Contribution }) {
  return (
    <>
      <time dateTime={isoTime(of.at)} title={exactTime(of.at, locale)}>
        {moment(of.at, Math.max(now.value, of.at), locale)}
      </time>{" "}
      {of.edited && <span>{word("by.edited")}</span>}
    </>
  );
}

/** Where it is kept, as text. `block` is the class of what it stands in. */
export function State({ of, block }: { of: Contribution; block: string }) {
  const { places, how } = keptShown(of.kept, of.mine && mayWrite.value, online.value, { locale, word, count });
  return (
    <p class={`${block}__state ${block}__state--${how}`}>
      <span class="wk-places">
        {places.map((place, nth) => (
          <Fragment key={place}>
            {nth > 0 && " "}
            <span class="wk-place">{place}</span>
          </Fragment>
        ))}
      </span>
    </p>
  );
}
