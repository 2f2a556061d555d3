import { Button } from 'react-aria-components/Button';

import type { Changing } from '../api/hooks';
import type { DemoAction, Showpiece } from '../api/types';
import { Money } from '../parts/money';
import { Sign } from '../parts/signs';
import { hashOf } from '../router';
import { timeOfDay } from '../text/time';

interface Props {
  showpiece: Showpiece;
  acting: Changing<DemoAction>;
}

/** A bet is applied, its reply is lost, the engine tries again. A right wallet charges once. */
export function ShowpieceCard({ showpiece, acting }: Props) {
  const lose = (faulty: boolean) => acting.run({ action: 'lose-reply', faulty });
  return (
    <section className="panel showpiece" aria-label="Lose the reply">
      <h2>Lose the reply</h2>
      <p className="lead">A bet is applied, but its reply never arrives. The game provider tries again with the same transaction id.</p>
      <div className="buttons">
        <Button className="button primary" isDisabled={acting.busy} onPress={() => lose(false)}>Lose the reply</Button>
        <Button className="button danger" isDisabled={acting.busy} onPress={() => lose(true)}>The same with a wallet that has the fault</Button>
      </div>
      <Verdict showpiece={showpiece} />
      <dl className="figures">
        <div><dt>Player</dt><dd>{showpiece.player === '' ? 'none yet' : showpiece.player}</dd></div>
        <div><dt>Balance</dt><dd>{showpiece.balance === '' ? 'not read yet' : <Money amount={showpiece.balance} />}</dd></div>
        <div><dt>Charged</dt><dd>{showpiece.verdict === 'none' ? 'not known yet' : times(showpiece.charges)}</dd></div>
      </dl>
      <Story showpiece={showpiece} />
    </section>
  );
}

function times(n: number): string {
  if (n === 1) return 'once';
  return n === 2 ? 'twice' : `${n} times`;
}

const VERDICTS = {
  right: { tone: 'pass', sign: 'pass', word: 'Right', line: 'The retry was recognised: the bet was charged once.' },
  wrong: { tone: 'fail', sign: 'fail', word: 'Wrong', line: 'The retry was taken for a new bet: the player paid for it again.' },
  none: { tone: 'skip', sign: 'wait', word: 'No verdict yet', line: 'Press a button to see what happens to the money.' },
} as const;

const GOING_ON = { tone: 'accent', sign: 'wait', word: 'Watch the balance', line: 'It is going on just now; the story is below.' } as const;

function Verdict({ showpiece }: { showpiece: Showpiece }) {
  const going_on = showpiece.verdict === 'none' && showpiece.story.length > 0;
  const verdict = going_on ? GOING_ON : VERDICTS[showpiece.verdict];
  return (
    <div className={`verdict ${verdict.tone}`} role="status">
      <span className="seal"><Sign name={verdict.sign} /></span>
      <div>
        <p className="word">{verdict.word}</p>
        <p>{verdict.line}</p>
      </div>
    </div>
  );
}

function Story({ showpiece }: { showpiece: Showpiece }) {
  if (showpiece.story.length === 0) return null;
  return (
    <ol className="story-lines" aria-label="What happened" aria-live="polite">
      {showpiece.story.map((line, at) => (
        <li key={at}>
          <time>{timeOfDay(line.at)}</time>
          <span>{line.text}{line.exchange !== null && <> <a href={hashOf('traffic', { id: line.exchange })}>exchange {line.exchange}</a></>}</span>
        </li>
      ))}
    </ol>
  );
}
