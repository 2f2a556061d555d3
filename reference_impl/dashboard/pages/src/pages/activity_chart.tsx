import { useMemo, useState } from 'react';

import type { FeedRecord } from '../api/types';
import { Chart, type Line } from '../parts/chart';
import { Choice } from '../parts/fields';
import { Money } from '../parts/money';
import { negative, position, sum } from '../text/amount';
import { daysBefore, today } from '../text/range';
import { textOf } from './feed_lists';

function linesOf(days: Day[]): Line[] {
  return [
    { label: 'GGR', colour: 'series-1', bars: true, texts: days.map(({ ggr }) => ggr ?? 'none') },
    { label: 'NGR', colour: 'series-3', texts: days.map(({ ngr }) => ngr ?? 'none') },
  ];
}

const AXIS = new Intl.NumberFormat('en', { notation: 'compact' });

interface Day {
  date: string;
  /** null where no record of the day tells it. */
  ggr: string | null;
  ngr: string | null;
}

/** GGR and NGR of each day, of the records that are listed below it; one currency at a time, for they cannot be added. */
export function ActivityChart({ rows }: { rows: FeedRecord[] }) {
  const currencies = [...new Set(rows.map((row) => textOf(row['currency'])))].sort();
  const [wanted, setWanted] = useState('');
  const currency = currencies.includes(wanted) ? wanted : currencies[0] ?? '';
  const days = useMemo(() => daysOf(rows.filter((row) => row['currency'] === currency)), [rows, currency]);
  const data = useMemo(() => [
    days.map(({ date }) => Date.parse(`${date}T00:00:00Z`) / 1000),
    days.map(({ ggr }) => (ggr === null ? null : position(ggr))),
    days.map(({ ngr }) => (ngr === null ? null : position(ngr))),
  ] as [number[], (number | null)[], (number | null)[]], [days]);
  const lost = days.filter(({ ggr, ngr }) => negative(ggr ?? '') || negative(ngr ?? ''));
  return (
    <figure className="panel activity">
      <figcaption>
        GGR and NGR of the records below{days.length > 0 && `, ${days[0]?.date} to ${days.at(-1)?.date}`}
        {currencies.length > 1
          ? <Choice label="Currency" value={currency} change={setWanted} choices={currencies.map((its) => [its, its] as const)} />
          : ` in ${currency}`}
      </figcaption>
      <Chart days summary={`GGR and NGR by day in ${currency}: ${lost.length} of ${days.length} days are negative`}
             data={data} lines={linesOf(days)} unit={(value) => AXIS.format(value)} />
      <NegativeDays days={lost} currency={currency} />
    </figure>
  );
}

function NegativeDays({ days, currency }: { days: Day[]; currency: string }) {
  if (days.length === 0) return <p className="sub">No day was negative.</p>;
  return (
    <ul className="codes" aria-label="Negative days">
      {days.map(({ date, ggr, ngr }) => (
        <li key={date}>
          <b>{date}</b>
          {ggr !== null && <> GGR <Money amount={ggr} currency={currency} /></>}
          {ngr !== null && <> NGR <Money amount={ngr} currency={currency} /></>}
        </li>
      ))}
    </ul>
  );
}

/** Records may be years apart; more than a month would be too fine to be seen. */
const LONGEST_DAYS = 31;

function daysOf(rows: FeedRecord[]): Day[] {
  const dates = [...new Set(rows.map((row) => textOf(row['date'])))].sort();
  const first = daysBefore(dates.at(-1) ?? today(), LONGEST_DAYS - 1);
  return dates.filter((date) => date >= first).map((date) => {
    const its = rows.filter((row) => row['date'] === date);
    const total = (name: string) => {
      const amounts = its.map((row) => textOf(row[name])).filter((amount) => amount !== '');
      return amounts.length === 0 ? null : sum(amounts);
    };
    return { date, ggr: total('ggr'), ngr: total('ngr') };
  });
}
