import { useMemo } from 'react';
import type { AlignedData } from 'uplot';

import type { Tick } from '../api/types';
import { Chart, type Line } from '../parts/chart';
import { Empty } from '../parts/reading';
import { duration } from '../text/time';

const RATE: Line[] = [
  { label: 'all', colour: 'accent' },
  { label: 'wallet', colour: 'series-1' },
  { label: 'feed', colour: 'series-2' },
  { label: 'movements', colour: 'series-3' },
];
const LATENCY: Line[] = [
  { label: 'median', colour: 'accent' },
  { label: '99th percentile', colour: 'series-2' },
  { label: 'slowest', colour: 'fail' },
];
const ERRORS: Line[] = [
  { label: '4xx', colour: 'warn' },
  { label: '429', colour: 'series-3' },
  { label: '5xx', colour: 'fail' },
  { label: 'no reply', colour: 'skip' },
];

const count = (value: number) => String(Math.round(value));

/** Rate, latencies and errors over time, and what they are at this second. */
export function TrafficCharts({ ticks }: { ticks: Tick[] }) {
  const data = useMemo(() => dataOf(ticks), [ticks]);
  const last = ticks.at(-1);
  if (last === undefined) return <Empty>No second has been counted yet.</Empty>;
  const called = ticks.findLast((tick) => tick.requests > 0);
  const errors = sumOf(ticks, isError);
  const requests = ticks.reduce((total, tick) => total + tick.requests, 0);
  return (
    <div className="charts">
      <figure className="panel">
        <figcaption><b>{last.requests}</b> requests a second</figcaption>
        <Chart summary={`Requests a second, ${requests} in ten minutes`} data={data.rate} lines={RATE} unit={count} whole />
      </figure>
      <figure className="panel">
        <figcaption><b>{called === undefined ? 'none' : duration(called.p99_us)}</b> 99th percentile of latency</figcaption>
        <Chart summary={`Latencies; the last median is ${duration(called?.p50_us ?? 0)}`} data={data.latency} lines={LATENCY} unit={duration} />
      </figure>
      <figure className="panel">
        <figcaption><b>{errors}</b> errors in ten minutes</figcaption>
        <Chart summary={`Errors by code, ${errors} in ten minutes`} data={data.errors} lines={ERRORS} unit={count} whole />
        <Codes ticks={ticks} />
      </figure>
    </div>
  );
}

const isError = (status: string) => Number(status) >= 400 || status === '0';
const in4xx = (status: string) => status.startsWith('4') && status !== '429';
const in5xx = (status: string) => status.startsWith('5');

function Codes({ ticks }: { ticks: Tick[] }) {
  const codes = [...new Set(ticks.flatMap((tick) => Object.keys(tick.by_status)))].filter(isError).sort();
  if (codes.length === 0) return null;
  return (
    <ul className="codes" aria-label="Errors by code">
      {codes.map((code) => <li key={code}><b>{code === '0' ? 'no reply' : code}</b> {sumOf(ticks, (its) => its === code)}</li>)}
    </ul>
  );
}

function statuses(tick: Tick, fits: (status: string) => boolean): number {
  return Object.entries(tick.by_status).reduce((total, [status, n]) => total + (fits(status) ? n : 0), 0);
}

function sumOf(ticks: Tick[], fits: (status: string) => boolean): number {
  return ticks.reduce((total, tick) => total + statuses(tick, fits), 0);
}

function dataOf(ticks: Tick[]): Record<'rate' | 'latency' | 'errors', AlignedData> {
  const times = ticks.map(({ at }) => Date.parse(at) / 1000);
  const column = (value: (tick: Tick) => number | null) => ticks.map(value);
  const latency = (value: (tick: Tick) => number) => column((tick) => (tick.requests === 0 ? null : value(tick)));
  const contract = (name: string) => column((tick) => tick.by_contract[name] ?? 0);
  const errors = (fits: (status: string) => boolean) => column((tick) => statuses(tick, fits));
  return {
    rate: [times, column((tick) => tick.requests), contract('wallet'), contract('feed'), contract('movements')],
    latency: [times, latency((tick) => tick.p50_us), latency((tick) => tick.p99_us), latency((tick) => tick.max_us)],
    errors: [times, errors(in4xx), errors((status) => status === '429'), errors(in5xx), errors((status) => status === '0')],
  };
}
