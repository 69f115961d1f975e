const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const DATES_AFTER = 7 * DAY;

/** ECMA-262: the last time a Date can hold. */
const LAST_TIME = 8.64e15;

/** Whether it is a time at all: a neighbour can send any number. */
function isTime(at: number): boolean {
  return Math.abs(at) <= LAST_TIME;
}

/** "3 minuten geleden", "gisteren", and after a week a date. A time to come counts as now; no time says nothing. */
export function moment(at: number, now: number, locale: string): string {
  if (!isTime(at)) return "";
  const ago = Math.max(0, now - at);
  if (ago >= DATES_AFTER) {
    const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
    const year = sameYear ? {} : ({ year: "numeric" } as const);
    return new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", ...year }).format(at);
  }
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  if (ago < MINUTE) return relative.format(0, "second");
  if (ago < HOUR) return relative.format(-Math.floor(ago / MINUTE), "minute");
  if (ago < DAY) return relative.format(-Math.floor(ago / HOUR), "hour");
  return relative.format(-Math.floor(ago / DAY), "day");
}

/** `at` as the `datetime` of a `<time>`; empty when it is no time. */
export function isoTime(at: number): string {
  return isTime(at) ? new Date(at).toISOString() : "";
}

/** `at` in full; empty when it is no time. */
export function exactTime(at: number, locale: string): string {
  return isTime(at) ? new Intl.DateTimeFormat(locale, { dateStyle: "long", timeStyle: "short" }).format(at) : "";
}

/** Bytes in the reader's notation: "12 kB", "3,4 MB". */
export function size(bytes: number, locale: string): string {
  const [unit, amount] =
    bytes < 1_000
      ? (["byte", bytes] as const)
      : bytes < 1_000_000
        ? (["kilobyte", bytes / 1_000] as const)
        : (["megabyte", bytes / 1_000_000] as const);
  const digits = unit === "megabyte" && amount < 10 ? 1 : 0;
  return new Intl.NumberFormat(locale, {
    style: "unit",
    unit,
    unitDisplay: unit === "byte" ? "long" : "short",
    maximumFractionDigits: digits,
  }).format(amount);
}
