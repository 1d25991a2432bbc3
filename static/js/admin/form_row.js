/** One promise in the form: folded to a sentence, opened to its fields; one with a problem stands open. */
import { html, useEffect, useSignal } from '../shared/html.js';
import { t } from '../shared/i18n.js';
import { Icon } from '../shared/marks.js';
import { Check, Choice, Fault, Field, NumberField, Point, Span, Tells } from './fields.js';
import { draft, edit, faults } from './state.js';
import { costsWord, orderWord, promiseWord, targetWord, tierWord } from './words.js';

const TIMED = ['within', 'by', 'cut_off'];
/** @type {Record<string, any>} */
const FRESH = {
  within: { within: '24h' }, by: { by: '24:00 next day' },
  cut_off: { cut_off: '17:00', before: '24:00 same day', after: '15:00 next day' },
  arrive: { early: '1h', late: '1h' }, speed: { percent_of_contract: 90 }, urgent: { own_deadline: true },
};
const PROMISES = ['complete', 'urgent', 'accept', 'contact', 'arrive', 'speed', 'cancel_verify', 'cancel_done', 'answer', 'callback', 'care'];

/** The target that a promise begins with. @param {string} promise */
export const freshTarget = promise => structuredClone(FRESH[promise] ?? FRESH.within);

/** @param {{row: any, index: number}} props */
export function FormRow({ row, index }) {
  const path = `promises[${index}]`;
  const open = useSignal(row.fresh === true);
  const wrong = faults.value.some(fault => fault.field === path || fault.field.startsWith(`${path}.`));
  useEffect(() => {
    if (wrong) open.value = true;
  }, [wrong]);
  const set = (/** @type {(row: any) => void} */ change) => edit(document => change(document.promises[index]));
  return html`<li class=${`row${wrong ? ' is-wrong' : ''}`}>
    <button class="fold-row" aria-expanded=${open.value ? 'true' : 'false'} onClick=${() => { open.value = !open.peek(); }}>
      <${Icon} name=${open.value ? 'down' : 'right'} /><b>${promiseWord(row)}</b><span>${orderWord(row)}</span><span class="is-target">${targetWord(row.target ?? {})}</span><span class="muted">${costsWord(row)}</span></button>
    <${Fault} path=${path} />
    ${open.value ? html`<div class="row-fields">
      <${Choice} path=${`${path}.promise`} label=${t('admin-column-promise')} value=${row.promise} options=${PROMISES.map(each => [each, promiseWord({ promise: each })])}
        set=${(/** @type {string} */ value) => set(each => { each.promise = value; each.target = freshTarget(value); if (value !== 'complete') each.pausable = false; })} />
      <${Choice} path=${`${path}.kind`} label=${t('admin-kind')} value=${row.kind ?? 'any'} options=${['any', 'install', 'move', 'repair'].map(each => [each, orderWord({ kind: each, tier: 'standard' })])} set=${(/** @type {string} */ value) => set(each => { each.kind = value; })} />
      <${Choice} path=${`${path}.tier`} label=${t('admin-tier')} value=${row.tier} options=${draft.value.tiers.map((/** @type {string} */ each) => [each, tierWord(each)])} set=${(/** @type {string} */ value) => set(each => { each.tier = value; })} />
      <${Target} row=${row} path=${path} set=${set} />
      <${Choice} path=${`${path}.counts`} label=${t('admin-column-counts')} value=${row.counts ?? 'always'} options=${['always', 'contact', 'office'].map(each => [each, t(`admin-counts-${each}`)])} set=${(/** @type {string} */ value) => set(each => { each.counts = value; })} />
      <${Compensation} row=${row} path=${path} set=${set} />
      ${row.promise === 'complete' ? html`<${Check} label=${t('admin-pausable')} value=${row.pausable} set=${(/** @type {boolean} */ value) => set(each => { each.pausable = value; })} />` : null}
      <${Warnings} row=${row} path=${path} set=${set} />
      <${Tells} path=${`${path}.on_breach`} label=${t('admin-column-breach')} value=${row.on_breach ?? []} set=${(/** @type {string[]} */ value) => set(each => { each.on_breach = value; })} />
      <p class="is-wide"><button class="btn btn-quiet" onClick=${() => edit(document => { document.promises.splice(index, 1); })}>${t('admin-row-remove')}</button></p>
    </div>` : null}
  </li>`;
}

