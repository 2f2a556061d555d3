import type { FeedRecord } from '../api/types';

export interface FeedList {
  /** Part of the call's path. */
  name: 'customers' | 'transactions' | 'activity';
  title: string;
  what: string;
  one: string;
  empty: string;
  dated: boolean;
  columns: string[];
  key: (row: FeedRecord) => string;
}

/** What is an amount in the contract's records. */
export const AMOUNTS: ReadonlySet<string> = new Set(['amount_currency', 'amount_usd', 'total_bets', 'wins', 'ggr', 'ngr']);

export const LISTS: readonly [FeedList, ...FeedList[]] = [
  {
    name: 'customers', title: 'Customers', what: 'customers', one: 'Customer', dated: false,
    empty: 'No customer fits. They come with POST /api/v1/igaming/customers.',
    columns: ['customer_id', 'first_name', 'last_name', 'affiliate_id', 'country', 'currency', 'status', 'signup_date'],
    key: (row) => textOf(row['customer_id']),
  },
  {
    name: 'transactions', title: 'Transactions', what: 'transactions', one: 'Transaction', dated: true,
    empty: 'No transaction fits. They come with POST /api/v1/igaming/transactions.',
    columns: ['transaction_id', 'customer_id', 'transaction_type', 'amount_currency', 'currency', 'status', 'transaction_date'],
    key: (row) => textOf(row['transaction_id']),
  },
  {
    name: 'activity', title: 'Daily activity', what: 'records', one: 'Daily activity', dated: true,
    empty: 'No record fits. They come with POST /api/v1/igaming/gaming-activity.',
    columns: ['date', 'customer_id', 'game_type', 'currency', 'bets_count', 'total_bets', 'wins', 'ggr', 'ngr'],
    key: (row) => ['date', 'customer_id', 'game_type', 'currency'].map((name) => textOf(row[name])).join('/'),
  },
];

/** A field as a text: objects, as `tracking_data` may be one, as JSON; what is not there as nothing. */
export function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

const WORDS: Record<string, string> = { id: 'ID', ggr: 'GGR', ngr: 'NGR', usd: 'USD', kyc: 'KYC' };

/** `customer_id` is `Customer ID`. */
export function nameOf(field: string): string {
  const words = field.split('_').map((word) => WORDS[word] ?? word).join(' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
