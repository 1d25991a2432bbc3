/** What goes to paper: the whole day, the risks or the tasks, drawn for paper while it is printed, whatever is in sight. */
import { html, render } from '../shared/html.js';
import { panel, phase } from './state.js';

/** @typedef {'day'|'risks'|'tasks'} What */

/** @type {typeof import('./print_sheets.js')|null} */
let sheets = null;
/** @type {What|null} */
let asked = null;

async function load() {
  sheets ??= await import('./print_sheets.js');
}

/** @param {What} what */
export async function printWhat(what) {
  await load();
  asked = what;
  print();
  asked = null;
}

/** The browser's own way to print gives what is looked at; a list has its own way. @returns {What|null} */
function wanted() {
  if (asked) return asked;
  if (panel.peek() === 'lists') return null;
  return panel.peek() === 'tasks' ? 'tasks' : 'day';
}

export function startPrint() {
  const paper = document.createElement('div');
  paper.id = 'paper';
  document.body.append(paper);
  addEventListener('beforeprint', () => {
    const what = phase.peek() === 'ready' ? wanted() : null;
    // at once: what is drawn a moment later is not on the paper
    if (what && sheets) render(html`<${sheets.Sheet} what=${what} />`, paper);
  });
  addEventListener('afterprint', () => render(html``, paper));
  (globalThis.requestIdleCallback ?? setTimeout)(() => void load().catch(() => undefined));
}
