import { groups, negative } from '../text/amount';
import type { Amount } from '../api/types';

/** An amount: the text that came. The gaps between thousands are drawn, not written, so that it can be copied as it is. */
export function Money({ amount, currency }: { amount: Amount; currency?: string }) {
  return (
    <span className={negative(amount) ? 'money negative' : 'money'}>
      {groups(amount).map((digits, at) => (at === 0 ? digits : <span key={at} className="thousand">{digits}</span>))}
      {currency !== undefined && <span className="currency"> {currency}</span>}
    </span>
  );
}
