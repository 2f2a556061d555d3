import { useSyncExternalStore } from 'react';

/** Colours: those of the system, or the reader's choice, which stays in this browser. */
export type Choice = 'system' | 'light' | 'dark';

const KEY = 'pitboss.colours';
const changed = new EventTarget();
const system = window.matchMedia('(prefers-color-scheme: dark)');
system.addEventListener('change', () => changed.dispatchEvent(new Event('change')));

export function choice(): Choice {
  const kept = window.localStorage.getItem(KEY);
  return kept === 'light' || kept === 'dark' ? kept : 'system';
}

export function choose(to: Choice): void {
  window.localStorage.setItem(KEY, to);
  apply();
  changed.dispatchEvent(new Event('change'));
}

/** Sets what the style sheet goes by. */
export function apply(): void {
  const chosen = choice();
  if (chosen === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = chosen;
}

function watch(listener: () => void): () => void {
  changed.addEventListener('change', listener);
  return () => changed.removeEventListener('change', listener);
}

/** What is seen just now. */
export function useTheme(): 'light' | 'dark' {
  return useSyncExternalStore(watch, () => {
    const chosen = choice();
    if (chosen !== 'system') return chosen;
    return system.matches ? 'dark' : 'light';
  });
}

export function ThemeChoice() {
  const chosen = useSyncExternalStore(watch, choice);
  return (
    <label className="colours">
      <span className="vh">Colours</span>
      <select value={chosen} onChange={(event) => choose(event.target.value as Choice)}>
        <option value="system">System colours</option>
        <option value="light">Light</option>
        <option value="dark">Dark</option>
      </select>
    </label>
  );
}
