import { useState } from 'react';
import { Button } from 'react-aria-components/Button';

/** Copies a text; says that it did, to screen readers too. */
export function Copy({ text, what }: { text: string; what: string }) {
  const [said, setSaid] = useState('');
  const copy = () => {
    navigator.clipboard.writeText(text).then(
      () => setSaid('Copied'),
      () => setSaid('The browser refused; select the text instead'),
    );
  };
  return (
    <span className="copying">
      <Button className="button small" onPress={copy} aria-label={`Copy ${what}`}>Copy</Button>
      <span role="status" className="sub">{said}</span>
    </span>
  );
}
