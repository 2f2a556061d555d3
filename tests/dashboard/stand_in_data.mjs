// What a stand-in for the server answers: small, and made so that tests know every figure of it.

const iso = (milliseconds) => new Date(milliseconds).toISOString();
const PARTNER = 'acme-operator';
const BRAND = '6f1c2a34-5b0e-4d3c-9a52-7c1d5f3f5a01';
export const METRICS = ['ngr', 'total-deposits', 'deposits-count', 'plan-tier', 'wagered', 'bonus-cost'];

const STEPS = [
  [1, 'Access', '1 day', ['credentials issued, first token obtained']],
  [2, 'Customers', '2-3 days', ['first customer accepted', 'customer upsert and delta sync verified']],
  [3, 'Transactions', '1-2 days', ['deposit, withdrawal, bonus and adjustment accepted', 'status change resent under the same id']],
  [4, 'Gaming activity', '3-5 days', ['daily activity with negative GGR accepted', 'intra-day replacement verified']],
  [5, 'Go live', '5-7 days', ['conformance run clean, then 60 seconds of own traffic']],
];

const EXAMPLE = {
  method: 'POST', path: '/api/v1/igaming/transactions', headers: [['Authorization', 'Bearer TOKEN'], ['Content-Type', 'application/json']],
  body: '{"data":[{"transaction_id":"T-1","amount_currency":50.00}]}',
  curl: "curl -X POST http://127.0.0.1:8080/api/v1/igaming/transactions \\\n  -H 'Authorization: Bearer TOKEN' -H 'Content-Type: application/json' \\\n"
    + `  -d '{"data":[{"transaction_id":"T-1","customer_id":"C-1","transaction_type":"deposit","amount_currency":50.00}]}'`,
};

function partner(client_id, contract, completed, now) {
  let number = 0;
  const phases = STEPS.map(([phase, name, duration, titles]) => ({
    number: phase, name, duration,
    steps: titles.map((title) => {
      number += 1;
      const done = number <= completed;
      return {
        number, title, done, done_at: done ? iso(now - 3_600_000) : null, evidence: done ? [`${100 + number}`] : [],
        missing: done ? '' : `Push what shows it: ${title}.`, example: done ? null : EXAMPLE,
      };
    }),
  }));
  return { client_id, contract, completed, total: number, phases };
}

export function progress(now) {
  return { partners: [partner(PARTNER, 'feed', 3, now), partner('fantasy-games', 'wallet', 8, now), partner('operator', 'movements', 0, now)] };
}

export function ticks(now) {
  return Array.from({ length: 600 }, (_, at) => {
    const wave = Math.round(14 + 8 * Math.sin(at / 35) + (at * 7919) % 5);
    const failed = at % 45 === 0 ? 2 : 0;
    return {
      at: iso(now - (600 - at) * 1000), requests: wave,
      by_contract: { wallet: Math.round(wave * 0.5), feed: Math.round(wave * 0.3), movements: Math.round(wave * 0.2) },
      by_status: { 200: wave - failed, ...(failed ? { 422: 1, 500: 1 } : {}), ...(at % 130 === 0 ? { 429: 1, 0: 1 } : {}) },
      p50_us: 700 + (at % 17) * 20, p99_us: 2400 + (at % 31) * 90, max_us: 4000 + (at % 53) * 210,
    };
  });
}

const CALLS = [
  ['wallet', 'debit', 'POST', '/v1/transaction', 200, 'gameprovider', ''],
  ['wallet', 'debit', 'POST', '/v1/transaction', 0, 'gameprovider', 'reply lost after commit'],
  ['feed', 'transactions', 'POST', '/api/v1/igaming/transactions', 422, PARTNER, ''],
  ['movements', 'record', 'POST', '/tracking/client-metric-movement/v1', 200, 'operator', ''],
  ['feed', 'activity', 'POST', '/api/v1/igaming/gaming-activity', 200, PARTNER, ''],
  ['wallet', 'credit', 'POST', '/v1/transaction', 500, 'gameprovider', 'server_error'],
  ['feed', 'customers', 'GET', '/api/v1/igaming/customers', 429, PARTNER, ''],
];

