import { useEffect, useRef } from 'react';

import { useConnection, type Reading } from '../api/hooks';
import type { Overview } from '../api/types';
import { hashOf } from '../router';
import { Shown } from './reading';
import { Chip } from './signs';
import { ThemeChoice } from './theme';

interface Props {
  overview: Reading<Overview>;
  links: { name: string; title: string }[];
  current: string;
  children: React.ReactNode;
}

/** What surrounds every page. */
export function Frame({ overview, links, current, children }: Props) {
  const main = useRef<HTMLElement>(null);
  const skip = (event: React.MouseEvent) => {
    event.preventDefault();
    main.current?.focus();
  };
  return (
    <>
      <a className="skip-link" href="#main" onClick={skip}>Skip to the page</a>
      <header className="masthead">
        <div className="wrap">
          <p className="brand"><span className="mark" aria-hidden="true" />Pitboss <span>dashboard</span></p>
          {overview.data !== null && <Where overview={overview.data} />}
          <div className="masthead-end">
            <ConnectionChip />
            <ThemeChoice />
          </div>
        </div>
      </header>
      <nav className="toc" aria-label="Pages">
        <div className="wrap">
          {links.map(({ name, title }) => <NavLink key={name} name={name} title={title} current={name === current} />)}
        </div>
      </nav>
      <main id="main" className="wrap" tabIndex={-1} ref={main}>
        <Shown reading={overview}>
          {({ faults_on }) => (
            <>
              {faults_on.length > 0 && current !== 'faults' && <FaultsOn names={faults_on} />}
              {children}
            </>
          )}
        </Shown>
      </main>
    </>
  );
}

function Where({ overview }: { overview: Overview }) {
  return (
    <p className="where">
      <code>{overview.base_url}</code>
      <span className="tag">{overview.contracts.join(', ')}</span>
      <span className="tag">store: {overview.store}</span>
      <span className="tag">version {overview.version}</span>
    </p>
  );
}

function NavLink({ name, title, current }: { name: string; title: string; current: boolean }) {
  const link = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    if (current) link.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [current]);
  return <a ref={link} href={hashOf(name)} aria-current={current ? 'page' : undefined}>{title}</a>;
}

function ConnectionChip() {
  const connection = useConnection();
  return (
    <span role="status" className="connection">
      {connection === 'live' && <Chip tone="pass" sign="pass">Live</Chip>}
      {connection === 'connecting' && <Chip tone="skip" sign="wait">Connecting…</Chip>}
      {connection === 'reconnecting' && <Chip tone="warn" sign="warn">Reconnecting…</Chip>}
    </span>
  );
}

function FaultsOn({ names }: { names: string[] }) {
  return (
    <p className="notice warn">
      This server is wrong on purpose: <b>{names.join(', ')}</b> {names.length === 1 ? 'is' : 'are'} on.{' '}
      <a href={hashOf('faults', { on: 'yes' })}>Faults</a>
    </p>
  );
}
