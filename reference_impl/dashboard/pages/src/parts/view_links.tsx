import { hashOf } from '../router';

interface Props {
  page: string;
  views: readonly (readonly [name: string, title: string])[];
  current: string;
}

/** The views of one page. */
export function ViewLinks({ page, views, current }: Props) {
  return (
    <nav className="views" aria-label="Views">
      {views.map(([name, title]) => (
        <a key={name} href={hashOf(page, { view: name })} aria-current={name === current ? 'page' : undefined}>{title}</a>
      ))}
    </nav>
  );
}
