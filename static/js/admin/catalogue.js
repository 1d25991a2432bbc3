/** A version as a table that a person understands: one row a promise, and what holds for all of them. */
import { html } from '../shared/html.js';
import { t } from '../shared/i18n.js';
import { costsWord, countsWord, orderWord, promiseWord, settingWord, targetWord, tellsWord, tierWord, warnedWord } from './words.js';

const SETTINGS = ['contact_hours', 'office_hours', 'ladder', 'halves', 'cancel_ahead', 'at_risk_percent', 'cap_yuan'];

/** @param {{document: any}} props */
export function Catalogue({ document }) {
  const columns = ['promise', 'order', 'target', 'counts', 'warnings', 'breach', 'costs'];
  return html`<div class="wide"><table class="catalogue"><thead><tr>${columns.map(name => html`<th key=${name} scope="col">${t(`admin-column-${name}`)}</th>`)}</tr></thead>
    <tbody>${document.promises.map((/** @type {any} */ row, /** @type {number} */ index) => html`<tr key=${index}>
      <th scope="row">${promiseWord(row)}</th>
      <${Cell} name="order">${orderWord(row)}<//>
      <${Cell} name="target"><b>${targetWord(row.target)}</b><//>
      <${Cell} name="counts">${countsWord(row)}<//>
      <${Cell} name="warnings">${row.warnings?.length ? row.warnings.map((/** @type {any} */ warned) => html`<span class="line" key=${warned.percent}>${warnedWord(warned)}</span>`) : t('admin-none')}<//>
      <${Cell} name="breach">${row.on_breach?.length ? tellsWord(row.on_breach) : t('admin-none')}<//>
      <${Cell} name="costs">${costsWord(row)}<//>
    </tr>`)}</tbody></table></div>
    <h3>${t('admin-settings')}</h3>
    <dl class="settings"><dt>${t('field-tiers')}</dt><dd>${document.tiers.map(tierWord).join(t('admin-comma'))}</dd>
      ${SETTINGS.map(name => html`<dt key=${name}>${t(`field-${name.replaceAll('_', '-')}`)}</dt><dd>${settingWord(name, document[name])}</dd>`)}</dl>`;
}

/** A cell that names its column where the table is folded. @param {{name: string, children?: any}} props */
function Cell({ name, children }) {
  return html`<td><span class="fold" aria-hidden="true">${t(`admin-column-${name}`)}</span><span class="value">${children}</span></td>`;
}
