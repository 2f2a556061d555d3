import { url } from '../api/client';
import { useReading, useRefresh } from '../api/hooks';
import type { OpenRound, Page, Player, PlayerDetail, Round, Transaction } from '../api/types';
import { DataTable, type Column } from '../parts/data_table';
import { Drawer } from '../parts/drawer';
import { Facts } from '../parts/facts';
import { SearchInput } from '../parts/fields';
import { Money } from '../parts/money';
import { Pager, usePaged } from '../parts/paged';
import { Empty, Shown } from '../parts/reading';
import { Chip } from '../parts/signs';
import { ViewLinks } from '../parts/view_links';
import { useFilters } from '../router';
import { dateAndTime, timeOfDay } from '../text/time';

const VIEWS = [['players', 'Players'], ['open-rounds', 'Open rounds']] as const;

/** Players, their rounds and transactions, and what is still open. */
export function WalletPage() {
  const [filters, change] = useFilters();
  const view = filters.get('view') ?? 'players';
  return (
    <>
      <h1>Wallet</h1>
      <ViewLinks page="wallet" views={VIEWS} current={view} />
      {view === 'open-rounds' ? <OpenRounds /> : <Players />}
      <PlayerDrawer id={filters.get('player')} close={() => change({ player: null })} />
    </>
  );
}

const PLAYER_COLUMNS: Column<Player>[] = [
  { head: 'Player', cell: (row) => row.id, kind: 'code' },
  { head: 'Balance', cell: (row) => <Money amount={row.balance} />, kind: 'number' },
  { head: 'Currency', cell: (row) => row.currency },
  { head: 'Open rounds', cell: (row) => row.open_rounds, kind: 'number' },
  { head: 'Free rounds left', cell: (row) => <Money amount={String(row.free_games)} />, kind: 'number' },
];

function Players() {
  const [filters, change] = useFilters();
  const paged = usePaged<Page<Player>>('/dashboard/v1/wallet/players', { text: filters.get('text') });
  useRefresh('wallet', paged.again);
  return (
    <>
      <div className="tools" role="search" aria-label="Filter of players">
        <SearchInput label="Player" value={filters.get('text') ?? ''} change={(text) => change({ text })} />
      </div>
      <Shown reading={paged}>
        {({ rows }) => (rows.length === 0
          ? <Empty>No player fits.</Empty>
          : <DataTable label="Players" columns={PLAYER_COLUMNS} rows={rows} id={(row) => row.id} open={(row) => change({ player: row.id })} />)}
      </Shown>
      <Pager paged={paged} what="players" />
    </>
  );
}

const ROUND_COLUMNS: Column<OpenRound>[] = [
  { head: 'Round', cell: (row) => row.id, kind: 'code' },
  { head: 'Player', cell: (row) => row.player, kind: 'code' },
  { head: 'Game', cell: (row) => row.game },
  { head: 'Bet', cell: (row) => <Money amount={row.bet} currency={row.currency} />, kind: 'number' },
  { head: 'Win', cell: (row) => <Money amount={row.win} currency={row.currency} />, kind: 'number' },
  { head: 'Transactions', cell: (row) => row.transactions.length, kind: 'number' },
];

function OpenRounds() {
  const [, change] = useFilters();
  const paged = usePaged<Page<OpenRound>>('/dashboard/v1/wallet/open-rounds', {});
  useRefresh('wallet', paged.again);
  return (
    <>
      <p className="lead">Money was taken, and neither a finished round nor a rollback has said what becomes of it.</p>
      <Shown reading={paged}>
        {({ rows }) => (rows.length === 0
          ? <Empty>No round is open.</Empty>
          : <DataTable label="Open rounds" columns={ROUND_COLUMNS} rows={rows} id={(row) => `${row.player}/${row.game}/${row.id}`}
                       open={(row) => change({ player: row.player })} />)}
      </Shown>
      <Pager paged={paged} what="open rounds" />
    </>
  );
}

function PlayerDrawer({ id, close }: { id: string | null; close: () => void }) {
  const reading = useReading<PlayerDetail>(id === null ? null : url('/dashboard/v1/wallet/player', { id }));
  useRefresh('wallet', reading.again);
  return (
    <Drawer title={`Player ${id ?? ''}`} open={id !== null} close={close}>
      <Shown reading={reading}>
        {(player) => (
          <>
            <Facts rows={[
              ['Brand', player.brand],
              ['Balance', <Money key="balance" amount={player.balance} currency={player.currency} />],
              ['Open rounds', player.open_rounds],
              ['Free rounds left', <Money key="free" amount={String(player.free_games)} />],
            ]} />
            <h3>Rounds</h3>
            {player.rounds.length === 0 && <Empty>This player has not played yet.</Empty>}
            {player.rounds.map((round) => <RoundCard key={`${round.game}/${round.id}`} round={round} currency={player.currency} />)}
          </>
        )}
      </Shown>
    </Drawer>
  );
}

function RoundCard({ round, currency }: { round: Round; currency: string }) {
  return (
    <details className="round" open={!round.finished && !round.cancelled}>
      <summary>
        <code>{round.id}</code> <span className="sub">{round.game}{round.opened_at !== null && ` · ${dateAndTime(round.opened_at)}`}</span>
        <RoundState round={round} />
        <span className="round-sums">bet <Money amount={round.bet} currency={currency} />, win <Money amount={round.win} currency={currency} /></span>
      </summary>
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">Transaction</th>
            <th scope="col">Type</th>
            <th scope="col" className="number">Amount</th>
            <th scope="col" className="number">Balance after</th>
            <th scope="col">State</th>
          </tr>
        </thead>
        <tbody>{round.transactions.map((its) => <TransactionRow key={its.id} transaction={its} />)}</tbody>
      </table>
    </details>
  );
}

function RoundState({ round }: { round: Round }) {
  if (round.cancelled) return <Chip tone="skip" sign="close">cancelled</Chip>;
  return round.finished ? <Chip tone="skip" sign="pass">finished</Chip> : <Chip tone="warn" sign="wait">open</Chip>;
}

function TransactionRow({ transaction }: { transaction: Transaction }) {
  return (
    <tr>
      <td className="code">{transaction.id}{transaction.at !== null && <span className="sub">{timeOfDay(transaction.at)}</span>}</td>
      <td>{transaction.type}{transaction.free_game && <span className="tag">free game</span>}</td>
      <td className="number"><Money amount={transaction.amount} /></td>
      <td className="number"><Money amount={transaction.balance_after} /></td>
      <td>{transaction.state.replace('_', ' ')}</td>
    </tr>
  );
}
