import { expect, it } from 'vitest';

import { dateAndTime, duration, timeOfDay } from './time';

it('shows instants in UTC, as they came', () => {
  expect(dateAndTime('2026-11-25T18:24:07.123456Z')).toBe('2026-11-25 18:24:07');
  expect(timeOfDay('2026-11-25T18:24:07.5Z')).toBe('18:24:07.500');
  expect(timeOfDay('2026-11-25T18:24:07Z')).toBe('18:24:07.000');
  expect(dateAndTime('soon')).toBe('soon');
});

it('shows durations in a unit that fits', () => {
  expect([0, 32, 1840, 12_345, 1_250_000].map(duration)).toEqual(['0 µs', '32 µs', '1.8 ms', '12 ms', '1.3 s']);
});
