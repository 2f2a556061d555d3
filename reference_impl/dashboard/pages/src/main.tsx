import { createRoot } from 'react-dom/client';

import './styles/base.css';
import './styles/parts.css';
import './styles/range.css';
import './styles/pages.css';
import { App } from './app';
import { apply } from './parts/theme';

const root = document.getElementById('page');
if (root === null) throw new Error('index.html has no element with the id "page"');
apply();
createRoot(root).render(<App />);
