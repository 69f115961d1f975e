import { useSignal } from "@preact/signals";
import { announcement, busy, send, state } from "../model.ts";
import { word } from "../words.ts";
import { Button } from "./Button.tsx";
import { Field, Form } from "./Form.tsx";
import { Paragraph, Subheading } from "./Heading.tsx";

function Lock() {
  const isOpen = useSignal(false);
  const [passphrase, again] = [useSignal(""), useSignal("")];
  const isDifferent = useSignal(false);
  const lock = async () => {
    isDifferent.value = passphrase.value !== again.value;
    if (isDifferent.value) return;
    if (!(await send("lock", { do: "lock", passphrase: passphrase.value, before: "" })).ok) return;
    announcement.value = word("status.locked");
  };
  return (
    <>
      <Paragraph>{word("lock.text")}</Paragraph>
      {isOpen.value ? (
        <Form name="lock" submit={word("lock.do")} onSubmit={() => void lock()}>
          <Paragraph>{word("lock.warning")}</Paragraph>
          <Paragraph>{word("lock.old")}</Paragraph>
          <Field label={word("lock.new")} hint={word("lock.newHint")} value={passphrase} secret="new" required />
          <Field label={word("lock.again")} value={again} secret="new" required />
          <div role="alert">{isDifferent.value && <Paragraph>{word("lock.different")}</Paragraph>}</div>
        </Form>
      ) : (
        <div class="wk-actions">
          <Button
            onClick={() => {
              isOpen.value = true;
            }}
          >
            {word("lock.open")}
          </Button>
        </div>
      )}
    </>
  );
}

function Unlock() {
  const before = useSignal("");
  const unlock = async () => {
    if (!(await send("lock", { do: "lock", passphrase: "", before: before.value })).ok) return;
    announcement.value = word("status.unlocked");
  };
  return (
    <>
      <Paragraph>{word("lock.on")}</Paragraph>
      <Form name="lock" submit={word("lock.off")} onSubmit={() => void unlock()}>
        <Field label={word("lock.current")} value={before} secret="current" required />
      </Form>
    </>
  );
}

/** A passphrase on this device, by choice. */
export function DeviceLock() {
  return (
    <section class="wk-stack">
      <Subheading>{word("lock.title")}</Subheading>
      {state.value.isLocked ? <Unlock /> : <Lock />}
      {busy.value.has("lock") && <Paragraph>{word("lock.busy")}</Paragraph>}
    </section>
  );
}
