/** Where the reader is: `#/movements?player_id=…`. The address holds filters too, so that a view can be kept and sent on. */
import { useSyncExternalStore } from 'react';

export interface Place {
  page: string;
  query: URLSearchParams;
}

/** `#/page?name=value`; anything else is the page "". */
export function placeOf(hash: string): Place {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  return { page: path, query: new URLSearchParams(query) };
}

export function hashOf(page: string, query: Record<string, string | null> = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== '') parameters.set(name, value);
  }
  const text = parameters.toString();
  return `#/${page}${text === '' ? '' : `?${text}`}`;
}

export function useHash(): string {
  return useSyncExternalStore(watch, () => window.location.hash);
}

function watch(changed: () => void): () => void {
  window.addEventListener('hashchange', changed);
  return () => window.removeEventListener('hashchange', changed);
}

/** The query of this page, and a way to change some of it; what is null or empty goes. */
export function useFilters(): [URLSearchParams, (changes: Record<string, string | null>) => void] {
  const place = placeOf(useHash());
  const change = (changes: Record<string, string | null>) => {
    window.location.hash = hashOf(place.page, { ...Object.fromEntries(place.query), ...changes });
  };
  return [place.query, change];
}
