import { useMemo, useState } from 'react';

import type { FeedRecord } from '../api/types';
import { Chart, type Line } from '../parts/chart';
import { Choice } from '../parts/fields';
import { Money } from '../parts/money';
import { negative, position, sum } from '../text/amount';
import { textOf } from './feed_lists';

function linesOf(days: Day[]): Line[] {
  return [
    { label: 'GGR', colour: 'series-1', bars: true, texts: days.map(({ ggr }) => ggr) },
    { label: 'NGR', colour: 'series-3', texts: days.map(({ ngr }) => ngr) },
  ];
}

interface Day {
  date: string;
  ggr: string;
  ngr: string;
}

/** GGR and NGR of each day, of the records that are listed below it; one currency at a time, for they cannot be added. */
export function ActivityChart({ rows }: { rows: FeedRecord[] }) {
  const currencies = [...new Set(rows.map((row) => textOf(row['currency'])))].sort();
  const [wanted, setWanted] = useState('');
  const currency = currencies.includes(wanted) ? wanted : currencies[0] ?? '';
  const days = useMemo(() => daysOf(rows.filter((row) => row['currency'] === currency)), [rows, currency]);
  const data = useMemo(() => [
    days.map(({ date }) => Date.parse(`${date}T00:00:00Z`) / 1000),
    days.map(({ ggr }) => position(ggr)),
    days.map(({ ngr }) => position(ngr)),
  ] as [number[], number[], number[]], [days]);
  const lost = days.filter(({ ggr, ngr }) => negative(ggr) || negative(ngr));
  return (
    <figure className="panel activity">
      <figcaption>
        GGR and NGR of the {rows.length} records below, {days.length} {days.length === 1 ? 'day' : 'days'}
        {currencies.length > 1
          ? <Choice label="Currency" value={currency} change={setWanted} choices={currencies.map((its) => [its, its] as const)} />
          : ` in ${currency}`}
      </figcaption>
      <Chart days summary={`GGR and NGR by day in ${currency}: ${lost.length} of ${days.length} days are negative`}
             data={data} lines={linesOf(days)} unit={(value) => value.toLocaleString('en')} />
      <NegativeDays days={lost} currency={currency} />
    </figure>
  );
}

function NegativeDays({ days, currency }: { days: Day[]; currency: string }) {
  if (days.length === 0) return <p className="sub">No day was negative.</p>;
  return (
    <ul className="codes" aria-label="Negative days">
      {days.map(({ date, ggr, ngr }) => (
        <li key={date}><b>{date}</b> GGR <Money amount={ggr} currency={currency} />, NGR <Money amount={ngr} currency={currency} /></li>
      ))}
    </ul>
  );
}

function daysOf(rows: FeedRecord[]): Day[] {
  const dates = [...new Set(rows.map((row) => textOf(row['date'])))].sort();
  return dates.map((date) => {
    const its = rows.filter((row) => row['date'] === date);
    const total = (name: string) => sum(its.map((row) => textOf(row[name])));
    return { date, ggr: total('ggr'), ngr: total('ngr') };
  });
}
