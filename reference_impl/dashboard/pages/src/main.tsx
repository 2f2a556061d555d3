import { createRoot } from 'react-dom/client';

import './styles/base.css';

const root = document.getElementById('page');
if (root === null) throw new Error('index.html has no element with the id "page"');
createRoot(root).render(<h1>Pitboss</h1>);
