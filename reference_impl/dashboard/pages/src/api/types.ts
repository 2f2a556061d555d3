/** What the server answers; docs/dashboard.md describes it. Amounts are texts, and stay texts. */

/** An exact decimal, as it came: never made a number but to place it on a chart. */
export type Amount = string;

export interface Page<Row> {
  rows: Row[];
  next_cursor: string | null;
  /** null where counting would mean to read everything. */
  total: number | null;
}

export interface Overview {
  version: string;
  store: string;
  contracts: string[];
  started_at: string;
  base_url: string;
  demo: boolean;
  faults_on: string[];
  needs_key: boolean;
}

export type Header = [string, string];

export interface Example {
  method: string;
  path: string;
  headers: Header[];
  body: string;
  curl: string;
}

export interface Step {
  number: number;
  title: string;
  done: boolean;
  done_at: string | null;
  evidence: string[];
  /** What is to be shown next; empty when done. */
  missing: string;
  example: Example | null;
}

export interface Phase {
  number: number;
  name: string;
  duration: string;
  steps: Step[];
}

export interface Partner {
  client_id: string;
  contract: string;
  completed: number;
  total: number;
  phases: Phase[];
}

export interface Tick {
  at: string;
  requests: number;
  by_contract: Record<string, number>;
  by_status: Record<string, number>;
  p50_us: number;
  p99_us: number;
  max_us: number;
}

export interface Exchange {
  id: number;
  at: string;
  contract: string;
  call: string;
  method: string;
  path: string;
  /** 0: no reply left, on purpose. */
  status: number;
  took_us: number;
  partner: string;
  note: string;
}

export interface Message {
  headers: Header[];
  body: string;
}

export interface ExchangeDetail extends Exchange {
  /** What stands behind the `?`; may be empty. */
  query: string;
  request: Message;
  reply: Message | null;
}

export interface Metric {
  code: string;
  type: string;
  archived: boolean;
}

export interface MetricValue {
  type: string;
  value: Amount;
}

export interface Movement {
  id: string;
  created_at: string;
  player_id: string;
  external_client_id: string;
  brand: string;
  request_id: string | null;
  values: Record<string, MetricValue>;
  total_revshare: Amount;
  account_settlement_id: string | null;
}

export interface MovementPage extends Page<Movement> {
  metrics: Metric[];
}

export interface MovementDetail extends Movement {
  raw_payload: string;
  balances: Record<string, Amount>;
}

export interface Player {
  id: string;
  brand: string;
  currency: string;
  balance: Amount;
  open_rounds: number;
  /** Free rounds that are left, of all grants. */
  free_games: number;
}

export interface Transaction {
  id: string;
  type: string;
  amount: Amount;
  /** null where the exchange is no longer kept: a wallet stores no times. */
  at: string | null;
  balance_after: Amount;
  /** applied, rolled_back, or tombstone: rolled back before it came. */
  state: string;
  free_game: boolean;
}

export interface Round {
  id: string;
  provider: string;
  game: string;
  opened_at: string | null;
  finished: boolean;
  /** Its debit was rolled back. */
  cancelled: boolean;
  bet: Amount;
  win: Amount;
  transactions: Transaction[];
}

export interface PlayerDetail extends Player {
  rounds: Round[];
}

export interface OpenRound extends Round {
  player: string;
  currency: string;
}

/** A record of the feed as it is stored; amounts are texts. */
export type FeedRecord = Record<string, unknown>;

export interface Fault {
  name: string;
  contract: string;
  requirement: string;
  requirement_text: string;
  sentence: string;
  on: boolean;
  since: string | null;
  exchanges_since: number;
}

export interface Misbehaviour {
  id: string;
  contract: string;
  on: string[];
  do: string[];
  count: number;
  left: number;
  exchanges: number[];
}

export interface Run {
  name: string;
  at: string;
  contract: string;
  conformant: boolean;
  /** The verdict in a sentence. */
  headline: string;
  failed: number;
  passed: number;
  report: string;
}

export interface Scene {
  number: number;
  title: string;
  state: string;
}

export interface StoryLine {
  at: string;
  text: string;
  exchange: string | null;
}

export interface Showpiece {
  player: string;
  balance: Amount;
  charges: number;
  verdict: 'right' | 'wrong' | 'none';
  story: StoryLine[];
}

export interface Demo {
  state: 'running' | 'paused' | 'finished';
  speed: number;
  scene: { number: number; title: string; story: string } | null;
  scenes: Scene[];
  showpiece: Showpiece;
}

export type DemoAction =
  | { action: 'pause' | 'resume' | 'step' | 'restart' }
  | { action: 'speed'; speed: number }
  | { action: 'lose-reply'; faulty: boolean };
