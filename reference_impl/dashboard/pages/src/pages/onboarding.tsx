import { useEvent, useReading } from '../api/hooks';
import { url } from '../api/client';
import type { Partner, Phase, Step } from '../api/types';
import { Block } from '../parts/code';
import { Copy } from '../parts/copy';
import { Empty, Shown } from '../parts/reading';
import { Chip, Sign } from '../parts/signs';
import { hashOf, useFilters } from '../router';
import { dateAndTime } from '../text/time';

const keyOf = (partner: Partner) => `${partner.contract}/${partner.client_id}`;

/** How far each integration partner has come, as its traffic has shown. */
export function OnboardingPage() {
  const reading = useReading<{ partners: Partner[] }>(url('/onboarding/v1/progress'), true);
  useEvent('progress', reading.again);
  const [filters, change] = useFilters();
  return (
    <>
      <h1>Onboarding</h1>
      <p className="lead">A step is done when traffic has shown it, never by a tick of a box.</p>
      <Shown reading={reading}>
        {({ partners }) => {
          const chosen = partners.find((partner) => keyOf(partner) === filters.get('partner')) ?? partners[0];
          if (chosen === undefined) return <Empty>Nobody has called this server yet. Each partner appears here with its first call.</Empty>;
          return (
            <>
              <PartnerList partners={partners} chosen={chosen} choose={(partner) => change({ partner: keyOf(partner) })} />
              <Board partner={chosen} />
            </>
          );
        }}
      </Shown>
    </>
  );
}

interface ListProps {
  partners: Partner[];
  chosen: Partner;
  choose: (partner: Partner) => void;
}

function PartnerList({ partners, chosen, choose }: ListProps) {
  return (
    <ul className="partners" aria-label="Partners">
      {partners.map((partner) => (
        <li key={keyOf(partner)}>
          <button type="button" aria-pressed={partner === chosen} onClick={() => choose(partner)}>
            <b>{partner.client_id}</b>
            <span className="sub">{partner.contract} · {partner.completed} of {partner.total} completed</span>
            <Progress done={partner.completed} total={partner.total} />
          </button>
        </li>
      ))}
    </ul>
  );
}

/** A bar that repeats what is written beside it. */
function Progress({ done, total }: { done: number; total: number }) {
  return (
    <svg className="progress" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
      <rect className="progress-ground" width="100" height="4" rx="2" />
      <rect className="progress-done" width={total === 0 ? 0 : (100 * done) / total} height="4" rx="2" />
    </svg>
  );
}

function Board({ partner }: { partner: Partner }) {
  const next = partner.phases.flatMap(({ steps }) => steps).find((step) => !step.done);
  return (
    <section aria-label={`Steps of ${partner.client_id}`}>
      <h2>{partner.completed} of {partner.total} completed</h2>
      {next === undefined
        ? <p className="notice pass">All steps are done: {partner.client_id} may go live.</p>
        : <Next step={next} />}
      <div className="phases">
        {partner.phases.map((phase) => <PhaseCard key={phase.number} phase={phase} next={next} />)}
      </div>
    </section>
  );
}

function Next({ step }: { step: Step }) {
  return (
    <div className="panel next">
      <h3>Next: {step.title}</h3>
      <p>{step.missing}</p>
      {step.example !== null && (
        <>
          <div className="label">
            <span>Example request</span>
            <Copy text={step.example.curl} what="the example request" />
          </div>
          <Block label="Example request">{step.example.curl}</Block>
        </>
      )}
    </div>
  );
}

function PhaseCard({ phase, next }: { phase: Phase; next: Step | undefined }) {
  const done = phase.steps.filter((step) => step.done).length;
  return (
    <section className="phase panel" aria-label={`Phase ${phase.number}: ${phase.name}`}>
      <header>
        <p className="kicker"><span>Phase {phase.number}</span><span className="sub">{phase.duration}</span></p>
        <h3>{phase.name}</h3>
        <p className="sub">{done} of {phase.steps.length} completed</p>
      </header>
      <ol className="steps">
        {phase.steps.map((step) => <StepLine key={step.number} step={step} is_next={step === next} />)}
      </ol>
    </section>
  );
}

function StepLine({ step, is_next }: { step: Step; is_next: boolean }) {
  return (
    <li className={step.done ? 'done' : ''}>
      <span className="n" aria-hidden="true">{step.done ? <Sign name="pass" /> : step.number}</span>
      <p>{step.title}</p>
      {step.done ? <Evidence step={step} /> : <Missing step={step} is_next={is_next} />}
    </li>
  );
}

function Evidence({ step }: { step: Step }) {
  return (
    <p className="sub">
      Done{step.done_at !== null && ` ${dateAndTime(step.done_at)}`}
      {step.evidence.slice(0, 3).map((id) => (
        <span key={id}> · <a href={hashOf('traffic', { id })}>exchange {id}</a></span>
      ))}
    </p>
  );
}

function Missing({ step, is_next }: { step: Step; is_next: boolean }) {
  if (is_next) return <Chip tone="accent" sign="next">Next</Chip>;
  return (
    <details>
      <summary>What is missing</summary>
      <p>{step.missing}</p>
      {step.example !== null && <Copy text={step.example.curl} what={`the example request of step ${step.number}`} />}
    </details>
  );
}
