import { describe, expect, it } from 'vitest';

import { DEFAULT_PRESET, PRESETS, instants, presetOf, rangeOf } from './range';

const TODAY = '2026-03-01';
const named = (name: string) => PRESETS.find((preset) => preset.name === name)?.range(TODAY);

describe('presets', () => {
  it('end where they say, over the ends of months and years', () => {
    expect(named('Today')).toEqual({ from: TODAY, to: TODAY });
    expect(named('Yesterday')).toEqual({ from: '2026-02-28', to: '2026-02-28' });
    expect(named('Last 30 days')).toEqual({ from: '2026-01-31', to: TODAY });
    expect(named('This month')).toEqual({ from: '2026-03-01', to: TODAY });
    expect(named('Last month')).toEqual({ from: '2026-02-01', to: '2026-02-28' });
  });
  it('are recognised', () => {
    for (const preset of PRESETS.filter(({ name }) => name !== 'This month')) expect(presetOf(preset.range(TODAY), TODAY)).toBe(preset);
    expect(presetOf({ from: '2025-05-05', to: '2025-05-06' }, TODAY)).toBeNull();
  });
});

describe('rangeOf', () => {
  it('takes what the address names', () => {
    expect(rangeOf('2026-01-01', '2026-01-31', TODAY)).toEqual({ from: '2026-01-01', to: '2026-01-31' });
  });
  it('falls back to the last 7 days', () => {
    const fallback = DEFAULT_PRESET.range(TODAY);
    expect(fallback).toEqual({ from: '2026-02-22', to: TODAY });
    for (const [from, to] of [[null, null], ['2026-01-02', '2026-01-01'], ['x', '2026-01-01'], ['2026-01-01', null],
                              ['2026-02-30', '2026-03-01'], ['2026-01-01', '2026-99-99']] as const) {
      expect(rangeOf(from, to, TODAY)).toEqual(fallback);
    }
  });
});

describe('instants', () => {
  it('leaves the default to the server', () => {
    expect(instants(DEFAULT_PRESET.range(TODAY), TODAY)).toEqual({});
  });
  it('includes both days whole', () => {
    expect(instants({ from: '2026-01-01', to: '2026-01-02' }, TODAY)).toEqual({ from: '2026-01-01T00:00:00Z', to: '2026-01-02T23:59:59.999999Z' });
  });
});
