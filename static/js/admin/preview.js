/** What saving would change: how many orders, which promises, and until when a sample acceptance would be due. */
import { html, useEffect, useRef } from '../shared/html.js';
import { language, t } from '../shared/i18n.js';
import { when } from '../shared/times.js';
import { costsWord, countsWord, orderWord, promiseWord, settingWord, targetWord, tellsWord, tierWord, warnedWord } from './words.js';

/** @param {{seen: any}} props */
export function Preview({ seen }) {
  const box = useRef(/** @type {HTMLElement|null} */ (null));
  useEffect(() => box.current?.focus(), [seen]);
  const number = new Intl.NumberFormat(language.value).format(seen.future_orders_a_day);
  return html`<section class="preview" aria-labelledby="preview" ref=${box} tabindex="-1"><h3 id="preview">${t('admin-preview-title', { version: seen.version, before: seen.instead_of })}</h3>
    <p class="big">${t('admin-preview-orders', { running: seen.running_orders, future: number })}</p>
    <p class="muted">${t('admin-preview-mean', { days: seen.looked_back_days })} ${t('admin-preview-keep', { count: seen.open_orders_keep })}
      ${seen.until ? t('admin-preview-until', { day: seen.valid_from, until: seen.until }) : t('admin-preview-from', { day: seen.valid_from })}</p>
    ${seen.new_tiers.length ? html`<p>${t('admin-new-tiers', { tiers: seen.new_tiers.map(tierWord).join(t('admin-comma')) })}</p>` : null}
    ${seen.gone_tiers.length ? html`<p>${t('admin-gone-tiers', { tiers: seen.gone_tiers.map(tierWord).join(t('admin-comma')) })}</p>` : null}
    ${seen.settings.length ? html`<ul class="differences">${seen.settings.map((/** @type {any} */ each) => html`<li key=${each.field}><b>${t(`field-${each.field.replaceAll('_', '-')}`)}</b>
      <span><del>${settingWord(each.field, each.before)}</del> → <ins>${settingWord(each.field, each.after)}</ins></span></li>`)}</ul>` : null}
    ${seen.changes.length ? html`<ul class="differences">${seen.changes.map((/** @type {any} */ each) => html`<${Change} key=${`${each.promise} ${each.kind} ${each.tier}`} change=${each} />`)}</ul>`
      : seen.settings.length ? null : html`<p>${t('admin-preview-same')}</p>`}
  </section>`;
}

/** @type {[string, (row: any) => string][]} */
const PARTS = [
  ['target', row => targetWord(row.target)], ['counts', countsWord],
  ['warnings', row => row.warnings.map(warnedWord).join(t('admin-semicolon')) || t('admin-none')],
  ['breach', row => tellsWord(row.on_breach) || t('admin-none')], ['costs', costsWord],
];

/** @param {{change: any}} props */
function Change({ change }) {
  const { before, after } = change;
  const differing = before && after ? PARTS.filter(([, say]) => say(before) !== say(after)) : [];
  const samples = change.samples.filter((/** @type {any} */ each) => each.before !== each.after);
  return html`<li><b>${promiseWord(change)}</b><span class="muted">${orderWord(change)}</span>
    ${before ? null : html`<span>${t('admin-added', { target: targetWord(after.target) })}</span>`}${after ? null : html`<span>${t('admin-dropped', { target: targetWord(before.target) })}</span>`}
    ${differing.map(([name, say]) => html`<span key=${name}>${t(`admin-column-${name}`)}${t('admin-colon')}<del>${say(before)}</del> → <ins>${say(after)}</ins></span>`)}
    ${samples.map((/** @type {any} */ each) => html`<span class="sample" key=${each.started_at}>${t('admin-sample', { at: when(each.started_at), before: each.before ? when(each.before) : t('admin-none'), after: each.after ? when(each.after) : t('admin-none') })}</span>`)}</li>`;
}
