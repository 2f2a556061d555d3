import { useEffect, useState } from 'react';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { TextField } from 'react-aria-components/TextField';

interface TextProps {
  label: string;
  value: string;
  change: (value: string) => void;
  type?: 'text' | 'password' | 'search';
}

export function TextInput({ label, value, change, type = 'text' }: TextProps) {
  return (
    <TextField className="field" value={value} onChange={change} type={type}>
      <Label>{label}</Label>
      <Input autoComplete="off" spellCheck="false" />
    </TextField>
  );
}

const TYPING_MS = 300;

/** A text that filters: it holds for the page when the typist pauses. */
export function SearchInput({ label, value, change }: TextProps) {
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  useEffect(() => {
    if (typed === value) return undefined;
    const timer = setTimeout(() => change(typed), TYPING_MS);
    return () => clearTimeout(timer);
  });
  return <TextInput label={label} value={typed} change={setTyped} type="search" />;
}

interface ChoiceProps {
  label: string;
  value: string;
  choices: readonly (readonly [value: string, name: string])[];
  change: (value: string) => void;
}

export function Choice({ label, value, choices, change }: ChoiceProps) {
  return (
    <label className="field">
      <span>{label}</span>
      <select value={value} onChange={(event) => change(event.target.value)}>
        {choices.map(([its, name]) => <option key={its} value={its}>{name}</option>)}
      </select>
    </label>
  );
}