export function exchanges(now) {
  return Array.from({ length: 120 }, (_, at) => {
    const [contract, call, method, path, status, partner_name, note] = CALLS[at % CALLS.length];
    return { id: 1000 - at, at: iso(now - at * 730), contract, call, method, path, status, took_us: 600 + at * 37, partner: partner_name, note };
  });
}

export const exchangeDetail = (exchange) => ({
  ...exchange,
  query: exchange.method === 'GET' ? 'modified_since=2026-11-01T00:00:00Z' : '',
  request: {
    headers: [['Content-Type', 'application/json'], ['Authorization', 'Bearer <token 1>'], ['User-Agent', 'engine/2.1']],
    body: '{"transactionId":"tx-1","amount":10.10,"currency":"eur","big":12345678901234567890.000000001,"finished":false}',
  },
  reply: exchange.status === 0 ? null : {
    headers: [['Content-Type', 'application/json']],
    body: '{"balance":1089.90,"currency":"eur","note":null}',
  },
});

// 12 movements of the last 7 days, one older.
export function movements(now) {
  return Array.from({ length: 13 }, (_, at) => ({
    id: `0192f0aa-0000-7000-8000-00000000${String(100 + at)}`,
    created_at: iso(at === 12 ? now - 20 * 86_400_000 : now - at * 9_000_000),
    player_id: `1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4b${String(10 + (at % 3))}`,
    external_client_id: `player-${1 + (at % 3)}`, brand: BRAND, request_id: at % 4 === 3 ? null : `req-${at}`,
    values: {
      'ngr': { type: 'relative', value: at % 2 === 0 ? `-${1234 + at}.${50 + at}` : `${250 + at}.10` },
      ...(at % 2 === 0 ? { 'total-deposits': { type: 'absolute', value: `1234567890${at}.0${at}` } } : {}),
      ...(at % 3 === 0 ? { 'deposits-count': { type: 'absolute', value: String(at) } } : {}),
    },
    total_revshare: at % 2 === 0 ? '-308.625' : '62.775', account_settlement_id: at > 8 ? 'settlement-7' : null,
  }));
}

export const movementDetail = (movement) => ({
  ...movement,
  raw_payload: `{"externalClientId":"${movement.external_client_id}","metrics":[{"code":"ngr","type":"relative","value":"0.10"},`
    + '{"code":"wagered","type":"absolute","value":"100.000000000000000000001"}],"exact":1.10,"large":12345678901234567890,"twice":1,"twice":1.0}',
  balances: { 'ngr': '-984.40', 'total-deposits': '12345678900.00' },
});

const round = (at) => ({
  id: `round-${at}`, provider: 'gameprovider', game: 'fantasyquest', opened_at: null, finished: at % 3 !== 0, cancelled: at % 4 === 1, bet: '10.10', win: at % 2 === 0 ? '25.00' : '0.00',
  transactions: [
    { id: `tx-${at}-1`, type: 'debit', amount: '10.10', balance_after: '989.90', at: null, state: at % 4 === 1 ? 'rolled_back' : 'applied', free_game: at === 2 },
    { id: `tx-${at}-2`, type: 'credit', amount: '25.00', balance_after: '1014.90', at: '2026-11-25T10:00:00.123Z', state: 'applied', free_game: false },
  ],
});

export const players = () => Array.from({ length: 8 }, (_, at) => ({
  id: `player-${at + 1}`, brand: 'pitboss', currency: 'EUR', balance: at === 0 ? '12345678.90' : `${1000 + at * 37}.05`, open_rounds: at % 3, free_games: at % 2,
}));
export const playerDetail = (player) => ({ ...player, rounds: Array.from({ length: 5 }, (_, at) => round(at)) });
export const openRounds = () => [0, 3, 6].map((at) => ({ ...round(at), player: `player-${at + 1}`, currency: 'EUR' }));

