import { toSvgPath } from "lean-qr/extras/svg";
import { correction, generate } from "lean-qr/nano";
import { useMemo } from "preact/hooks";

/** The white border that scanners need, in modules. */
const QUIET = 4;

/**
 * A QR code as one SVG path: dark on white in every theme, because scanners need it.
 * A screen has no scratches, so the lowest correction: fewer and bigger squares.
 */
export function QrCode({ text, label, caption }: { text: string; label: string; caption: string }) {
  const code = useMemo(() => {
    const bitmap = generate(text, { minCorrectionLevel: correction.L });
    return { path: toSvgPath(bitmap), side: bitmap.size + 2 * QUIET };
  }, [text]);
  return (
    <figure class="wk-qr">
      <svg
        class="wk-qr__code"
        role="img"
        aria-label={label}
        viewBox={`${-QUIET} ${-QUIET} ${code.side} ${code.side}`}
        shape-rendering="crispEdges"
      >
        <rect x={-QUIET} y={-QUIET} width={code.side} height={code.side} fill="#fff" />
        <path d={code.path} fill="#000" />
      </svg>
      <figcaption class="wk-qr__caption">{caption}</figcaption>
    </figure>
  );
}
