import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Gathering } from "../frames.ts";
import { announcement } from "../model.ts";
import type { CameraProblem } from "../scanner.ts";
import { word } from "../words.ts";
import { Button } from "./Button.tsx";
import { Paragraph } from "./Heading.tsx";

interface ViewfinderProps {
  readonly onText: (text: string) => void;
  readonly onEnd: (problem?: CameraProblem) => void;
}

function Viewfinder({ onText, onEnd }: ViewfinderProps) {
  const video = useRef<HTMLVideoElement>(null);
  const gathered = useSignal({ have: 0, of: 1 });
  useEffect(() => {
    let stop: (() => void) | undefined;
    let isGone = false;
    const gathering = new Gathering();
    const found = (scanned: string): boolean => {
      const got = gathering.take(scanned);
      gathered.value = got;
      if (got.text !== undefined) onText(got.text);
      return got.text === undefined;
    };
    const open = async () => {
      const { scan } = await import("../scanner.ts");
      if (isGone || video.current === null) return;
      const camera = await scan(video.current, found);
      if ("problem" in camera) onEnd(camera.problem);
      else if (isGone) camera.stop();
      else stop = camera.stop;
    };
    open().catch(() => onEnd("none"));
    return () => {
      isGone = true;
      stop?.();
    };
  }, []);
  const { have, of } = gathered.value;
  return (
    <div class="wk-stack wk-stack--tight">
      <video ref={video} class="wk-viewfinder" muted playsInline aria-label={word("scan.picture")} />
      <Paragraph>{of > 1 ? word("scan.part", { have: String(have), of: String(of) }) : word("scan.hold")}</Paragraph>
      <div class="wk-actions">
        <Button onClick={() => onEnd()}>{word("scan.stop")}</Button>
      </div>
    </div>
  );
}

/** Reads a code with the camera, instead of pasting its text. */
export function Scan({ onText }: { onText: (text: string) => void }) {
  const isOpen = useSignal(false);
  const problem = useSignal<CameraProblem | undefined>(undefined);
  const end = (why?: CameraProblem) => {
    isOpen.value = false;
    problem.value = why;
  };
  const take = (text: string) => {
    end();
    announcement.value = word("status.scanned");
    onText(text);
  };
  if (isOpen.value) return <Viewfinder onText={take} onEnd={end} />;
  return (
    <div class="wk-stack wk-stack--tight">
      <div class="wk-actions">
        <Button
          onClick={() => {
            problem.value = undefined;
            isOpen.value = true;
          }}
        >
          {word("scan.open")}
        </Button>
      </div>
      {problem.value && (
        <div role="alert">
          <Paragraph>{word(`scan.${problem.value}`)}</Paragraph>
        </div>
      )}
    </div>
  );
}