/** @typedef {{row: any, path: string, set: (change: (row: any) => void) => void}} PartProps */

/** @param {PartProps} props */
function Target({ row, path, set }) {
  const target = row.target ?? {};
  const at = `${path}.target`;
  const change = (/** @type {string} */ name) => (/** @type {any} */ value) => set(each => { each.target[name] = value; });
  const shape = TIMED.find(each => each in target);
  const fields = 'within' in target ? html`<${Span} path=${`${at}.within`} label=${t('admin-within')} value=${target.within} set=${change('within')} />`
    : 'by' in target ? html`<${Point} path=${`${at}.by`} label=${t('admin-by-time')} value=${target.by} set=${change('by')} />`
      : 'cut_off' in target ? html`<${Field} path=${`${at}.cut_off`} label=${t('admin-cut-off')} value=${target.cut_off} set=${change('cut_off')} />
        <${Point} path=${`${at}.before`} label=${t('admin-before')} value=${target.before} set=${change('before')} />
        <${Point} path=${`${at}.after`} label=${t('admin-after')} value=${target.after} set=${change('after')} />`
        : 'early' in target ? html`<${Span} path=${`${at}.early`} label=${t('admin-early')} value=${target.early} set=${change('early')} /><${Span} path=${`${at}.late`} label=${t('admin-late')} value=${target.late} set=${change('late')} />`
          : 'percent_of_contract' in target ? html`<${NumberField} path=${`${at}.percent_of_contract`} label=${t('admin-share')} value=${target.percent_of_contract} suffix="%" set=${change('percent_of_contract')} />`
            : html`<p class="field muted">${t('admin-target-own')}</p>`;
  return html`${shape ? html`<${Choice} path=${at} label=${t('admin-shape')} value=${shape} options=${TIMED.map(each => [each, t(`admin-shape-${each.replace('_', '-')}`)])}
    set=${(/** @type {string} */ value) => set(each => { each.target = structuredClone(FRESH[value]); if (value !== 'within') each.counts = 'always'; })} />` : html`<${Fault} path=${at} />`}${fields}`;
}

/** @param {PartProps} props */
function Compensation({ row, path, set }) {
  const price = row.compensation;
  const kind = !price ? 'none' : 'once_yuan' in price ? 'once_yuan' : 'per_started_day_yuan';
  const names = { none: t('admin-price-none'), once_yuan: t('admin-price-once'), per_started_day_yuan: t('admin-price-day') };
  const write = (/** @type {string} */ which, /** @type {any} */ yuan) => set(each => {
    if (which === 'none') delete each.compensation;
    else each.compensation = { [which]: yuan };
  });
  return html`<${Choice} path=${`${path}.compensation`} label=${t('admin-column-costs')} value=${kind} options=${Object.entries(names)} set=${(/** @type {string} */ which) => write(which, price?.[kind] ?? 20)} />
    ${price ? html`<${NumberField} path=${`${path}.compensation.${kind}`} label=${t('admin-amount')} value=${price[kind]} step="0.01" suffix=${t('admin-yuan-sign')} set=${(/** @type {any} */ yuan) => write(kind, yuan)} />` : null}`;
}

/** @param {PartProps} props */
function Warnings({ row, path, set }) {
  const warnings = row.warnings ?? [];
  return html`<div class="is-wide warnings"><h4>${t('admin-column-warnings')}</h4>
    ${warnings.map((/** @type {any} */ warned, /** @type {number} */ n) => html`<div class="warning" key=${n}>
      <${NumberField} path=${`${path}.warnings[${n}].percent`} label=${t('admin-percent')} value=${warned.percent} suffix="%" set=${(/** @type {any} */ value) => set(each => { each.warnings[n].percent = value; })} />
      <${Tells} path=${`${path}.warnings[${n}].tells`} label=${t('admin-tells')} value=${warned.tells} set=${(/** @type {string[]} */ value) => set(each => { each.warnings[n].tells = value; })} />
      <button class="tool" aria-label=${t('admin-warning-remove')} title=${t('admin-warning-remove')} onClick=${() => set(each => { each.warnings.splice(n, 1); })}><${Icon} name="x" /></button></div>`)}
    <button class="btn btn-quiet" onClick=${() => set(each => { (each.warnings ??= []).push({ percent: Math.min(99, (warnings.at(-1)?.percent ?? 40) + 10), tells: ['technician'] }); })}><${Icon} name="plus" />${t('admin-warning-add')}</button></div>`;
}
