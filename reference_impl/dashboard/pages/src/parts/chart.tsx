import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';

import { useTheme } from './theme';

export interface Line {
  label: string;
  /** The name of a colour of the style sheet, without `--`. */
  colour: string;
  bars?: boolean;
  /** What the legend says of each value instead: amounts as they are, where the chart only knows about where they stand. */
  texts?: string[];
}

interface Props {
  /** What a screen reader says instead of the picture. */
  summary: string;
  /** Seconds since 1970; then the values of each line. */
  data: uPlot.AlignedData;
  lines: Line[];
  unit: (value: number) => string;
  /** Values are whole: no fractions on the axis. */
  whole?: boolean;
  /** Whole days on the axis instead of times of day. */
  days?: boolean;
  height?: number;
}

/** Values over time, on a canvas. */
export function Chart(props: Props) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const theme = useTheme();
  const shape = JSON.stringify([props.lines.map(({ label, colour: name, bars }) => [label, name, bars]), props.days, props.height, theme]);
  const newest = useRef(props);
  newest.current = props;

  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    const made = new uPlot(options(() => newest.current, element), newest.current.data, element);
    plot.current = made;
    const watch = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: made.height }));
    watch.observe(element);
    return () => {
      watch.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [shape]);
  useEffect(() => plot.current?.setData(props.data), [props.data]);

  return <div className="chart" role="img" aria-label={props.summary} ref={place} />;
}

/** The colour that a name of the style sheet stands for just now: a canvas knows no style sheet. */
function colour(name: string, element: HTMLElement): string {
  const probe = element.appendChild(document.createElement('span'));
  probe.style.color = `var(--${name})`;
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
}

const WHOLE_STEPS = [1, 2, 5].flatMap((digit) => [0, 1, 2, 3, 4, 5, 6].map((zeros) => digit * 10 ** zeros)).sort((a, b) => a - b);
const HALF_DAY_S = 43_200;
const DAY_STEPS = [1, 2, 5, 10].map((days) => days * 2 * HALF_DAY_S);

/** Room for the bars of the first and the last day. */
function wholeDays(days: ArrayLike<number>): uPlot.Range.MinMax {
  return [(days[0] ?? 0) - HALF_DAY_S, (days[days.length - 1] ?? 0) + HALF_DAY_S];
}

/** Without a pointer on the chart the legend tells the last values. */
function tellLast(plot: uPlot): void {
  if (plot.cursor.idx === null || plot.cursor.idx === undefined) plot.setLegend({ idx: plot.data[0].length - 1 });
}

function options(newest: () => Props, element: HTMLElement): uPlot.Options {
  const { lines, unit, whole = false, days = false, height = 160 } = newest();
  const axis: uPlot.Axis = {
    stroke: colour('soft', element),
    grid: { stroke: colour('line', element), width: 1 },
    ticks: { show: false },
    font: '12px system-ui, sans-serif',
  };
  return {
    width: element.clientWidth,
    height,
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC'),
    cursor: { points: { size: 7 }, y: false, drag: { x: false, y: false } },
    legend: { live: true },
    series: [{ label: days ? 'Day' : 'Time', value: days ? '{YYYY}-{MM}-{DD}' : '{HH}:{mm}:{ss}' },
             ...lines.map((line, at) => series(line, (index, raw) => newest().lines[at]?.texts?.[index] ?? unit(raw), element))],
    axes: [{ ...axis, values: days ? '{YYYY}-{MM}-{DD}' : '{HH}:{mm}:{ss}', space: 90, size: 32, ...(days ? { incrs: DAY_STEPS } : {}) },
           { ...axis, size: 64, values: (_, ticks) => ticks.map(unit), ...(whole ? { incrs: WHOLE_STEPS } : {}) }],
    hooks: { setCursor: [tellLast], setData: [tellLast], ready: [tellLast] },
    scales: { ...(days ? { x: { range: () => wholeDays(newest().data[0]) } } : {}),
              y: { range: (_, low, high) => [Math.min(0, low * 1.1), Math.max(high * 1.1, low < 0 ? 0 : 1)] } },
  };
}

/** A value between two that are none has no line to be seen by: it is drawn as a point. */
function alone(plot: uPlot, index: number): number[] {
  const values = plot.data[index] ?? [];
  const none = (at: number) => values[at] === null || values[at] === undefined;
  return [...values.keys()].filter((at) => !none(at) && none(at - 1) && none(at + 1));
}

type Told = (index: number, value: number) => string;

function series(line: Line, told: Told, element: HTMLElement): uPlot.Series {
  const stroke = colour(line.colour, element);
  const value = (_: uPlot, raw: number | null, __: number, index: number | null) => (
    raw === null || index === null ? 'none' : told(index, raw)
  );
  const common: uPlot.Series = { label: line.label, stroke, width: 2, value, points: { show: true, size: 4, filter: alone } };
  if (line.bars !== true || uPlot.paths.bars === undefined) return common;
  return { ...common, points: { show: false }, fill: stroke, width: 0, paths: uPlot.paths.bars({ size: [0.6, 40] }) };
}
