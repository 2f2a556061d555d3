import { url } from '../api/client';
import { useReading } from '../api/hooks';
import type { ExchangeDetail } from '../api/types';
import { HttpMessage } from '../parts/code';
import { Drawer } from '../parts/drawer';
import { Facts } from '../parts/facts';
import { Shown } from '../parts/reading';
import { StatusChip } from '../parts/signs';
import { dateAndTime, duration } from '../text/time';

/** One exchange, request and reply; secrets were replaced by labels before it came here. */
export function ExchangeDrawer({ id, close }: { id: string | null; close: () => void }) {
  const reading = useReading<ExchangeDetail>(id === null ? null : url('/dashboard/v1/exchange', { id }));
  return (
    <Drawer title={`Exchange ${id ?? ''}`} open={id !== null} close={close}>
      <Shown reading={reading}>{(exchange) => <Exchange exchange={exchange} />}</Shown>
    </Drawer>
  );
}

function Exchange({ exchange }: { exchange: ExchangeDetail }) {
  const { request, reply } = exchange;
  return (
    <>
      <Facts rows={[
        ['Status', <StatusChip key="status" status={exchange.status} />],
        ['Time', `${dateAndTime(exchange.at)} UTC`],
        ['Took', duration(exchange.took_us)],
        ['Contract', exchange.contract],
        ['Call', exchange.call],
        ['Partner', exchange.partner],
        ...(exchange.note === '' ? [] : [['Note', exchange.note] as [string, string]]),
      ]} />
      <HttpMessage title="Request" line={`${exchange.method} ${exchange.path}${exchange.query === '' ? '' : `?${exchange.query}`}`} headers={request.headers} body={request.body} />
      {reply === null
        ? <p className="notice skip">No reply left: it was lost on purpose.</p>
        : <HttpMessage title="Reply" line={String(exchange.status)} headers={reply.headers} body={reply.body} />}
    </>
  );
}
