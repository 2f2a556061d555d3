import { useState } from 'react';
import { Button } from 'react-aria-components/Button';

import { change as send, url } from '../api/client';
import { useChange, useEvent, useReading } from '../api/hooks';
import type { Misbehaviour, Page } from '../api/types';
import { Choice } from '../parts/fields';
import { Empty, Failure, Shown } from '../parts/reading';
import { hashOf } from '../router';
import { ACTIONS, KINDS, TRIES, type Contract } from './misbehaviour_kinds';

const ADDRESS = '/dashboard/v1/misbehaviours';

/** What the referee's scripts do, by hand: to the next operations of some kinds. */
export function Misbehaviours() {
  const reading = useReading<Page<Misbehaviour>>(ADDRESS, true);
  useEvent('faults', reading.again);
  useEvent('exchange', (exchange) => { if (exchange.note !== '') reading.again(); });
  return (
    <>
      <p className="lead">The next operations meet a lost, late or wrong reply. A client that is right gets over it.</p>
      <Order ordered={reading.again} />
      <h2>Ordered</h2>
      <Shown reading={reading}>
        {({ rows }) => (rows.length === 0
          ? <Empty>Nothing is ordered: every request is answered as the contract says.</Empty>
          : <ul className="faults">{rows.map((row) => <Ordered key={row.id} row={row} changed={reading.again} />)}</ul>)}
      </Shown>
    </>
  );
}

function Order({ ordered }: { ordered: () => void }) {
  const [contract, setContract] = useState<Contract>('wallet');
  const [kinds, setKinds] = useState<string[]>(['debit']);
  const [action, setAction] = useState('lose_reply_after_commit');
  const [tries, setTries] = useState('1');
  const [count, setCount] = useState('1');
  const order = useChange((body: object) => send('POST', ADDRESS, body), ordered);
  const choose = (to: string) => {
    const next = to as Contract;
    setContract(next);
    setKinds(KINDS[next].slice(0, 1));
    setAction('lose_reply_after_commit');
  };
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    order.run({ contract, on: kinds, do: Array<string>(Number(tries)).fill(action), count: Number(count) });
  };
  return (
    <form className="panel order" onSubmit={submit}>
      <div className="row">
        <Choice label="Contract" value={contract} change={choose} choices={Object.keys(KINDS).map((name) => [name, name] as const)} />
        <Choice label="What happens" value={action} change={setAction} choices={ACTIONS[contract]} />
        <Choice label="To each operation" value={tries} change={setTries} choices={TRIES} />
        <Choice label="How many operations" value={count} change={setCount} choices={['1', '3', '10', '50'].map((n) => [n, n] as const)} />
      </div>
      <KindBoxes all={KINDS[contract]} chosen={kinds} choose={setKinds} />
      {order.error !== null && <Failure error={order.error} />}
      <Button type="submit" className="button primary" isDisabled={order.busy || kinds.length === 0}>Order</Button>
    </form>
  );
}

function KindBoxes({ all, chosen, choose }: { all: readonly string[]; chosen: string[]; choose: (kinds: string[]) => void }) {
  const turn = (kind: string, on: boolean) => choose(all.filter((its) => (its === kind ? on : chosen.includes(its))));
  return (
    <fieldset>
      <legend>Operations</legend>
      {all.map((kind) => (
        <label key={kind} className="box">
          <input type="checkbox" checked={chosen.includes(kind)} onChange={(event) => turn(kind, event.target.checked)} /> {kind}
        </label>
      ))}
    </fieldset>
  );
}

function Ordered({ row, changed }: { row: Misbehaviour; changed: () => void }) {
  const ending = useChange(() => send('DELETE', url(ADDRESS, { id: row.id })), changed);
  return (
    <li className="panel fault">
      <div className="label">
        <b>{row.contract}: {row.on.join(', ')}</b>
        <Button className="button small" isDisabled={ending.busy} onPress={() => ending.run(undefined)} aria-label={`Take back the order for ${row.on.join(', ')}`}>
          Take back
        </Button>
      </div>
      <p>{row.do.join(', then ')}</p>
      <p className="sub">
        {row.left === 0 ? 'done' : `${row.left} of ${row.count} to come`}; met{row.exchanges.length === 0 ? ' nothing yet' : ':'}
        {row.exchanges.map((id) => <span key={id}> <a href={hashOf('traffic', { id: String(id) })}>{id}</a></span>)}
      </p>
      {ending.error !== null && <Failure error={ending.error} />}
    </li>
  );
}
