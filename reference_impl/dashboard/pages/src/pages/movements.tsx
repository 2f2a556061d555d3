import { useMemo, useState } from 'react';
import { Button } from 'react-aria-components/Button';

import { useRefresh } from '../api/hooks';
import type { Metric, Movement, MovementPage } from '../api/types';
import { DataTable, type Column } from '../parts/data_table';
import { Drawer } from '../parts/drawer';
import { TextInput } from '../parts/fields';
import { Pager, usePaged } from '../parts/paged';
import { RangePicker } from '../parts/range_picker';
import { Empty, Shown } from '../parts/reading';
import { Sign } from '../parts/signs';
import { useFilters } from '../router';
import { instants, presetOf, rangeOf, today } from '../text/range';
import { dateAndTime } from '../text/time';
import { MetricChange, MovementDrawer } from './movement_drawer';

const FILTERS = [
  ['player_id', 'Player ID'],
  ['external_client_id', 'External client ID'],
  ['request_id', 'Request ID'],
] as const;

type FilterName = (typeof FILTERS)[number][0];

/** The player movements log: one row a movement, a column for each metric. */
export function MovementsPage() {
  const [filters, change] = useFilters();
  const [filtering, setFiltering] = useState(false);
  const now = today();
  const range = rangeOf(filters.get('from'), filters.get('to'), now);
  const query = { ...instants(range, now), ...Object.fromEntries(FILTERS.map(([name]) => [name, filters.get(name)])) };
  const paged = usePaged<MovementPage>('/dashboard/v1/movements', query);
  useRefresh('movements', () => { if (paged.number === 1) paged.again(); });
  const preset = presetOf(range, now);
  const active = FILTERS.filter(([name]) => filters.get(name) !== null);
  return (
    <>
      <h1>Player movements</h1>
      <div className="tools">
        <RangePicker label="Dates (UTC)" value={range} today={now} change={change_range(change)} />
        <span className="tag preset-name">{preset?.name ?? 'Custom range'}</span>
        <Button className="button" onPress={() => setFiltering(true)}>
          <Sign name="filter" /> Filter{active.length > 0 && ` (${active.length})`}
        </Button>
        <ActiveFilters active={active} filters={filters} remove={(name) => change({ [name]: null })} />
      </div>
      <Shown reading={paged}>
        {({ rows, metrics }) => (rows.length === 0
          ? <Nothing />
          : <Log rows={rows} metrics={metrics} open={(row) => change({ id: row.id })} />)}
      </Shown>
      <Pager paged={paged} what="movements" />
      <FilterDrawer open={filtering} close={() => setFiltering(false)} filters={filters} change={change} />
      <MovementDrawer id={filters.get('id')} metrics={paged.data?.metrics ?? []} close={() => change({ id: null })} />
    </>
  );
}

type Change = (changes: Record<string, string | null>) => void;

function change_range(change: Change) {
  return (range: { from: string; to: string }) => change({ from: range.from, to: range.to });
}

function Nothing() {
  return (
    <Empty>
      <p>No movement in this range fits the filter.</p>
      <ul>
        <li>Is the range right? By default it is the last 7 days.</li>
        <li>Does the player exist? Without one for this external client ID and brand, the API answers “client not found”.</li>
        <li>Was it a retry with the same request ID? Only the first one is recorded.</li>
        <li>Are the metric codes those of the platform, letter for letter?</li>
      </ul>
    </Empty>
  );
}

function Log({ rows, metrics, open }: { rows: Movement[]; metrics: Metric[]; open: (row: Movement) => void }) {
  const columns = useMemo(() => columnsOf(metrics), [metrics]);
  return <DataTable label="Player movements" columns={columns} rows={rows} id={(row) => row.id} open={open} />;
}

function columnsOf(metrics: Metric[]): Column<Movement>[] {
  return [
    { head: 'Created at (UTC)', cell: (row) => dateAndTime(row.created_at), kind: 'time' },
    { head: 'Player', cell: (row) => <>{row.external_client_id}<span className="sub">{row.player_id}</span></>, kind: 'code short' },
    { head: 'Brand', cell: (row) => row.brand, kind: 'code short' },
    ...metrics.map((metric): Column<Movement> => ({
      head: <>{metric.code}{metric.archived && <span className="tag">archived</span>}</>,
      cell: (row) => <MetricChange value={row.values[metric.code]} />,
      kind: 'number',
    })),
    { head: 'Request ID', cell: (row) => row.request_id ?? '', kind: 'code short' },
  ];
}

interface ActiveProps {
  active: readonly (readonly [FilterName, string])[];
  filters: URLSearchParams;
  remove: (name: FilterName) => void;
}

function ActiveFilters({ active, filters, remove }: ActiveProps) {
  return (
    <ul className="active-filters" aria-label="Active filters">
      {active.map(([name, label]) => (
        <li key={name}>
          {label}: <code>{filters.get(name)}</code>
          <Button className="button icon small" aria-label={`Remove the filter ${label}`} onPress={() => remove(name)}>
            <Sign name="close" />
          </Button>
        </li>
      ))}
    </ul>
  );
}

interface FilterProps {
  open: boolean;
  close: () => void;
  filters: URLSearchParams;
  change: Change;
}

function FilterDrawer({ open, close, filters, change }: FilterProps) {
  return (
    <Drawer title="Filter" open={open} close={close}>
      <FilterForm filters={filters} apply={(changes) => { change(changes); close(); }} />
    </Drawer>
  );
}

function FilterForm({ filters, apply }: { filters: URLSearchParams; apply: Change }) {
  const [draft, setDraft] = useState(() => Object.fromEntries(FILTERS.map(([name]) => [name, filters.get(name) ?? ''])));
  const none = Object.fromEntries(FILTERS.map(([name]) => [name, null]));
  return (
    <form onSubmit={(event) => { event.preventDefault(); apply(draft); }}>
      {FILTERS.map(([name, label]) => (
        <TextInput key={name} label={label} value={draft[name] ?? ''} change={(value) => setDraft({ ...draft, [name]: value })} />
      ))}
      <div className="buttons">
        <Button type="submit" className="button primary">Apply</Button>
        <Button className="button" onPress={() => apply(none)}>Clear all</Button>
      </div>
    </form>
  );
}
