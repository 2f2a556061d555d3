import { useEffect, useMemo, useState } from 'react';

import { url } from '../api/client';
import { useEvent, useReading } from '../api/hooks';
import type { Exchange, Page, Tick } from '../api/types';
import { DataTable, type Column } from '../parts/data_table';
import { Choice, SearchInput } from '../parts/fields';
import { Pager, usePaged } from '../parts/paged';
import { Empty, Shown } from '../parts/reading';
import { StatusChip } from '../parts/signs';
import { useFilters } from '../router';
import { duration, timeOfDay } from '../text/time';
import { ExchangeDrawer } from './exchange_drawer';
import { TrafficCharts } from './traffic_charts';

const WINDOW_S = 600;

/** What calls the server just now, and every exchange that it still keeps. */
export function TrafficPage() {
  const [filters, change] = useFilters();
  return (
    <>
      <h1>Live traffic</h1>
      <Figures />
      <h2>Exchanges</h2>
      <Stream />
      <ExchangeDrawer id={filters.get('id')} close={() => change({ id: null })} />
    </>
  );
}

/** The last ten minutes: read once, then a tick each second. */
function Figures() {
  const reading = useReading<{ ticks: Tick[] }>(url('/dashboard/v1/traffic', { seconds: WINDOW_S }));
  const [ticks, setTicks] = useState<Tick[]>([]);
  useEffect(() => {
    if (reading.data !== null) setTicks(reading.data.ticks);
  }, [reading.data]);
  useEvent('tick', (tick) => setTicks((old) => [...old.filter(({ at }) => at < tick.at), tick].slice(-WINDOW_S)));
  return <Shown reading={reading}>{() => <TrafficCharts ticks={ticks} />}</Shown>;
}

const STATUSES = [['', 'Any'], ['2xx', '2xx'], ['4xx', '4xx'], ['5xx', '5xx'], ['429', '429'], ['0', 'No reply']] as const;
const CONTRACTS = [['', 'All'], ['wallet', 'wallet'], ['feed', 'feed'], ['movements', 'movements']] as const;

const COLUMNS: Column<Exchange>[] = [
  { head: 'Time (UTC)', cell: (row) => timeOfDay(row.at), kind: 'time' },
  { head: 'Contract', cell: (row) => row.contract },
  { head: 'Call', cell: (row) => row.call },
  { head: 'Request', cell: (row) => `${row.method} ${row.path}`, kind: 'code' },
  { head: 'Status', cell: (row) => <StatusChip status={row.status} /> },
  { head: 'Took', cell: (row) => duration(row.took_us), kind: 'number' },
  { head: 'Partner', cell: (row) => row.partner },
  { head: 'Note', cell: (row) => row.note, kind: 'wide' },
];

function Stream() {
  const [filters, change] = useFilters();
  const [held, setHeld] = useState(false);
  const query = useMemo(() => Object.fromEntries(
    ['contract', 'call', 'status', 'partner', 'text'].map((name) => [name, filters.get(name)]),
  ), [filters.toString()]);
  const paged = usePaged<Page<Exchange>>('/dashboard/v1/exchanges', query);
  useNewest(!held && paged.number === 1, paged.again);
  const field = (name: string) => ({ value: filters.get(name) ?? '', change: (value: string) => change({ [name]: value }) });
  return (
    <>
      <div className="tools" role="search" aria-label="Filter of exchanges">
        <Choice label="Contract" choices={CONTRACTS} {...field('contract')} />
        <Choice label="Status" choices={STATUSES} {...field('status')} />
        <SearchInput label="Call" {...field('call')} />
        <SearchInput label="Partner" {...field('partner')} />
        <SearchInput label="Text" {...field('text')} />
        <button type="button" className="button" aria-pressed={held} onClick={() => setHeld(!held)}>
          {held ? 'Follow again' : 'Hold still'}
        </button>
      </div>
      <Shown reading={paged}>
        {({ rows }) => (rows.length === 0
          ? <Empty>No exchange fits. Calls appear here as they come; filters above may keep them out.</Empty>
          : <DataTable label="Exchanges" columns={COLUMNS} rows={rows} id={(row) => String(row.id)} open={(row) => change({ id: String(row.id) })} />)}
      </Shown>
      <Pager paged={paged} what="exchanges" />
    </>
  );
}

/** Reads again with the next tick after an exchange: at most once a second, however much comes. */
function useNewest(follows: boolean, again: () => void): void {
  const [seen, setSeen] = useState(false);
  useEvent('exchange', () => setSeen(true));
  useEvent('dropped', () => setSeen(true));
  useEvent('tick', () => {
    if (!seen || !follows) return;
    setSeen(false);
    again();
  });
}
