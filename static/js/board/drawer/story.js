/** The order's story: everything that happened to it, newest first, by kind and by whom; what came late or was put right says so. */
import { html, useSignal } from '../../shared/html.js';
import { t, word } from '../../shared/i18n.js';
import { Icon } from '../../shared/marks.js';
import { dueTime, span, when } from '../../shared/times.js';
import { Story } from '../../shared/why.js';
import { say } from '../naming.js';
import { drawn, useAnswer } from './ask.js';
import { author, sentence } from './timeline.js';

/** @typedef {import('../../shared/types.js').CardView} CardView */
/** @typedef {{promise: string, occasion: number, was_due_at?: string, due_at?: string}} Move */
/** @typedef {{id: string, seq: number|null, kind: string, type: string, happened_at: string, recorded_at: string, late_s: number|null, skewed: boolean, correction: boolean, by: {key: string, role: string, name: string|null}, technician: string|null, data: Record<string, any>, note: string|null, moves: Move[], folds: number}} Line */

const KINDS = ['promises', 'plan', 'contact', 'work', 'messages', 'matters'];
const PAGE = 60;

/** @param {import('./tabs.js').TabProps} props */
export function Tab({ order }) {
  const kinds = useSignal(/** @type {string[]} */ ([]));
  const by = useSignal('');
  const limit = useSignal(PAGE);
  const asked = new URLSearchParams({ limit: String(limit.value) });
  if (kinds.value.length) asked.set('kinds', kinds.value.join(','));
  if (by.value) asked.set('by', by.value);
  const answer = useAnswer(order, `/story?${asked}`);
  return drawn(answer, ({ lines, matching, kinds: counts, people }) => html`<div class="story-pick">
      <div class="kinds" role="group" aria-label=${t('story-kinds')}>${KINDS.filter(kind => counts[kind]).map(kind => html`<button key=${kind} aria-pressed=${kinds.value.includes(kind) ? 'true' : 'false'}
        onClick=${() => {
          kinds.value = kinds.value.includes(kind) ? kinds.value.filter(one => one !== kind) : [...kinds.value, kind];
          limit.value = PAGE;
        }}>${t(`story-${kind}`)}<span class="faint">${counts[kind]}</span></button>`)}</div>
      ${people.length > 1 ? html`<label class="who"><span class="sr">${t('story-by')}</span><select value=${by.value} onChange=${(/** @type {Event} */ event) => {
        by.value = /** @type {HTMLSelectElement} */ (event.currentTarget).value;
        limit.value = PAGE;
      }}><option value="">${t('story-everybody')}</option>${people.map((/** @type {{key: string, role: string, name: string|null, count: number}} */ one) => html`<option key=${one.key} value=${one.key}>${t('story-person', { name: author(one), count: one.count })}</option>`)}</select></label>` : null}
    </div>
    <ol class="log" aria-label=${t('log-title')}>${lines.map((/** @type {Line} */ line) => html`<${Row} key=${line.id} order=${order} line=${line} />`)}</ol>
    ${lines.length ? null : html`<p class="muted tab-none">${t('story-none')}<button class="link" onClick=${() => {
      kinds.value = [];
      by.value = '';
    }}>${t('story-all')}</button></p>`}
    ${matching > lines.length ? html`<button class="link more-log" onClick=${() => {
      limit.value += PAGE;
    }}>${t('log-more', { count: matching - lines.length })}</button>` : null}`);
}

/** @param {{order: CardView, line: Line}} props */
function Row({ order, line }) {
  const why = promisesOf(line);
  return html`<li class=${line.type === 'broken' ? 'is-broken' : line.correction ? 'is-correction' : ''}>
    <time datetime=${line.happened_at} title=${t('story-times', { happened: when(line.happened_at), recorded: when(line.recorded_at) })}>${when(line.happened_at)}</time>
    <div><p>${line.correction ? html`<b class="tag">${t('story-correction')}</b>` : null}${sentence(line)}<span class="faint">　${author(line.by)}</span>${line.folds ? html`<span class="faint">　${t('story-folds', { count: line.folds })}</span>` : null}</p>
      ${line.late_s !== null ? html`<p class="late"><b class="tag">${t('story-late')}</b>${say('story-late-when', { recorded: when(line.recorded_at), span: span(line.late_s * 1000) })}</p>` : null}
      ${line.skewed ? html`<p class="muted">${t('log-skewed')}</p>` : null}
      ${line.note ? html`<p class="note">${line.note}</p>` : null}
      ${why.map(move => html`<${Why} key=${`${move.promise}${move.occasion}`} order=${order} move=${move} />`)}</div></li>`;
}

/** The promises that it moved, or that it is about. @param {Line} line @returns {Move[]} */
function promisesOf(line) {
  if (line.moves.length) return line.moves;
  const { promise, occasion } = line.data;
  return typeof promise === 'string' && typeof occasion === 'number' ? [{ promise, occasion }] : [];
}

/** @param {{order: CardView, move: Move}} props */
function Why({ order, move }) {
  const open = useSignal(false);
  const known = order.promises.find(one => one.promise === move.promise && one.occasion === move.occasion);
  const name = word('promise', move.promise);
  const promise = known ?? /** @type {any} */ ({ ...move, because: [] });
  return html`<details class="moved" onToggle=${(/** @type {Event} */ event) => {
    open.value = /** @type {HTMLDetailsElement} */ (event.currentTarget).open;
  }}><summary>${move.due_at && move.was_due_at ? html`<span>${say('story-moved', { promise: name, was: dueTime(move.was_due_at), due: dueTime(move.due_at) })}</span>` : null}<span class="link flat">${t('why')}<${Icon} name="down" /></span></summary>
    ${open.value ? html`<div class="reason-open"><${Story} path=${`/orders/${encodeURIComponent(order.id)}/why`} version=${order.version} promise=${promise} /></div>` : null}</details>`;
}
