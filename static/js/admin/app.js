/** The page of the promises: its versions, the catalogue of one of them, or the form of a new one. */
import { html } from '../shared/html.js';
import { language, LANGUAGE_NAMES, LANGUAGES, setLanguage, t } from '../shared/i18n.js';
import { Icon } from '../shared/marks.js';
import { toggleTheme } from '../shared/theme.js';
import { Menu } from '../board/menu.js';
import { Catalogue } from './catalogue.js';
import { Form } from './form.js';
import { LearnedSection } from './learned.js';
import { begin, busy, draft, listing, maySave, said, show, shown, takeBack } from './state.js';

/** @typedef {import('./state.js').Version} Version */

export function App() {
  return html`<div class="admin" aria-busy=${busy.value ? 'true' : 'false'}>
    <header class="bar">
      <a class="brand" href="/board" title=${t('admin-to-board')}><svg viewBox="0 0 24 24" class="logo" aria-hidden="true"><path d="M4 6h16M4 12h11M4 18h6" /></svg><span>${t('admin-to-board')}</span></a>
      <span class="grow"></span>
      <button class="tool" aria-label=${t('theme-switch')} title=${t('theme-switch')} onClick=${toggleTheme}><${Icon} name="theme" /></button>
      <${Menu} class="tool" label=${t('language-switch')} face=${html`<${Icon} name="globe" />`}
        items=${LANGUAGES.map(code => ({ label: LANGUAGE_NAMES[code], lang: code, checked: language.value === code, run: () => void setLanguage(code) }))} />
    </header>
    <main>
      <h1>${t('admin-title')}</h1>
      <p class="lead">${t('admin-lead')}</p>
      ${draft.value ? null : html`<${Said} />`}
      ${draft.value ? html`<${Form} />` : html`<${Versions} /><${Shown} /><${LearnedSection} />`}
    </main>
  </div>`;
}

/** What was done, or what went wrong. */
export function Said() {
  const sentence = said.value;
  return html`<p class=${`said ${sentence?.kind ?? ''}`} role=${sentence?.kind === 'failed' ? 'alert' : 'status'}>${sentence?.text ?? ''}</p>`;
}

function Versions() {
  const known = listing.value;
  if (!known) return html`<p class="muted">${t('admin-loading')}</p>`;
  return html`<section aria-labelledby="versions"><h2 id="versions">${t('admin-versions')}</h2>
    <ul class="versions">${known.versions.map(each => html`<li key=${each.version} class=${each.version === shown.value?.version ? 'is-shown' : ''}>
      <button class="version" aria-pressed=${each.version === shown.value?.version ? 'true' : 'false'} onClick=${() => void show(each.version)}>
        <b>${each.version}</b><span class=${`state ${each.state}`}>${t(`admin-state-${each.state}`)}</span>
        <span>${t('admin-from', { day: each.valid_from })}</span>
        <span class="muted">${t('admin-open-orders', { count: each.open_orders })}${each.created_by ? t('admin-by', { name: each.created_by }) : ''}</span>
      </button></li>`)}</ul>
  </section>`;
}

function Shown() {
  const full = shown.value;
  const row = listing.value?.versions.find(each => each.version === full?.version);
  if (!full || !row) return null;
  return html`<section aria-labelledby="shown">
    <div class="head"><h2 id="shown">${t('admin-catalogue', { version: full.version })}</h2>${maySave.value ? html`<${Deeds} row=${row} />` : null}</div>
    <p class="muted">${row.fixed ? t('admin-fixed') : t('admin-waiting')}</p>
    <${Catalogue} document=${full.document} />
  </section>`;
}

/** @param {{row: Version}} props */
function Deeds({ row }) {
  return html`<p class="deeds"><button class="btn btn-main" onClick=${() => begin(false)}><${Icon} name="plus" />${t('admin-new')}</button>
    ${row.fixed ? null : html`<button class="btn" onClick=${() => begin(true)}><${Icon} name="pen" />${t('admin-edit')}</button>
      <button class="btn" onClick=${() => confirm(t('admin-remove-sure', { version: row.version })) && void takeBack(row.version)}>${t('admin-remove')}</button>`}</p>`;
}
