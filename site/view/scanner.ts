import { decodeQR } from "qr/decode.js";

/** Longest side of a picture that is looked at, in pixels. */
const SIDE = 800;
/** Milliseconds between two looks, and what one look may take. */
const PACE = 120;
const LOOK = 40;

/** Why there is no picture. */
export type CameraProblem = "none" | "refused";

/**
 * Shows the camera in a `<video>` and tells what codes say, until it is stopped. Pictures stay in memory and go nowhere.
 *
 * @param found whether to go on
 */
export async function scan(
  video: HTMLVideoElement,
  found: (text: string) => boolean,
): Promise<{ readonly stop: () => void } | { readonly problem: CameraProblem }> {
  // Absent on plain http.
  if (!navigator.mediaDevices) return { problem: "none" };
  let stream: MediaStream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" }, audio: false });
  } catch (error) {
    return { problem: error instanceof DOMException && error.name === "NotAllowedError" ? "refused" : "none" };
  }
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = () => {
    clearTimeout(timer);
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  };
  const canvas = document.createElement("canvas");
  const look = () => {
    const text = read(video, canvas);
    if (text !== undefined && !found(text)) stop();
    else timer = setTimeout(look, PACE);
  };
  video.srcObject = stream;
  await video.play().catch(() => {});
  look();
  return { stop };
}

function read(video: HTMLVideoElement, canvas: HTMLCanvasElement): string | undefined {
  const { videoWidth, videoHeight } = video;
  const scale = Math.min(1, SIDE / Math.max(videoWidth, videoHeight));
  const [width, height] = [Math.round(videoWidth * scale), Math.round(videoHeight * scale)];
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (context === null || width === 0 || height === 0) return undefined;
  Object.assign(canvas, { width, height });
  context.drawImage(video, 0, 0, width, height);
  try {
    return decodeQR(context.getImageData(0, 0, width, height), { timeLimit: LOOK });
  } catch {
    // No code in this picture.
    return undefined;
  }
}
