import { useState } from 'react';
import { Button } from 'react-aria-components/Button';

import { change } from '../api/client';
import { useChange } from '../api/hooks';
import { TextInput } from '../parts/fields';
import { Failure } from '../parts/reading';
import { ThemeChoice } from '../parts/theme';

/** Where the server can be reached from other machines, it asks for a key. */
export function LoginPage({ done }: { done: () => void }) {
  const [key, setKey] = useState('');
  const login = useChange((typed: string) => change('POST', '/dashboard/v1/login', { key: typed }), done);
  return (
    <main className="login">
      <div className="panel">
        <div className="login-head">
          <p className="brand"><span className="mark" aria-hidden="true" />Pitboss <span>dashboard</span></p>
          <ThemeChoice />
        </div>
        <h1>Log in</h1>
        <p className="sub">The key was given to <code>pitboss</code> when the server was started, or printed by it.</p>
        <form onSubmit={(event) => { event.preventDefault(); login.run(key); }}>
          <TextInput label="Key" type="password" value={key} change={setKey} />
          {login.error !== null && <Failure error={login.error} />}
          <Button type="submit" className="button primary" isDisabled={login.busy || key === ''}>Log in</Button>
        </form>
      </div>
    </main>
  );
}
