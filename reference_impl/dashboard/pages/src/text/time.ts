/** Times of the server are ISO 8601 with Z; they are shown in UTC, as contracts and reports have them. */

const INSTANT = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.(\d{1,3})\d*)?Z$/;

/** `2026-11-25 18:24:07`; a text that is no instant stays as it is. */
export function dateAndTime(instant: string): string {
  const match = INSTANT.exec(instant);
  return match === null ? instant : `${match[1]} ${match[2]}`;
}

/** `18:24:07.250`, to the millisecond. */
export function timeOfDay(instant: string): string {
  const match = INSTANT.exec(instant);
  return match === null ? instant : `${match[2]}.${(match[3] ?? '').padEnd(3, '0')}`;
}

/** `32 µs`, `1.8 ms`, `12 ms`, `1.2 s`. */
export function duration(microseconds: number): string {
  if (microseconds < 1000) return `${Math.round(microseconds)} µs`;
  if (microseconds < 10_000) return `${(microseconds / 1000).toFixed(1)} ms`;
  if (microseconds < 1_000_000) return `${Math.round(microseconds / 1000)} ms`;
  return `${(microseconds / 1_000_000).toFixed(1)} s`;
}
