import { parseDate, type CalendarDate } from '@internationalized/date';
import { useEffect, useState } from 'react';
import { flushSync } from 'react-dom';
import { Button } from 'react-aria-components/Button';
import { CalendarCell, CalendarGrid, CalendarGridBody, CalendarGridHeader, CalendarHeaderCell } from 'react-aria-components/Calendar';
import { DateInput, DateSegment } from 'react-aria-components/DateField';
import { DateRangePicker } from 'react-aria-components/DateRangePicker';
import { Dialog } from 'react-aria-components/Dialog';
import { Group } from 'react-aria-components/Group';
import { Heading } from 'react-aria-components/Heading';
import { Label } from 'react-aria-components/Label';
import { Popover } from 'react-aria-components/Popover';
import { RangeCalendar } from 'react-aria-components/RangeCalendar';

import { PRESETS, presetOf, type Range } from '../text/range';
import { Sign } from './signs';

interface Props {
  label: string;
  value: Range;
  today: string;
  change: (range: Range) => void;
}

interface Dates {
  start: CalendarDate;
  end: CalendarDate;
}

/** A year that is still being typed is one of long ago. */
const FIRST_YEAR = 2000;

function datesOf(range: Range): Dates {
  return { start: parseDate(range.from), end: parseDate(range.to) };
}

/** Half a date may be one too, so a range holds for the page when the typist pauses. */
const TYPING_MS = 400;

/** Two dates, typed or taken from a calendar, or a preset. Whole days of UTC. */
export function RangePicker({ label, value, today, change }: Props) {
  const [draft, setDraft] = useState<Dates>(() => datesOf(value));
  useEffect(() => setDraft(datesOf({ from: value.from, to: value.to })), [value.from, value.to]);
  const range = { from: draft.start.toString(), to: draft.end.toString() };
  const holds = draft.start.year >= FIRST_YEAR && range.from <= range.to;
  useEffect(() => {
    if (!holds || (range.from === value.from && range.to === value.to)) return undefined;
    const timer = setTimeout(() => change(range), TYPING_MS);
    return () => clearTimeout(timer);
  });
  // At once: the last digit moves the focus on, and the field that it leaves must know of it, or takes 05 for 00 and makes it 01.
  const edit = (dates: Dates | null) => { if (dates !== null) flushSync(() => setDraft(dates)); };
  return (
    <DateRangePicker className="range-picker" value={draft} onChange={edit} shouldForceLeadingZeros>
      <Label>{label}</Label>
      <Group className="range-field">
        <DateInput slot="start">{(segment) => <DateSegment segment={segment} />}</DateInput>
        <span aria-hidden="true">to</span>
        <DateInput slot="end">{(segment) => <DateSegment segment={segment} />}</DateInput>
        <Button className="button icon"><Sign name="calendar" /></Button>
      </Group>
      <Popover className="popover">
        <Dialog className="range-dialog">
          <Presets value={value} today={today} change={change} />
          <Days />
        </Dialog>
      </Popover>
    </DateRangePicker>
  );
}

function Presets({ value, today, change }: Omit<Props, 'label'>) {
  const current = presetOf(value, today);
  return (
    <ul className="presets" aria-label="Presets">
      {PRESETS.map((preset) => (
        <li key={preset.name}>
          <Button slot="close" className={preset === current ? 'preset current' : 'preset'}
                  onPress={() => change(preset.range(today))}>
            {preset.name}
          </Button>
        </li>
      ))}
    </ul>
  );
}

function Days() {
  return (
    <RangeCalendar className="calendar">
      <header>
        <Button slot="previous" className="button icon"><Sign name="previous" /></Button>
        <Heading level={3} />
        <Button slot="next" className="button icon"><Sign name="next" /></Button>
      </header>
      <CalendarGrid>
        <CalendarGridHeader>{(day) => <CalendarHeaderCell>{day}</CalendarHeaderCell>}</CalendarGridHeader>
        <CalendarGridBody>{(date) => <CalendarCell date={date} className="day" />}</CalendarGridBody>
      </CalendarGrid>
    </RangeCalendar>
  );
}
