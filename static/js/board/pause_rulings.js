/** What waits for the lead's word: a pause that the customer disputes, and one that was heard of after the breach. */
import { html } from '../shared/html.js';
import { t, word } from '../shared/i18n.js';
import { when } from '../shared/times.js';
import { pauseNamed } from '../shared/why.js';
import { busy, takeStep } from './deeds.js';
import { user } from './state.js';

/** @typedef {import('../shared/types.js').CardView} CardView */
/** @typedef {import('../shared/types.js').Because} Because */

const LEADS = ['lead', 'manager', 'admin'];

/** @param {Because} line @returns {'disputed'|'late'|null} */
function waitsFor(line) {
  if (line.dispute === 'open') return 'disputed';
  return line.code === 'pause_after_breach' && !line.dispute ? 'late' : null;
}

/** @param {{order: CardView}} props */
export function PauseRulings({ order }) {
  const waiting = order.promises.filter(promise => promise.promise === 'complete')
    .flatMap(promise => (promise.because ?? []).filter(waitsFor));
  if (!waiting.length) return null;
  return html`<section class="rulings" aria-label=${t('rulings-title')}>${waiting.map(line => html`<${Ruling} key=${`${line.reason}${line.at}`} order=${order} line=${line} />`)}</section>`;
}

/** @param {{order: CardView, line: Because}} props */
function Ruling({ order, line }) {
  const asked = waitsFor(line);
  const may = LEADS.includes(user.value?.role ?? '');
  const waits = busy.value.has(order.id);
  const deed = (/** @type {import('../shared/types.js').Step} */ step, data = {}) => () => void takeStep(order, step, { ...pauseNamed(line), ...data });
  const from = when(String(line.at));
  const times = line.until ? t('ruling-span', { from, until: when(String(line.until)) }) : t('ruling-since', { from });
  return html`<div><p><b>${t(asked === 'late' ? 'ruling-late' : 'ruling-disputed')}</b></p><p class="muted">${word('reason', String(line.reason))}　<span class="nowrap">${times}</span></p>
    ${!may ? html`<p class="faint">${t('ruling-waits')}</p>` : asked === 'late'
      ? html`<div class="form-acts"><button class="btn" disabled=${waits} onClick=${deed('approve_pause')}>${t('do-approve-pause')}</button></div>`
      : html`<div class="form-acts"><button class="btn" disabled=${waits} onClick=${deed('decide_dispute', { upheld: true })}>${t('do-uphold')}</button>
          <button class="btn" disabled=${waits} onClick=${deed('decide_dispute', { upheld: false })}>${t('do-reject')}</button></div>`}</div>`;
}
