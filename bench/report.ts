/** What one case was measured to be, over several runs. */
export interface Row {
  readonly name: string;
  readonly median: number;
  /** First and third quartile: how far the runs lie apart. */
  readonly low: number;
  readonly high: number;
  readonly runs: number;
  /** Of the median to that of the row it is compared with; 1 for that row. */
  readonly ratio?: number;
}

export interface Table {
  readonly title: string;
  readonly unit: string;
  readonly rows: readonly Row[];
}

/** What a bench found: tables, and sentences about them. No bench passes or fails. */
export interface Report {
  readonly tables: readonly Table[];
  readonly notes: readonly string[];
}

/** The value below which `part` of the numbers lie, by linear interpolation. `part` from 0 to 1. */
export function quantile(numbers: readonly number[], part: number): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const at = (sorted.length - 1) * part;
  const [below = Number.NaN, above = below] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return below + (above - below) * (at - Math.floor(at));
}

/** One row of a table, of all its runs; `beside` is the median it is compared with. */
export function row(name: string, runs: readonly number[], beside?: number): Row {
  const median = quantile(runs, 0.5);
  return {
    name,
    median,
    low: quantile(runs, 0.25),
    high: quantile(runs, 0.75),
    runs: runs.length,
    ...(beside !== undefined && { ratio: median / beside }),
  };
}

const figure = (number: number) => (number >= 100 ? Math.round(number).toLocaleString("en") : number.toPrecision(3));

function lines({ title, unit, rows }: Table): string[] {
  const cells = [
    [title, `median ${unit}`, "quartiles", "runs", "ratio"],
    ...rows.map(({ name, median, low, high, runs, ratio }) => [
      name,
      figure(median),
      `${figure(low)} – ${figure(high)}`,
      String(runs),
      ratio === undefined ? "" : ratio.toFixed(2),
    ]),
  ];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...cells.map((line) => line[column]?.length ?? 0)));
  return cells.map((line) =>
    line
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join("  ")
      .trimEnd(),
  );
}

/** A report for people, and then the same as JSON on the last line. */
export function printed(name: string, report: Report): string {
  const json = JSON.stringify({ bench: name, date: new Date().toISOString(), node: process.version, ...report });
  const tables = report.tables.map((table) => lines(table).join("\n"));
  return [...tables, report.notes.join("\n"), json].filter((part) => part !== "").join("\n\n");
}

/** Says on stderr how far a bench is. */
export function progress(text: string): void {
  process.stderr.write(`${text}\n`);
}
