/** Fills of the drawing, back to front; each is a class that takes its colour from the house style. */
const ORDER = ["brick-1", "brick-2", "brick-3", "brick-4", "trim", "pane", "lamp", "green"] as const;
type Fill = (typeof ORDER)[number];

/** How a house meets the sky: stepped, bell-shaped or pointed gable, flat roof, or a pitched roof seen from the street. */
type Roof = "step" | "bell" | "point" | "flat" | "pitch";

interface House {
  width: number;
  height: number;
  roof: Roof;
  fill: Fill;
  columns: number;
  floors: number;
}

const GROUND = 200;

const HOUSES: readonly House[] = [
  { width: 168, height: 118, roof: "flat", fill: "brick-4", columns: 6, floors: 4 },
  { width: 66, height: 84, roof: "point", fill: "brick-1", columns: 2, floors: 2 },
  { width: 66, height: 84, roof: "point", fill: "brick-2", columns: 2, floors: 2 },
  { width: 150, height: 66, roof: "pitch", fill: "brick-3", columns: 5, floors: 2 },
  { width: 62, height: 108, roof: "step", fill: "brick-1", columns: 2, floors: 3 },
  { width: 54, height: 116, roof: "bell", fill: "brick-2", columns: 2, floors: 3 },
  { width: 78, height: 96, roof: "flat", fill: "brick-4", columns: 3, floors: 3 },
  { width: 58, height: 122, roof: "step", fill: "brick-3", columns: 2, floors: 3 },
  { width: 54, height: 98, roof: "bell", fill: "brick-1", columns: 2, floors: 3 },
  { width: 140, height: 62, roof: "pitch", fill: "brick-2", columns: 5, floors: 2 },
  { width: 180, height: 134, roof: "flat", fill: "brick-3", columns: 7, floors: 4 },
  { width: 64, height: 88, roof: "point", fill: "brick-4", columns: 2, floors: 2 },
  { width: 64, height: 88, roof: "point", fill: "brick-1", columns: 2, floors: 2 },
  { width: 58, height: 112, roof: "step", fill: "brick-2", columns: 2, floors: 3 },
  { width: 150, height: 66, roof: "pitch", fill: "brick-1", columns: 5, floors: 2 },
];

const box = (x: number, y: number, w: number, h: number) => `M${x} ${y}h${w}v${h}h${-w}z`;

function skyline({ width: w, roof }: House, x: number, top: number): string {
  if (roof === "step") {
    const step = w / 8;
    const up = `v-9h${step}`.repeat(3);
    const down = `v9h${step}`.repeat(3);
    return `M${x} ${top}${up}v-9h${2 * step}${down}v9z`;
  }
  if (roof === "bell") {
    const q = w / 4;
    return `M${x} ${top}q${q} -4 ${q} -24q0 -12 ${q} -12t${q} 12q0 20 ${q} 24z`;
  }
  if (roof === "point") return `M${x} ${top}l${w / 2} -34l${w / 2} 34z`;
  if (roof === "pitch") return `M${x - 4} ${top}l12 -34h${w - 16}l12 34z`;
  return box(x - 3, top - 6, w + 6, 6);
}

type Draw = (fill: Fill, path: string) => void;

function house({ height, columns, floors, width }: House, x: number, draw: Draw): void {
  const wide = width / columns;
  const high = (height - 6) / floors;
  for (let nth = 0; nth < floors * columns; nth++) {
    const floor = Math.floor(nth / columns);
    const left = Math.round(x + wide * ((nth % columns) + 0.5) - 7);
    const up = Math.round(GROUND - height + 8 + high * floor);
    if (floor === floors - 1 && (nth % columns) % 3 === 0) {
      draw("pane", box(left, GROUND - 26, 13, 26) + box(left + 2, GROUND - 34, 9, 5));
      continue;
    }
    const lit = (nth + x) % 5 === 1 || (nth + x) % 7 === 3;
    draw("trim", box(left - 2, up - 2, 18, 22));
    draw(lit ? "lamp" : "pane", box(left, up, 6, 18) + box(left + 8, up, 6, 18));
  }
}

/** A street of houses on a ground line at y = 200: per fill one path, in drawing order; and its width. */
export function street(): { paths: [Fill, string][]; width: number } {
  const layers = new Map<Fill, string>(ORDER.map((fill) => [fill, ""]));
  const draw: Draw = (fill, path) => layers.set(fill, (layers.get(fill) ?? "") + path);
  let x = 0;
  for (const one of HOUSES) {
    const top = GROUND - one.height;
    const crown: Partial<Record<Roof, Fill>> = { flat: "trim", pitch: "pane" };
    draw(one.fill, box(x, top, one.width, one.height));
    draw(crown[one.roof] ?? one.fill, skyline(one, x, top));
    house(one, x, draw);
    x += one.width;
    if (one.width < 140) continue;
    draw("green", `M${x + 10} ${GROUND}v-24a17 20 0 1 1 8 0v24z`);
    x += 28;
  }
  return { paths: [...layers], width: x };
}
