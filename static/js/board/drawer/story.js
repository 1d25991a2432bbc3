/** The order's story: everything that happened to it, newest first. */
import { html } from '../../shared/html.js';
import { Timeline } from './timeline.js';

/** @param {import('./tabs.js').TabProps} props */
export function Tab({ full }) {
  return html`<${Timeline} events=${full?.events ?? null} />`;
}
