/** Ranges of whole days, UTC, both ends included; `from` and `to` are dates, YYYY-MM-DD. */

export interface Range {
  from: string;
  to: string;
}

export interface Preset {
  name: string;
  range: (today: string) => Range;
}

const DATE = /^\d{4}-\d\d-\d\d$/;
const DAY_MS = 86_400_000;

export function today(): string {
  return new Date().toISOString().slice(0, 10);
}

export function daysBefore(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) - days * DAY_MS).toISOString().slice(0, 10);
}

/** The last N days end with today. */
function last(days: number): (date: string) => Range {
  return (date) => ({ from: daysBefore(date, days - 1), to: date });
}

function lastMonth(date: string): Range {
  const to = daysBefore(`${date.slice(0, 8)}01`, 1);
  return { from: `${to.slice(0, 8)}01`, to };
}

/** The server's own default, to the second: from this time of day seven days ago. */
export const DEFAULT_PRESET: Preset = {
  name: 'Last 7 days',
  range: (date) => ({ from: daysBefore(date, 7), to: date }),
};

export const PRESETS: readonly Preset[] = [
  { name: 'Today', range: last(1) },
  { name: 'Yesterday', range: (date) => ({ from: daysBefore(date, 1), to: daysBefore(date, 1) }) },
  DEFAULT_PRESET,
  { name: 'Last 30 days', range: last(30) },
  { name: 'This month', range: (date) => ({ from: `${date.slice(0, 8)}01`, to: date }) },
  { name: 'Last month', range: lastMonth },
  { name: 'Last 12 months', range: last(365) },
];

function isDate(text: string | null): text is string {
  return text !== null && DATE.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) && daysBefore(text, 0) === text;
}

/** The range that an address names, else the default. */
export function rangeOf(from: string | null, to: string | null, now: string): Range {
  return isDate(from) && isDate(to) && from <= to ? { from, to } : DEFAULT_PRESET.range(now);
}

export function presetOf(range: Range, now: string): Preset | null {
  return PRESETS.find((preset) => {
    const its = preset.range(now);
    return its.from === range.from && its.to === range.to;
  }) ?? null;
}

/** The two instants that bound the days, for the server; nothing for its own default. */
export function instants(range: Range, now: string): Partial<Range> {
  if (presetOf(range, now) === DEFAULT_PRESET) return {};
  return { from: `${range.from}T00:00:00Z`, to: `${range.to}T23:59:59.999999Z` };
}
