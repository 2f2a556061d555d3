import { expect, it } from 'vitest';

import { hashOf, placeOf } from './router';

it('keeps any text in an address', () => {
  const hash = hashOf('movements', { request_id: 'a&b=c ?#%<é>', from: '', to: null });
  const place = placeOf(hash);
  expect(place.page).toBe('movements');
  expect([...place.query]).toEqual([['request_id', 'a&b=c ?#%<é>']]);
});

it('takes an empty address for no page', () => {
  expect(placeOf('').page).toBe('');
  expect(placeOf('#/').page).toBe('');
});
