/** Audit: the sealed log as it is, whether its chain holds and under which checkpoint, and the log as a file. */
import { html, useSignal } from '../../shared/html.js';
import { t, word } from '../../shared/i18n.js';
import { Icon, Mark } from '../../shared/marks.js';
import { clockTime, dayTime } from '../../shared/times.js';
import { say } from '../naming.js';
import { drawn, useAnswer } from './ask.js';
import { author, sentence } from './timeline.js';

/** @typedef {{seq: number, id: string, type: string, occurred_at: string|null, received_at: string|null, judged_at: string|null, skewed: boolean, by: {role: string, id: string, name: string|null}, place: string, data: any, note: string|null, seal: string, wrong: boolean, checkpoint: number|null}} Sealed */

const PAGE = 100;
const MOST = 1000;

/** @param {import('./tabs.js').TabProps} props */
export function Tab({ order }) {
  const limit = useSignal(PAGE);
  const answer = useAnswer(order, `/log?limit=${limit.value}`);
  return drawn(answer, view => html`<${Proof} view=${view} />
    <ol class="sealed" aria-label=${t('audit-log')}>${view.events.map((/** @type {Sealed} */ event) => html`<${Row} key=${event.seq} event=${event} />`)}</ol>
    ${view.total > view.events.length && limit.value < MOST ? html`<button class="link more-log" onClick=${() => {
      limit.value = Math.min(MOST, limit.value + PAGE);
    }}>${t('log-more', { count: view.total - view.events.length })}</button>` : null}`);
}

/** @param {{view: any}} props */
function Proof({ view }) {
  const { proof } = view;
  const path = `/api/v1/orders/${encodeURIComponent(view.order_id)}/log/export?format=`;
  return html`<section class="tab-part proof">
    ${proof ? html`<p class=${`promise is-${proof.holds ? 'kept' : 'broken'}`}><${Mark} state=${proof.holds ? 'kept' : 'broken'} /><b>${t(proof.holds ? 'audit-holds' : 'audit-broken', { count: view.total })}</b></p>
      <p class="muted">${proof.checkpoint ? say('audit-checkpoint', { number: proof.checkpoint, time: dayTime(proof.checkpoint_at), covered: proof.covered }) : t('audit-no-checkpoint')}${proof.checkpoint && proof.beyond ? `　${t('audit-beyond', { count: proof.beyond })}` : ''}</p>
      ${proof.findings.length ? html`<ul class="plain findings">${proof.findings.map((/** @type {any} */ one, /** @type {number} */ index) => html`<li key=${index}><b>${word('wrong', one.wrong)}</b>${one.seq ? `　#${one.seq}${one.until_seq && one.until_seq !== one.seq ? `–${one.until_seq}` : ''}` : ''}<p class="muted" lang="en">${one.says}</p></li>`)}</ul>` : null}`
    : html`<p class="muted">${t('audit-no-key')}</p>`}
    <p class="exports">${view.may_export ? html`<a class="btn" href=${`${path}json`} download>JSON</a><a class="btn" href=${`${path}csv`} download>CSV</a>` : html`<span class="faint">${t('audit-no-export')}</span>`}</p></section>`;
}

/** @param {{event: Sealed}} props */
function Row({ event }) {
  const open = useSignal(false);
  return html`<li class=${event.wrong ? 'is-wrong' : ''}><span class="seq">#${event.seq}</span>
    <div><p><b>${sentence({ type: event.type, data: event.data ?? {} })}</b>　${author(event.by)}${event.place === 'server' ? null : html`<span class="faint">　${t(`place-${event.place.replaceAll('_', '-')}`)}</span>`}${event.wrong ? html`<b class="tag is-wrong">${t('audit-wrong')}</b>` : null}</p>
      <p class="muted">${event.occurred_at ? dayTime(event.occurred_at) : t('audit-unreadable')}${event.occurred_at && event.received_at && Math.abs(Date.parse(event.received_at) - Date.parse(event.occurred_at)) > 60_000 ? `　${t('audit-received', { time: clockTime(event.received_at) })}` : ''}${event.skewed ? `　${t('log-skewed')}` : ''}</p>
      <details class="words" onToggle=${(/** @type {Event} */ each) => {
        open.value = /** @type {HTMLDetailsElement} */ (each.currentTarget).open;
      }}><summary><code>${event.seal.split(':').at(-1)?.slice(0, 12)}</code><span class="faint">　${event.checkpoint ? t('audit-under', { number: event.checkpoint }) : t('audit-chained')}</span><${Icon} name="down" /></summary>
        ${open.value ? html`<pre tabindex="0" lang="en">${JSON.stringify({ id: event.id, type: event.type, occurred_at: event.occurred_at, received_at: event.received_at, judged_at: event.judged_at, actor: `${event.by.role}:${event.by.id}`, data: event.data, ...(event.note ? { note: event.note } : {}), seal: event.seal }, null, 1)}</pre>` : null}</details></div></li>`;
}
