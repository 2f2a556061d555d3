import { useState } from 'react';
import { Switch } from 'react-aria-components/Switch';

import { change as send } from '../api/client';
import { useChange, useEvent, useReading } from '../api/hooks';
import type { Fault, Page } from '../api/types';
import { Choice, SearchInput } from '../parts/fields';
import { Empty, Failure, Shown } from '../parts/reading';
import { Chip } from '../parts/signs';
import { ViewLinks } from '../parts/view_links';
import { hashOf, useFilters } from '../router';
import { dateAndTime } from '../text/time';
import { Misbehaviours } from './misbehaviours';

const VIEWS = [['switches', 'Switches'], ['misbehave', 'Misbehave by hand']] as const;
const ADDRESS = '/dashboard/v1/faults';

/** Ways to make the server wrong: one requirement broken as long as a switch is on, or the next replies lost or refused. */
export function FaultsPage() {
  const [filters] = useFilters();
  const view = filters.get('view') ?? 'switches';
  return (
    <>
      <h1>Faults</h1>
      <ViewLinks page="faults" views={VIEWS} current={view} />
      {view === 'misbehave' ? <Misbehaviours /> : <Board />}
    </>
  );
}

function Board() {
  const reading = useReading<Page<Fault>>(ADDRESS, true);
  useEvent('faults', reading.again);
  const [filters, change] = useFilters();
  const field = (name: string) => ({ value: filters.get(name) ?? '', change: (value: string) => change({ [name]: value }) });
  return (
    <>
      <p className="lead">Each switch breaks one requirement of the contract, and no other, until it is turned off.</p>
      <div className="tools" role="search" aria-label="Filter of faults">
        <SearchInput label="Name or requirement" {...field('text')} />
        <Choice label="Contract" choices={[['', 'All'], ['wallet', 'wallet'], ['feed', 'feed'], ['movements', 'movements']]} {...field('contract')} />
        <Choice label="State" choices={[['', 'All'], ['yes', 'On'], ['no', 'Off']]} {...field('on')} />
      </div>
      <Shown reading={reading}>
        {({ rows }) => {
          const fitting = rows.filter((row) => fits(row, filters));
          if (fitting.length === 0) return <Empty>No fault fits.</Empty>;
          return (
            <>
              <p className="sub" role="status">{fitting.length} {fitting.length === 1 ? 'fault' : 'faults'}, {fitting.filter((row) => row.on).length} on</p>
              <ul className="faults">{fitting.map((row) => <FaultCard key={row.name} fault={row} changed={reading.again} />)}</ul>
            </>
          );
        }}
      </Shown>
    </>
  );
}

function fits(fault: Fault, filters: URLSearchParams): boolean {
  const contract = filters.get('contract');
  const on = filters.get('on');
  const text = (filters.get('text') ?? '').toLowerCase();
  const all = `${fault.name} ${fault.requirement} ${fault.requirement_text} ${fault.sentence}`.toLowerCase();
  return (contract === null || fault.contract === contract) && (on === null || (on === 'yes') === fault.on) && all.includes(text);
}

function FaultCard({ fault, changed }: { fault: Fault; changed: () => void }) {
  const [wanted, setWanted] = useState<boolean | null>(null);
  const turning = useChange((on: boolean) => send<Fault>('POST', ADDRESS, { name: fault.name, on }), changed);
  const turn = (on: boolean) => {
    setWanted(on);
    turning.run(on);
  };
  const on = turning.busy && wanted !== null ? wanted : fault.on;
  return (
    <li className={fault.on ? 'panel fault on' : 'panel fault'}>
      <Switch className="switch" isSelected={on} onChange={turn} isDisabled={turning.busy}>
        <span className="switch-track" aria-hidden="true" />
        <b>{fault.name}</b>
      </Switch>
      <p>{fault.sentence}</p>
      <p className="sub">breaks <code>{fault.requirement}</code>: {fault.requirement_text}</p>
      {fault.on && <Effect fault={fault} />}
      {turning.error !== null && <Failure error={turning.error} />}
    </li>
  );
}

function Effect({ fault }: { fault: Fault }) {
  return (
    <p className="effect">
      <Chip tone="fail" sign="warn">on</Chip>
      {fault.since !== null && ` since ${dateAndTime(fault.since)} UTC, `}
      {fault.exchanges_since} exchanges of {fault.contract} since:{' '}
      <a href={hashOf('traffic', { contract: fault.contract })}>see them</a>
    </p>
  );
}