export const customers = () => Array.from({ length: 9 }, (_, at) => ({
  customer_id: `C-${at + 1}`, signup_date: '2026-10-01T08:30:00Z', affiliate_id: 'AFF-1', tracking_data: { click: `k-${at}`, campaign: 'autumn' },
  first_name: ['Zoë', 'Amir', 'Li'][at % 3], last_name: 'Player', email: `player${at}@example.com`, country: 'DE', currency: 'EUR', status: 'active',
}));
export const transactions = () => Array.from({ length: 12 }, (_, at) => ({
  transaction_id: `T-${at + 1}`, customer_id: `C-${1 + (at % 9)}`, transaction_type: ['deposit', 'withdrawal', 'bonus', 'adjustment'][at % 4],
  amount_currency: at % 4 === 3 ? '-1250.50' : `${100 + at * 1000}.00`, currency: 'EUR', transaction_date: '2026-11-20T12:00:00Z', status: ['approved', 'pending'][at % 2],
}));
export const activity = () => Array.from({ length: 24 }, (_, at) => {
  const lost = at % 5 === 2;
  return {
    date: `2026-11-${String(12 - Math.floor(at / 2)).padStart(2, '0')}`, customer_id: `C-${1 + (at % 2)}`, game_type: 'slots', currency: at % 8 === 7 ? 'GBP' : 'EUR',
    bets_count: 40 + at, total_bets: `${400 + at}.00`, wins: lost ? '1950.75' : '300.25', ggr: lost ? `-${1550 - at}.75` : `${99 + at}.75`, ngr: lost ? `-${1570 - at}.10` : `${79 + at}.10`,
  };
});

export const faults = () => [
  ['overdraft-accepted', 'wallet', 'wallet.debit.no-overdraft', 'A debit that the balance does not cover is refused.', 'Accepts a debit beyond the balance.'],
  ['replay-applies-again', 'wallet', 'wallet.replay.applies-once', 'The same transaction, sent again, changes nothing.', 'Applies a transaction each time that it comes.'],
  ['negative-ggr-refused', 'feed', 'feed.activity.negative-ggr', 'Negative GGR is valid.', 'Answers 422 to a day on which players won.'],
  ['request-id-ignored', 'movements', 'movements.request-id.once', 'The second use of a request ID is refused.', 'Records a movement again under the same request ID.'],
].map(([name, contract, requirement, requirement_text, sentence]) => ({
  name, contract, requirement, requirement_text, sentence, on: false, since: null, exchanges_since: 0,
}));

export const runs = () => [
  { name: 'wallet-nightly', at: '2026-11-25T03:00:00Z', contract: 'wallet', conformant: true, headline: 'all 121 requirements hold', failed: 0, passed: 121, report: '/dashboard/v1/report?name=wallet%2Dnightly' },
  { name: 'feed-acme', at: '2026-11-24T16:20:00Z', contract: 'feed', conformant: false, headline: '3 of 91 requirements are broken', failed: 3, passed: 88, report: '/dashboard/v1/report?name=feed%2Dacme' },
];

const TITLES = ['First token', 'Customers', 'Transactions', 'A day of play', 'A day is corrected', 'Wallet: a round', 'Movements'];

export function demo(now) {
  return {
    state: 'running', speed: 1,
    scene: { number: 3, title: 'Transactions', story: 'The operator pushes a deposit, a withdrawal, a bonus and an adjustment.\nThe pending deposit comes again, approved.' },
    scenes: TITLES.map((title, at) => ({ number: at + 1, title, state: at < 2 ? 'done' : at === 2 ? 'playing' : 'waiting' })),
    showpiece: { player: 'demo-player', balance: '100.00', charges: 0, verdict: 'none', story: [] },
    at: iso(now),
  };
}

export function lostReply(faulty, now) {
  const texts = ['Balance 100.00. The player bets 10.00.', 'The wallet charges 10.00: balance 90.00. The reply is lost.',
    'The provider has no answer, and sends the same transaction again.',
    faulty ? 'The wallet charges it again: balance 80.00. The player paid 20.00 for a bet of 10.00.' : 'The wallet knows the transaction: balance 90.00, charged once.'];
  return {
    player: 'demo-player', balance: faulty ? '80.00' : '90.00', charges: faulty ? 2 : 1, verdict: faulty ? 'wrong' : 'right',
    story: texts.map((text, at) => ({ at: iso(now + at * 400), text, exchange: at === 1 || at === 3 ? String(1000 - at) : null })),
  };
}

export const overview = (base_url, now) => ({
  version: '1.0.0', store: 'memory', contracts: ['wallet', 'feed', 'movements'], started_at: iso(now), base_url, demo: true, faults_on: [], needs_key: false,
});
