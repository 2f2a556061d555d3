import { useState } from 'react';
import { Button } from 'react-aria-components/Button';

import { change as send } from '../api/client';
import { useChange, useEvent, useReading, type Changing } from '../api/hooks';
import type { Demo, DemoAction, Scene } from '../api/types';
import { Choice } from '../parts/fields';
import { Failure, Shown } from '../parts/reading';
import { Chip } from '../parts/signs';
import { hashOf } from '../router';
import { ShowpieceCard } from './showpiece';

const ADDRESS = '/dashboard/v1/demo';

/** A simulated partner goes through the phases; the showpiece is about one lost reply. */
export function DemoPage() {
  const reading = useReading<Demo>(ADDRESS);
  const [newest, setNewest] = useState<Demo | null>(null);
  useEvent('demo', setNewest);
  const acting = useChange((action: DemoAction) => send<Demo>('POST', ADDRESS, action), setNewest);
  return (
    <>
      <h1>Demo</h1>
      <Shown reading={reading}>
        {(first) => {
          const demo = newest ?? first;
          return (
            <>
              <Controls demo={demo} acting={acting} />
              {acting.error !== null && <Failure error={acting.error} />}
              <div className="demo">
                <Scenes demo={demo} />
                <ShowpieceCard showpiece={demo.showpiece} acting={acting} />
              </div>
            </>
          );
        }}
      </Shown>
    </>
  );
}

const SPEEDS = ['0.25', '0.5', '1', '2', '5', '10', '20', '50'];

function Controls({ demo, acting }: { demo: Demo; acting: Changing<DemoAction> }) {
  const speed = String(demo.speed);
  const speeds = SPEEDS.includes(speed) ? SPEEDS : [...SPEEDS, speed];
  const running = demo.state === 'running';
  const set = (to: string) => acting.run({ action: 'speed', speed: Number(to) });
  return (
    <div className="tools" role="group" aria-label="Pace of the demo">
      <StateChip state={demo.state} />
      <Button className="button" isDisabled={demo.state === 'finished'} onPress={() => acting.run({ action: running ? 'pause' : 'resume' })}>
        {running ? 'Pause' : 'Resume'}
      </Button>
      <Button className="button" isDisabled={demo.state !== 'paused'} onPress={() => acting.run({ action: 'step' })}>Step</Button>
      <Button className="button" onPress={() => acting.run({ action: 'restart' })}>Restart</Button>
      <Choice label="Speed" value={speed} change={set} choices={speeds.map((its) => [its, `${its} ×`] as const)} />
    </div>
  );
}

function StateChip({ state }: { state: Demo['state'] }) {
  return (
    <span role="status">
      {state === 'running' && <Chip tone="accent" sign="next">Running</Chip>}
      {state === 'paused' && <Chip tone="warn" sign="wait">Paused</Chip>}
      {state === 'finished' && <Chip tone="pass" sign="pass">Finished</Chip>}
    </span>
  );
}

function Scenes({ demo }: { demo: Demo }) {
  return (
    <section className="panel" aria-label="Scenes">
      <h2>A partner goes live</h2>
      {demo.scene !== null && (
        <div className="scene-now" aria-live="polite">
          <h3>{demo.scene.title}</h3>
          <p className="story">{demo.scene.story}</p>
        </div>
      )}
      <ol className="steps">
        {demo.scenes.map((scene) => <SceneLine key={scene.number} scene={scene} current={scene.number === demo.scene?.number} />)}
      </ol>
      <p className="sub"><a href={hashOf('onboarding')}>The onboarding board</a> shows how far this brings the partner.</p>
    </section>
  );
}

function SceneLine({ scene, current }: { scene: Scene; current: boolean }) {
  return (
    <li className={scene.state === 'done' ? 'done' : ''} aria-current={current ? 'step' : undefined}>
      <span className="n" aria-hidden="true">{scene.number}</span>
      <p>{scene.title} <span className="sub">{scene.state}</span></p>
    </li>
  );
}
