/** Short messages over the board: what was done and how to undo it, or what was refused and what was kept. */
import { html, signal } from '../shared/html.js';
import { t } from '../shared/i18n.js';
import { Icon } from '../shared/marks.js';

/** @typedef {{id: number, tone: 'done'|'refused', text: string, detail?: string, act?: {label: string, key?: string, run: () => void}}} Notice */

const STAYS_MS = 7_000;
const REFUSAL_STAYS_MS = 12_000;

/** @type {import('@preact/signals').Signal<Notice[]>} */
const notices = signal([]);
let next = 1;

/** @param {Omit<Notice, 'id'>} notice */
export function notify(notice) {
  const id = next++;
  // two at most: the board is behind them
  notices.value = [...notices.peek().slice(-1), { ...notice, id }];
  setTimeout(() => dismiss(id), notice.tone === 'refused' ? REFUSAL_STAYS_MS : STAYS_MS);
}

/** @param {number} id */
function dismiss(id) {
  notices.value = notices.peek().filter(notice => notice.id !== id);
}

export function Notices() {
  return html`<div class="notices" role="status" aria-live="polite">${notices.value.map(notice => html`
    <div class=${`notice is-${notice.tone}`} key=${notice.id}>
      <p><b>${notice.text}</b>${notice.detail ? html`<span>${notice.detail}</span>` : null}</p>
      ${notice.act ? html`<button class="link" onClick=${() => {
        dismiss(notice.id);
        notice.act?.run();
      }}>${notice.act.label}${notice.act.key ? html`<kbd>${notice.act.key}</kbd>` : null}</button>` : null}
      <button class="tool" aria-label=${t('action-close')} onClick=${() => dismiss(notice.id)}><${Icon} name="x" /></button>
    </div>`)}</div>`;
}
