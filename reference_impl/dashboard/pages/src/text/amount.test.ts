import { describe, expect, it } from 'vitest';

import { groups, negative, sum } from './amount';

describe('groups', () => {
  it('cuts thousands, and put together again is the text that came', () => {
    expect(groups('1234567.8901')).toEqual(['1', '234', '567.8901']);
    for (const text of ['0', '-1', '999', '1000', '-123456', '0.000000000000000000001', '12345678901234567890.10', '', 'abc', '1e5', '--1']) {
      expect(groups(text).join('')).toBe(text);
    }
  });
  it('leaves alone what is no decimal', () => {
    expect(groups('1234abc')).toEqual(['1234abc']);
    expect(groups('1000e5')).toEqual(['1000e5']);
  });
});

describe('negative', () => {
  it('is a matter of the sign and of a digit that counts', () => {
    expect(negative('-0.01')).toBe(true);
    expect(negative('-0.00')).toBe(false);
    expect(negative('0.01')).toBe(false);
  });
});

describe('sum', () => {
  it('is exact where binary fractions are not', () => {
    expect(sum(['0.1', '0.2'])).toBe('0.3');
    expect(sum(['12345678901234567890.01', '-0.001'])).toBe('12345678901234567890.009');
  });
  it('keeps the sign of what is less than one', () => {
    expect(sum(['0.25', '-1'])).toBe('-0.75');
    expect(sum(['-0.5', '0.50'])).toBe('0.00');
  });
  it('leaves out what is no decimal', () => {
    expect(sum(['5', '', 'x'])).toBe('5');
    expect(sum([])).toBe('0');
  });
});
