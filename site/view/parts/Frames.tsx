import { useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { framesOf } from "../frames.ts";
import { word } from "../words.ts";
import { Button } from "./Button.tsx";
import { QrCode } from "./QrCode.tsx";

/** Milliseconds that each of several codes is shown. */
const TURN = 700;

const isCalm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** A text as a QR code, or as several by turns; they can be held still and turned by hand. */
export function Frames({ text, label }: { text: string; label: string }) {
  const frames = useMemo(() => framesOf(text), [text]);
  const at = useSignal(0);
  const runs = useSignal(!isCalm());
  const next = () => {
    at.value = (at.value + 1) % frames.length;
  };
  useEffect(() => {
    if (!runs.value || frames.length < 2) return undefined;
    const timer = setInterval(next, TURN);
    return () => clearInterval(timer);
  }, [runs.value, frames]);
  const shown = frames[at.value % frames.length];
  if (shown === undefined) return null;
  if (frames.length === 1) return <QrCode text={shown} label={label} caption={word("pair.scan")} />;
  return (
    <div class="wk-stack wk-stack--tight">
      <QrCode
        text={shown}
        label={label}
        caption={word("frames.caption", { n: String(at.value + 1), of: String(frames.length) })}
      />
      <div class="wk-actions">
        <Button
          onClick={() => {
            runs.value = !runs.value;
          }}
        >
          {word(runs.value ? "frames.hold" : "frames.run")}
        </Button>
        <Button onClick={next}>{word("frames.next")}</Button>
      </div>
    </div>
  );
}
