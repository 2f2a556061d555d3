import { useReading } from '../api/hooks';
import type { Page, Run } from '../api/types';
import { DataTable, type Column } from '../parts/data_table';
import { Empty, Shown } from '../parts/reading';
import { Chip } from '../parts/signs';
import { dateAndTime } from '../text/time';

const COLUMNS: Column<Run>[] = [
  { head: 'Run', cell: (row) => row.name, kind: 'code' },
  { head: 'Report', cell: (row) => <ReportLink run={row} /> },
  { head: 'Time (UTC)', cell: (row) => dateAndTime(row.at), kind: 'time' },
  { head: 'Contract', cell: (row) => row.contract },
  { head: 'Verdict', cell: (row) => <Verdict run={row} /> },
  { head: 'Passed', cell: (row) => row.passed, kind: 'number' },
  { head: 'Failed', cell: (row) => row.failed, kind: 'number' },
  { head: 'In a sentence', cell: (row) => row.headline, kind: 'wide' },
];

/** Runs whose folders lie below the folder that the server was given. */
export function RunsPage() {
  const reading = useReading<Page<Run>>('/dashboard/v1/runs', true);
  return (
    <>
      <h1>Runs</h1>
      <p className="lead">
        Reports of <code>pitboss check</code>, <code>load</code> and <code>referee</code>, newest first.{' '}
        <button type="button" className="button small" onClick={reading.again}>Look again</button>
      </p>
      <Shown reading={reading}>
        {({ rows }) => (rows.length === 0
          ? <Empty>No run yet. Start the server with <code>--reports DIR</code>, and write reports there: <code>pitboss check --report-dir DIR/NAME</code>.</Empty>
          : <DataTable label="Runs" columns={COLUMNS} rows={rows} id={(row) => row.name} />)}
      </Shown>
    </>
  );
}

function Verdict({ run }: { run: Run }) {
  return run.conformant ? <Chip tone="pass" sign="pass">conformant</Chip> : <Chip tone="fail" sign="fail">not conformant</Chip>;
}

/** Only to a page of this server, whatever the answer says. */
function ReportLink({ run }: { run: Run }) {
  if (!run.report.startsWith('/dashboard/')) return <>none</>;
  return <a href={run.report} target="_blank" rel="noopener noreferrer" aria-label={`Open the report of ${run.name} in a new tab`}>Open</a>;
}
