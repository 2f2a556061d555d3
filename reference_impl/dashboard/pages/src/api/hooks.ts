/** What the pages read the server with. */
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';

import { get } from './client';
import { events, type Connection, type EventKinds } from './events';

export interface Reading<Data> {
  /** The last answer; stays while a newer one is on its way to the same question. */
  data: Data | null;
  error: Error | null;
  loading: boolean;
  again: () => void;
}

interface Known<Data> {
  address: string;
  data: Data | null;
  error: Error | null;
}

const RETRY_MS = 3000;

/**
 * Reads `address` now and whenever it changes. Without an answer, or with an error, it is tried again by itself.
 * @param keep whether the answer to the former address stays until there is a new one: for lists that are filtered.
 */
export function useReading<Data>(address: string | null, keep = false): Reading<Data> {
  const [known, setKnown] = useState<Known<Data>>({ address: '', data: null, error: null });
  const [turn, setTurn] = useState(0);
  const again = useCallback(() => setTurn((n) => n + 1), []);
  useEffect(() => {
    if (address === null) return undefined;
    const control = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    get<Data>(address, control.signal).then(
      (data) => setKnown({ address, data, error: null }),
      (error: Error) => {
        if (control.signal.aborted) return;
        setKnown((old) => ({ address, data: old.address === address ? old.data : null, error }));
        timer = setTimeout(again, RETRY_MS);
      },
    );
    return () => {
      control.abort();
      clearTimeout(timer);
    };
  }, [address, turn, again]);
  const current = known.address === address;
  return { data: current || keep ? known.data : null, error: current ? known.error : null, loading: !current, again };
}

/** Calls `listener` at each event of the kind. */
export function useEvent<Kind extends keyof EventKinds>(kind: Kind, listener: (data: EventKinds[Kind]) => void): void {
  const newest = useRef(listener);
  useEffect(() => {
    newest.current = listener;
  });
  useEffect(() => events.listen(kind, (data) => newest.current(data)), [kind]);
}

const SETTLE_MS = 1000;

/** Calls `again` about a second after an exchange of the contract, however many follow in that second. */
export function useRefresh(contract: string, again: () => void): void {
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const begin = () => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      again();
    }, SETTLE_MS);
  };
  useEvent('exchange', (exchange) => { if (exchange.contract === contract) begin(); });
  useEvent('dropped', begin);
  useEffect(() => () => {
    clearTimeout(timer.current);
    timer.current = undefined;
  }, []);
}

export function useConnection(): Connection {
  return useSyncExternalStore((changed) => events.watch(changed), () => events.connection);
}

/** A call that changes something, and what became of it. */
export interface Changing<Argument> {
  run: (argument: Argument) => void;
  busy: boolean;
  error: Error | null;
}

/** @param act what is to be done; @param done what follows when it was. */
export function useChange<Argument, Answer>(act: (argument: Argument) => Promise<Answer>,
                                            done: (answer: Answer) => void): Changing<Argument> {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  const run = (argument: Argument) => {
    setBusy(true);
    setError(null);
    act(argument).then(done, setError).finally(() => setBusy(false));
  };
  return { run, busy, error };
}
