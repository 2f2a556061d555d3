import { useState } from 'react';
import { Button } from 'react-aria-components/Button';

import { url } from '../api/client';
import { useReading, type Reading } from '../api/hooks';
import type { Page } from '../api/types';

export interface Paged<Rows> extends Reading<Rows> {
  number: number;
  previous: (() => void) | null;
  next: (() => void) | null;
}

type Query = Record<string, string | number | null | undefined>;

/** A list that is read page by page; another query begins at its first page. */
export function usePaged<Rows extends Page<unknown>>(path: string, query: Query, limit = 50): Paged<Rows> {
  const question = url(path, { ...query, limit });
  const [walk, setWalk] = useState<{ question: string; cursors: string[] }>({ question, cursors: [] });
  const cursors = walk.question === question ? walk.cursors : [];
  const reading = useReading<Rows>(url(path, { ...query, limit, cursor: cursors.at(-1) }), true);
  const go = (to: string[]) => () => setWalk({ question, cursors: to });
  const cursor = reading.data?.next_cursor ?? null;
  return {
    ...reading,
    number: cursors.length + 1,
    previous: cursors.length > 0 ? go(cursors.slice(0, -1)) : null,
    next: cursor !== null && !reading.loading ? go([...cursors, cursor]) : null,
  };
}

/** How much there is, and the ways to more of it. */
export function Pager<Row>({ paged, what }: { paged: Paged<Page<Row>>; what: string }) {
  const shown = paged.data?.rows.length ?? 0;
  const total = paged.data?.total ?? null;
  const count = total === null ? `${shown} ${what}` : `${shown} of ${total} ${what}`;
  return (
    <nav className="pager" aria-label={`Pages of ${what}`}>
      <span role="status">{total === 0 ? `No ${what}` : count}{paged.number > 1 && `, page ${paged.number}`}</span>
      <Button className="button small" isDisabled={paged.previous === null} onPress={() => paged.previous?.()}>Previous</Button>
      <Button className="button small" isDisabled={paged.next === null} onPress={() => paged.next?.()}>Next</Button>
    </nav>
  );
}
