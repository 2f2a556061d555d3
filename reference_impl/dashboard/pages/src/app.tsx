import { useEffect, useState } from 'react';
import { I18nProvider } from 'react-aria-components/I18nProvider';

import { locked } from './api/client';
import { events } from './api/events';
import { useEvent, useReading } from './api/hooks';
import type { Overview } from './api/types';
import { Frame } from './parts/frame';
import { Guard } from './parts/guard';
import { DemoPage } from './pages/demo';
import { FaultsPage } from './pages/faults';
import { FeedPage } from './pages/feed';
import { LoginPage } from './pages/login';
import { MovementsPage } from './pages/movements';
import { OnboardingPage } from './pages/onboarding';
import { RunsPage } from './pages/runs';
import { TrafficPage } from './pages/traffic';
import { WalletPage } from './pages/wallet';
import { hashOf, placeOf, useHash } from './router';

interface PageOfApp {
  title: string;
  Page: () => React.ReactNode;
  /** Whether a server has it. */
  offered?: (overview: Overview) => boolean;
}

const PAGES: Record<string, PageOfApp> = {
  demo: { title: 'Demo', Page: DemoPage, offered: (overview) => overview.demo },
  onboarding: { title: 'Onboarding', Page: OnboardingPage },
  traffic: { title: 'Live traffic', Page: TrafficPage },
  movements: { title: 'Player movements', Page: MovementsPage, offered: has('movements') },
  wallet: { title: 'Wallet', Page: WalletPage, offered: has('wallet') },
  feed: { title: 'Feed', Page: FeedPage, offered: has('feed') },
  faults: { title: 'Faults', Page: FaultsPage },
  runs: { title: 'Runs', Page: RunsPage },
};

function has(contract: string): (overview: Overview) => boolean {
  return (overview) => overview.contracts.includes(contract);
}

/** Dates as YYYY-MM-DD with English words. */
const LOCALE = 'en-CA';

export function App() {
  const [needs_key, setNeedsKey] = useState(false);
  useEffect(() => {
    const ask = () => setNeedsKey(true);
    locked.addEventListener('locked', ask);
    return () => locked.removeEventListener('locked', ask);
  }, []);
  return (
    <I18nProvider locale={LOCALE}>
      {needs_key ? <LoginPage done={() => setNeedsKey(false)} /> : <Dashboard />}
    </I18nProvider>
  );
}

function Dashboard() {
  const overview = useReading<Overview>('/dashboard/v1/overview', true);
  useEvent('faults', overview.again);
  const { data } = overview;
  const known = data !== null;
  useEffect(() => {
    if (!known) return undefined;
    events.open();
    return () => events.close();
  }, [known]);
  const offered = Object.entries(PAGES).filter(([, page]) => data === null || (page.offered?.(data) ?? true));
  const place = placeOf(useHash());
  const [name, page] = offered.find(([its]) => its === place.page) ?? offered[0] ?? ['', undefined];
  useEffect(() => {
    if (known && name !== place.page) window.location.replace(hashOf(name));
    document.title = `${page?.title ?? 'Dashboard'} · Pitboss`;
  }, [known, name, place.page, page]);
  const links = offered.map(([its, { title }]) => ({ name: its, title }));
  return (
    <Frame overview={overview} links={known ? links : []} current={name}>
      {page !== undefined && <Guard key={name}><page.Page /></Guard>}
    </Frame>
  );
}
