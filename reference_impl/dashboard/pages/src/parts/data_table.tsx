import { Button } from 'react-aria-components/Button';

export interface Column<Row> {
  head: React.ReactNode;
  cell: (row: Row) => React.ReactNode;
  /** `number`: to the right, digits of one width; `code`: ids, cut off at the end where they are long, `code short` earlier. */
  kind?: 'number' | 'time' | 'code' | 'code short' | 'wide';
}

interface Props<Row> {
  label: string;
  columns: Column<Row>[];
  rows: Row[];
  id: (row: Row) => string;
  /** What a click on a row opens; the keyboard's way to it is the button in the first column. */
  open?: (row: Row) => void;
  tone?: (row: Row) => string;
}

/** A table in a frame that scrolls by itself. */
export function DataTable<Row>({ label, columns, rows, id, open, tone }: Props<Row>) {
  return (
    <div className="table-frame" role="region" aria-label={label} tabIndex={0}>
      <table>
        <thead>
          <tr>{columns.map((column, at) => <th key={at} scope="col" className={column.kind}>{column.head}</th>)}</tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={id(row)} className={[open && 'opens', tone?.(row)].filter(Boolean).join(' ')}
                onClick={open && ((event) => { if (!selecting(event)) open(row); })}>
              {columns.map((column, at) => (
                <td key={at} className={column.kind}>
                  {at === 0 && open ? <Opener open={() => open(row)}>{column.cell(row)}</Opener> : column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Opener({ open, children }: { open: () => void; children: React.ReactNode }) {
  return <Button className="opener" onPress={open}>{children}</Button>;
}

/** Whoever marks text to copy it, or presses a link or button in the row, wants no sidebar. */
function selecting(event: React.MouseEvent): boolean {
  const on_control = event.target instanceof Element && event.target.closest('a, button, input') !== null;
  return on_control || (window.getSelection()?.toString() ?? '') !== '';
}
