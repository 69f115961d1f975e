import { type Signal, useSignal } from "@preact/signals";
import { type ComponentChildren, createContext } from "preact";
import { useContext, useId, useRef } from "preact/hooks";
import { busy, failure } from "../model.ts";
import { word } from "../words.ts";
import { Button } from "./Button.tsx";
import { ProblemNotice } from "./Problem.tsx";

/** What a wijk or a resident can be called at most, in characters. */
const NAME_LENGTH = 60;

/** What a passphrase has at most, in characters. */
const SECRET_LENGTH = 256;

const Attempted = createContext(false);

interface FormProps {
  /** The form's name: its draft, its failure and whether it is busy go by it. */
  readonly name: string;
  readonly label?: string;
  /** Its fields are names, which have `NAME_LENGTH`. */
  readonly ofName?: boolean;
  readonly submit: string;
  readonly onSubmit: () => void;
  readonly children: ComponentChildren;
  /** More buttons, beside the one that submits. */
  readonly actions?: ComponentChildren;
}

/** A form that says which field is missing, keeps words when saving fails, and sends once. */
export function Form({ name, label, ofName, submit, onSubmit, children, actions }: FormProps) {
  const attempted = useSignal(false);
  const element = useRef<HTMLFormElement>(null);
  const sending = busy.value.has(name);
  const failed = failure.value?.form === name ? failure.value.problem : undefined;
  const problem = failed === "too-long" && ofName ? "name-too-long" : failed;
  const onsubmit = (event: Event) => {
    event.preventDefault();
    if (sending) return;
    const required = element.current?.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("[required]") ?? [];
    const missing = [...required].find((field) => field.value.trim() === "");
    attempted.value = missing !== undefined;
    if (missing) missing.focus();
    else onSubmit();
  };
  return (
    <form
      ref={element}
      class="wk-form"
      noValidate
      autocomplete="off"
      onSubmit={onsubmit}
      {...(label ? { "aria-label": label } : {})}
    >
      <Attempted.Provider value={attempted.value}>{children}</Attempted.Provider>
      {problem && <ProblemNotice problem={problem} keepsWords />}
      <div class="wk-actions">
        <Button type="submit" kind="primary" busy={sending}>
          {submit}
        </Button>
        {actions}
      </div>
    </form>
  );
}

interface FieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly value: Signal<string>;
  readonly required?: boolean;
  /** Lines of a textarea; without it an input of one line, for a name. */
  readonly lines?: number;
  /** A passphrase, which a password manager may fill in or keep: that is its owner's choice. */
  readonly secret?: "new" | "current";
}

/**
 * Nothing typed is kept by the browser: `autocomplete` is off, for its session files as well. Of a name too: Chromium
 * writes one marked `nickname` to its disk in plain text, where wiping this device would not find it.
 */
export function Field({ label, hint, value, required, lines, secret }: FieldProps) {
  const id = useId();
  const missing = useContext(Attempted) && required === true && value.value.trim() === "";
  const described = [...(hint ? [`${id}-hint`] : []), ...(missing ? [`${id}-error`] : [])].join(" ");
  const common = {
    id,
    value: value.value,
    required: required === true,
    autocomplete: "off" as const,
    dir: "auto" as const,
    onInput: (event: { currentTarget: HTMLInputElement | HTMLTextAreaElement }) => {
      value.value = event.currentTarget.value;
    },
    ...(missing ? { "aria-invalid": true } : {}),
    ...(described ? { "aria-describedby": described } : {}),
  };
  return (
    <div class={`wk-field${missing ? " wk-field--invalid" : ""}`}>
      <label class="wk-field__label" for={id}>
        {label}
      </label>
      {hint && (
        <p class="wk-field__hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {lines ? (
        <textarea class="wk-textarea" rows={lines} {...common} />
      ) : (
        <input
          class="wk-input"
          {...(secret ? { type: "password", maxLength: SECRET_LENGTH } : { type: "text", maxLength: NAME_LENGTH })}
          {...common}
          {...(secret && ({ autocomplete: `${secret}-password` } as const))}
        />
      )}
      {missing && (
        <p class="wk-field__error" id={`${id}-error`}>
          {word("field.required")}
        </p>
      )}
    </div>
  );
}
