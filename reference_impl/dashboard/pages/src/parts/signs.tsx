/** Small signs, drawn; a word stands beside each of them. */

const PATHS = {
  pass: 'M4 12.5l5 5L20 6.5',
  fail: 'M6 6l12 12M18 6L6 18',
  warn: 'M12 4v10M12 19v.5',
  wait: 'M12 3a9 9 0 1 0 .01 0M12 7.5v5l3 2',
  dot: 'M12 12v.01',
  filter: 'M4 6h16M7 12h10M10 18h4',
  close: 'M6 6l12 12M18 6L6 18',
  calendar: 'M5 7h14v12H5zM5 11h14M9 4v4M15 4v4',
  previous: 'M15 5l-7 7 7 7',
  next: 'M9 5l7 7-7 7',
} as const;

export type SignName = keyof typeof PATHS;

export function Sign({ name }: { name: SignName }) {
  return (
    <svg className="sign" viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}

export type Tone = 'pass' | 'fail' | 'warn' | 'skip' | 'accent';

/** A sign and a word; the colour only repeats them. */
export function Chip({ tone, sign, children }: { tone: Tone; sign?: SignName; children: React.ReactNode }) {
  return (
    <span className={`chip ${tone}`}>
      {sign !== undefined && <Sign name={sign} />}
      {children}
    </span>
  );
}

/** A reply's status; 0 is a reply that was lost on purpose. */
export function StatusChip({ status }: { status: number }) {
  if (status === 0) return <Chip tone="skip" sign="close">no reply</Chip>;
  if (status < 400) return <Chip tone="pass" sign="pass">{status}</Chip>;
  return <Chip tone={status < 500 ? 'warn' : 'fail'} sign={status < 500 ? 'warn' : 'fail'}>{status}</Chip>;
}
