import { useId, useRef } from "preact/hooks";
import { Frames } from "./Frames.tsx";

interface PassedProps {
  readonly label: string;
  readonly text: string;
  readonly qr: string;
}

/** A text that goes to another device: as QR codes, and to copy. */
export function Passed({ label, text, qr }: PassedProps) {
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  return (
    <div class="wk-stack">
      <Frames text={text} label={qr} />
      <div class="wk-field">
        <label class="wk-field__label" for={id}>
          {label}
        </label>
        <textarea
          ref={field}
          class="wk-textarea wk-input--code"
          id={id}
          rows={4}
          readOnly
          autocomplete="off"
          value={text}
          onFocus={() => field.current?.select()}
        />
      </div>
    </div>
  );
}
