/** The server's stream of events, one for the whole page, and whether it is there. */
import type { Demo, Exchange, Tick } from './types';

export interface EventKinds {
  exchange: Exchange;
  /** Exchanges that were too many to be told of one by one. */
  dropped: { count: number };
  tick: Tick;
  progress: unknown;
  faults: unknown;
  demo: Demo;
}

export type Connection = 'connecting' | 'live' | 'reconnecting';

type Listener<Kind extends keyof EventKinds> = (data: EventKinds[Kind]) => void;

const KINDS = ['exchange', 'dropped', 'tick', 'progress', 'faults', 'demo'] as const;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 10_000;

export class LiveEvents {
  private source: EventSource | null = null;
  private wait = FIRST_WAIT_MS;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private state: Connection = 'connecting';
  private readonly watchers = new Set<() => void>();
  private readonly listeners = new Map<keyof EventKinds, Set<Listener<never>>>();

  constructor(private readonly address: string) {}

  open(): void {
    this.close();
    const source = new EventSource(this.address);
    this.source = source;
    source.onopen = () => {
      this.wait = FIRST_WAIT_MS;
      this.become('live');
    };
    source.onerror = () => this.failed(source);
    for (const kind of KINDS) source.addEventListener(kind, (event) => this.tell(kind, event));
  }

  close(): void {
    clearTimeout(this.timer);
    this.source?.close();
    this.source = null;
  }

  get connection(): Connection {
    return this.state;
  }

  /** @returns what ends it. */
  watch(changed: () => void): () => void {
    this.watchers.add(changed);
    return () => this.watchers.delete(changed);
  }

  /** @returns what ends it. */
  listen<Kind extends keyof EventKinds>(kind: Kind, listener: Listener<Kind>): () => void {
    const of_kind = this.listeners.get(kind) ?? new Set();
    this.listeners.set(kind, of_kind.add(listener as Listener<never>));
    return () => of_kind.delete(listener as Listener<never>);
  }

  /** A browser connects again by itself after a break, with Last-Event-ID, but not after a refusal. */
  private failed(source: EventSource): void {
    this.become('reconnecting');
    if (source.readyState !== EventSource.CLOSED) return;
    this.timer = setTimeout(() => this.open(), this.wait);
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT_MS);
  }

  private tell(kind: keyof EventKinds, event: MessageEvent<string>): void {
    const data = JSON.parse(event.data === '' ? 'null' : event.data) as never;
    for (const listener of this.listeners.get(kind) ?? []) listener(data);
  }

  private become(state: Connection): void {
    if (state === this.state) return;
    this.state = state;
    for (const changed of this.watchers) changed();
  }
}

export const events = new LiveEvents('/dashboard/v1/events');
