import { expect, it } from 'vitest';

import { url } from './client';

it('leaves out what is empty, and escapes the rest', () => {
  expect(url('/a')).toBe('/a');
  expect(url('/a', { b: 'x y&z', c: '', d: null, e: undefined, f: 0 })).toBe('/a?b=x+y%26z&f=0');
});
