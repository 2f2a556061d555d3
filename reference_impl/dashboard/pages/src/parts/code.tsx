import { laidOut } from '../text/json';
import { Copy } from './copy';
import type { Header } from '../api/types';

/** A block of text that can be scrolled by keyboard. */
export function Block({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <pre tabIndex={0} role="region" aria-label={label}>
      <code>{children}</code>
    </pre>
  );
}

/** JSON laid out and coloured, its digits as they came; any other text as it is. */
export function Json({ text, label }: { text: string; label: string }) {
  return (
    <Block label={label}>
      {laidOut(text).map((token, at) => (
        token.kind === 'space' || token.kind === 'mark'
          ? token.text
          : <span key={at} className={`json-${token.kind}`}>{token.text}</span>
      ))}
    </Block>
  );
}

export function HttpMessage({ title, line, headers, body }: { title: string; line: string; headers: Header[]; body: string }) {
  return (
    <section className="message">
      <div className="label">
        <h3>{title}</h3>
        {body !== '' && <Copy text={body} what={`the body of the ${title.toLowerCase()}`} />}
      </div>
      <Block label={`Headers of the ${title.toLowerCase()}`}>
        <b>{line}</b>
        {headers.map(([name, value], at) => (
          <span key={at}>{'\n'}<span className="json-name">{name}</span>: {value}</span>
        ))}
      </Block>
      {body === '' ? <p className="sub">No body.</p> : <Json text={body} label={`Body of the ${title.toLowerCase()}`} />}
    </section>
  );
}
