import { useState } from 'react';

import { useRefresh } from '../api/hooks';
import type { FeedRecord, Page } from '../api/types';
import { DataTable, type Column } from '../parts/data_table';
import { Drawer } from '../parts/drawer';
import { Facts } from '../parts/facts';
import { SearchInput } from '../parts/fields';
import { Money } from '../parts/money';
import { Pager, usePaged } from '../parts/paged';
import { RangePicker } from '../parts/range_picker';
import { Empty, Shown } from '../parts/reading';
import { Chip } from '../parts/signs';
import { ViewLinks } from '../parts/view_links';
import { useFilters } from '../router';
import { negative } from '../text/amount';
import { rangeOf, today, type Range } from '../text/range';
import { dateAndTime } from '../text/time';
import { ActivityChart } from './activity_chart';
import { AMOUNTS, LISTS, nameOf, textOf, type FeedList } from './feed_lists';

/** Customers, transactions and daily activity as they are stored. */
export function FeedPage() {
  const [filters] = useFilters();
  const list = LISTS.find(({ name }) => name === filters.get('view')) ?? LISTS[0];
  return (
    <>
      <h1>Feed</h1>
      <ViewLinks page="feed" views={LISTS.map(({ name, title }) => [name, title] as const)} current={list.name} />
      <List key={list.name} list={list} />
    </>
  );
}

function List({ list }: { list: FeedList }) {
  const [filters, change] = useFilters();
  const [opened, setOpened] = useState<FeedRecord | null>(null);
  const query = Object.fromEntries(['customer_id', 'text', 'from', 'to'].map((name) => [name, filters.get(name)]));
  const paged = usePaged<Page<FeedRecord>>(`/dashboard/v1/feed/${list.name}`, query, 100);
  useRefresh('feed', paged.again);
  return (
    <>
      <div className="tools" role="search" aria-label={`Filter of ${list.name}`}>
        {list.dated && <Dates filters={filters} change={change} />}
        <SearchInput label="Customer ID" value={filters.get('customer_id') ?? ''} change={(customer_id) => change({ customer_id })} />
        <SearchInput label="Text" value={filters.get('text') ?? ''} change={(text) => change({ text })} />
      </div>
      <Shown reading={paged}>
        {({ rows }) => (rows.length === 0 ? <Empty>{list.empty}</Empty> : (
          <>
            {list.name === 'activity' && <ActivityChart rows={rows} />}
            <DataTable label={list.title} columns={columnsOf(list)} rows={rows} id={list.key} open={setOpened}
                       tone={(row) => (isNegative(row) ? 'negative-row' : '')} />
          </>
        ))}
      </Shown>
      <Pager paged={paged} what={list.what} />
      <RecordDrawer record={opened} title={list.one} close={() => setOpened(null)} />
    </>
  );
}

type Change = (changes: Record<string, string | null>) => void;

/** All records, unless two dates say less. */
function Dates({ filters, change }: { filters: URLSearchParams; change: Change }) {
  const now = today();
  const all = filters.get('from') === null || filters.get('to') === null;
  const value: Range = all ? { from: '2000-01-01', to: now } : rangeOf(filters.get('from'), filters.get('to'), now);
  return (
    <>
      <RangePicker label="Dates (UTC)" value={value} today={now} change={(range) => change({ from: range.from, to: range.to })} />
      {all ? <span className="tag preset-name">All dates</span> : <button type="button" className="button" onClick={() => change({ from: null, to: null })}>All dates</button>}
    </>
  );
}

function columnsOf(list: FeedList): Column<FeedRecord>[] {
  return list.columns.map((name) => ({
    head: nameOf(name),
    cell: (row: FeedRecord) => <Field name={name} row={row} />,
    ...kindOf(name),
  }));
}

function kindOf(name: string): Pick<Column<FeedRecord>, 'kind'> {
  if (AMOUNTS.has(name) || name === 'bets_count') return { kind: 'number' };
  if (name.endsWith('_id')) return { kind: 'code' };
  return name.endsWith('date') ? { kind: 'time' } : {};
}

function isNegative(row: FeedRecord): boolean {
  return ['ggr', 'ngr'].some((name) => negative(textOf(row[name])));
}

function Field({ name, row }: { name: string; row: FeedRecord }) {
  const text = textOf(row[name]);
  if (AMOUNTS.has(name)) return <Money amount={text} />;
  if (name === 'date') return <>{text}{isNegative(row) && <> <Chip tone="fail">negative</Chip></>}</>;
  return name.endsWith('_date') ? dateAndTime(text) : text;
}

function RecordDrawer({ record, title, close }: { record: FeedRecord | null; title: string; close: () => void }) {
  const rows = Object.entries(record ?? {}).map(([name, value]): [string, React.ReactNode] => [
    nameOf(name), AMOUNTS.has(name) ? <Money key={name} amount={textOf(value)} /> : textOf(value),
  ]);
  return (
    <Drawer title={title} open={record !== null} close={close}>
      <Facts rows={rows} />
    </Drawer>
  );
}
