/** Starts the customer's page: one order, opened from a link, that keeps itself up to date. */
import { boot } from '../shared/boot.js';
import { ticking } from '../shared/clock.js';
import { html, render, useState } from '../shared/html.js';
import { LANGUAGE_NAMES, LANGUAGE_SHORT, language, nextLanguage, setLanguage, t } from '../shared/i18n.js';
import { Icon, PromiseMark } from '../shared/marks.js';
import { toggleTheme } from '../shared/theme.js';
import { clockTime } from '../shared/times.js';
import { Doing, Paused, Verdict } from './doing.js';
import { Later } from './later.js';
import { Now } from './now.js';
import { fullName, stateOf } from './state.js';
import { Talk } from './talk.js';
import { openTrack } from './track.js';
import { Owe, Vows } from './vows.js';

/** @typedef {import('../shared/types.js').TrackingView} TrackingView */
/** @typedef {import('./track.js').Track} Track */

const loadMap = () => import('./map.js').then(part => part.Map);
const loadSheets = () => import('./sheets.js');
const SHEETS = {
  change: () => loadSheets().then(part => part.ChangeTime),
  withdraw: () => loadSheets().then(part => part.Withdraw),
  broken: () => loadSheets().then(part => part.StillBroken),
};

/** @param {{track: Track, operator: string}} props */
function Head({ track, operator }) {
  const { state, sureAt } = track.live;
  const next = nextLanguage();
  const sure = sureAt.value ?? (track.view.value ? Date.parse(track.view.value.now) : null);
  return html`<header class="cbar"><p class="brand">${track.view.value?.operator || operator}</p>
    <p class=${`fresh is-${state.value}`} role="status"><i></i><span>${sure !== null && html`${t('live-sure', { time: clockTime(sure) })}<span>${t('fresh-comma')}</span>`}<span>${t(`live-${state.value}`)}</span></span></p>
    <button type="button" class="btn btn-quiet" lang=${next} aria-label=${LANGUAGE_NAMES[next]} onClick=${() => setLanguage(next).catch(() => undefined)}><${Icon} name="globe" /><span>${LANGUAGE_SHORT[next]}</span></button>
  </header>`;
}

/** Who comes, and how to be sure of it at the door. @param {{view: TrackingView}} props */
function Who({ view }) {
  const { technician, order } = view;
  const state = stateOf(view);
  if (!technician || ['withdrawn', 'withdrawing', 'paused', 'failed'].includes(state)) return null;
  const name = fullName(technician);
  return html`<section class="who" aria-labelledby="h-who">
    <span class="face" aria-hidden="true">${name.slice(0, 1)}</span>
    <div class="grow"><h2 id="h-who">${name}</h2><p class="muted">${t('who-badge', { badge: technician.badge })}</p></div>
    ${technician.phone && html`<a class="btn btn-icon" href=${`tel:${technician.phone.replace(/[^+\d]/g, '')}`} aria-label=${t('who-call', { name })}><${Icon} name="phone" /></a>`}
    ${['assigned', 'taken', 'contacted', 'on_the_way', 'on_site'].includes(order.status) && html`<p class="verify"><${Icon} name="badge" /><span class="grow">${t('who-verify', { badge: technician.badge })}</span></p>`}
  </section>`;
}

/** @param {{view: TrackingView}} props */
function Prepare({ view }) {
  const { order } = view;
  if (!['accepted', 'assigned', 'taken', 'contacted', 'on_the_way', 'on_hold', 'visit_failed'].includes(order.status)) return null;
  return html`<section class="prep" aria-labelledby="h-prep"><h2 id="h-prep">${t('prepare-title')}</h2>
    <ul>${[1, 2, 3].map(n => html`<li key=${n}>${t(`prepare-${order.kind}-${n}`)}</li>`)}</ul></section>`;
}

/** @param {{track: Track, view: TrackingView}} props */
function Page({ track, view }) {
  const [sheet, setSheet] = useState(/** @type {'change'|'withdraw'|'broken'|null} */ (null));
  const close = () => setSheet(null);
  ticking.value; // what is late becomes so without a message
  const canChange = view.may.includes('contact');
  return html`<main class="page">
    <div class="lead">
      <${Now} view=${view} />
      <${Owe} view=${view} change=${canChange && html`<button type="button" class="btn" onClick=${() => setSheet('change')}>${t('owe-another-time')}</button>`} />
      <${Paused} track=${track} view=${view} onChange=${() => setSheet('change')} />
      <${Verdict} track=${track} view=${view} onBroken=${() => setSheet('broken')} />
      ${view.order.status === 'on_the_way' && view.map && view.home && view.technician?.position && html`<${Later} load=${loadMap} view=${view} meanwhile=${html`<figure class="live"><svg class="map" viewBox="0 0 350 190" aria-hidden="true"></svg></figure>`} />`}
      <${Who} view=${view} />
    </div>
    <div class="rest">
      <${Vows} track=${track} view=${view} /><${Prepare} view=${view} /><${Doing} track=${track} view=${view} open=${setSheet} />
    </div>
    <div class="words"><${Talk} track=${track} view=${view} />
      <p class="foot"><button type="button" class="btn btn-quiet" onClick=${toggleTheme}><${Icon} name="theme" />${t('theme-switch')}</button></p></div>
    ${sheet && html`<${Later} key=${sheet} load=${SHEETS[sheet]} track=${track} view=${view} onClose=${close} />`}
  </main>`;
}

/** The page's own shape, before there is anything to say. */
function Skeleton() {
  return html`<main class="page" aria-busy="true"><div class="lead"><section class="now"><p class="sr" role="status">${t('loading')}</p>
    <p class="skeleton short"></p><p class="skeleton tall"></p><p class="skeleton line"></p><p class="skeleton block"></p></section></div>
    <div class="rest"><section><p class="skeleton short"></p><p class="skeleton line"></p><p class="skeleton line"></p></section></div></main>`;
}

/** @param {{track: Track, operator: string}} props */
function App({ track, operator }) {
  const view = track.view.value;
  language.value;
  document.title = view ? `${view.order.number} · ${view.operator || operator}` : operator;
  if (track.over.value) location.replace('/c/');
  return html`<div><${Head} track=${track} operator=${operator} />${view
    ? html`<${Page} track=${track} view=${view} />`
    : track.failure.value
      ? html`<main class="page"><div class="lead"><section class="now"><p><${PromiseMark} state="track" word=${t('failed-eyebrow')} /></p><h1>${t('failed-title')}</h1><p class="muted">${track.failure.value}</p>
          <div class="pair"><button type="button" class="btn btn-main" onClick=${track.load}>${t('action-retry')}</button></div></section></div></main>`
      : html`<${Skeleton} />`}</div>`;
}

async function start() {
  const handed = await boot(['customer']);
  const track = openTrack();
  const root = document.getElementById('app') ?? document.body;
  root.replaceChildren();
  root.removeAttribute('aria-busy');
  // the sheets are wanted soon, and perhaps without signal
  setTimeout(() => void loadSheets().catch(() => undefined), 4_000);
  render(html`<${App} track=${track} operator=${handed.operator ?? ''} />`, root);
}

void start();
