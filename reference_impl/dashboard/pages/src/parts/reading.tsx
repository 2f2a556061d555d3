import type { Reading } from '../api/hooks';

export function Empty({ children }: { children: React.ReactNode }) {
  return <div className="empty">{children}</div>;
}

export function Failure({ error }: { error: Error }) {
  return <p className="failure" role="alert">{error.message}</p>;
}

/** What a reading has come to: waiting, failed, or `children` of its data, with an error above them when they are old. */
export function Shown<Data>({ reading, children }: { reading: Reading<Data>; children: (data: Data) => React.ReactNode }) {
  if (reading.data === null) {
    return reading.error === null ? <p className="waiting" role="status">Loading…</p> : <Failure error={reading.error} />;
  }
  return (
    <div className="shown" aria-busy={reading.loading}>
      {reading.error !== null && <Failure error={reading.error} />}
      {children(reading.data)}
    </div>
  );
}
