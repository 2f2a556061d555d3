import { url } from '../api/client';
import { useReading } from '../api/hooks';
import type { Metric, MetricValue, MovementDetail } from '../api/types';
import { Json } from '../parts/code';
import { Copy } from '../parts/copy';
import { Drawer } from '../parts/drawer';
import { Facts } from '../parts/facts';
import { Money } from '../parts/money';
import { Shown } from '../parts/reading';
import { dateAndTime } from '../text/time';

interface Props {
  id: string | null;
  metrics: Metric[];
  close: () => void;
}

/** Every column of one movement, and the very payload that was received. */
export function MovementDrawer({ id, metrics, close }: Props) {
  const reading = useReading<MovementDetail>(id === null ? null : url('/dashboard/v1/movement', { id }));
  return (
    <Drawer title="Movement detail" open={id !== null} close={close}>
      <Shown reading={reading}>{(movement) => <Movement movement={movement} metrics={metrics} />}</Shown>
    </Drawer>
  );
}

/** A replaced balance is written `= 50`, a change of it `+50` or `−50`. */
export function MetricChange({ value }: { value: MetricValue | undefined }) {
  if (value === undefined) return <span className="sub" aria-label="not in this movement">·</span>;
  const relative = value.type === 'relative';
  const sign = relative ? (value.value.startsWith('-') ? '' : '+') : '= ';
  return <span title={value.type}>{sign}<Money amount={value.value} /></span>;
}

function Movement({ movement, metrics }: { movement: MovementDetail; metrics: Metric[] }) {
  const codes = [...new Set([...metrics.map(({ code }) => code), ...Object.keys(movement.values)])];
  return (
    <>
      <Facts rows={[
        ['Movement ID', <code key="id">{movement.id}</code>],
        ['Created at', `${dateAndTime(movement.created_at)} UTC`],
        ['Player ID', <code key="player">{movement.player_id}</code>],
        ['External client ID', <code key="external">{movement.external_client_id}</code>],
        ['Brand', movement.brand],
        ['Request ID', movement.request_id === null ? 'none' : <code key="request">{movement.request_id}</code>],
        ['Total RevShare', <Money key="share" amount={movement.total_revshare} />],
        ['Settlement', movement.account_settlement_id ?? 'not settled'],
      ]} />
      <Metrics codes={codes} movement={movement} />
      <div className="label">
        <h3>Raw payload</h3>
        <Copy text={movement.raw_payload} what="the raw payload" />
      </div>
      <Json text={movement.raw_payload} label="Raw payload" />
    </>
  );
}

/** First what this movement is about; the other metrics have no value in it. */
function Metrics({ codes, movement }: { codes: string[]; movement: MovementDetail }) {
  const others = codes.filter((code) => movement.values[code] === undefined);
  return (
    <>
      <MetricTable codes={codes.filter((code) => movement.values[code] !== undefined)} movement={movement} />
      {others.length > 0 && (
        <details>
          <summary>{others.length} other metrics</summary>
          <MetricTable codes={others} movement={movement} />
        </details>
      )}
    </>
  );
}

function MetricTable({ codes, movement }: { codes: string[]; movement: MovementDetail }) {
  return (
    <table className="plain">
      <thead>
        <tr><th scope="col">Metric</th><th scope="col" className="number">This movement</th><th scope="col" className="number">Balance after it</th></tr>
      </thead>
      <tbody>
        {codes.map((code) => (
          <tr key={code}>
            <th scope="row">{code}</th>
            <td className="number"><MetricChange value={movement.values[code]} /></td>
            <td className="number">{movement.balances[code] === undefined ? '' : <Money amount={movement.balances[code]} />}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
