/** The panels that lie over the board's side, one at a time: each is loaded when it is first opened, and the address names it. */
import { html, signal, useEffect, useRef } from '../shared/html.js';
import { addTexts, t } from '../shared/i18n.js';
import { Icon } from '../shared/marks.js';
import { panel, user } from './state.js';

/** @typedef {import('../shared/types.js').Role} Role */
/**
 * A part of the board that needs room of its own. Its texts are in `<name>.ftl`, but for its title `panel-<name>`,
 * which the top bar shows too.
 * @typedef {object} PanelEntry
 * @property {string} name
 * @property {string} icon
 * @property {string} [key] opens it from anywhere on the board
 * @property {boolean} [wide] it needs more room than the side has
 * @property {Role[]} [roles] for whom it is; everybody at the desk if left out
 * @property {() => Promise<{Panel: (props: {close: () => void}) => any}>} load
 */

/** @type {PanelEntry[]} */
export const PANELS = [
  { name: 'intake', key: 'n', icon: 'plus', wide: true, load: () => import('./intake/panel.js') },
  { name: 'plan', key: 'p', icon: 'swap', load: () => import('./plan/panel.js') },
  { name: 'incidents', key: 'i', icon: 'incident', load: () => import('./incidents/panel.js') },
  { name: 'lists', key: 'f', icon: 'list', wide: true, load: () => import('./lists/panel.js') },
  { name: 'tasks', key: 't', icon: 'check', load: () => import('./tasks/panel.js') },
  { name: 'escalations', key: 'e', icon: 'bell', load: () => import('./escalations/panel.js') },
  { name: 'overview', key: 'o', icon: 'grid', load: () => import('./overview/panel.js') },
  { name: 'rules', key: 'r', icon: 'pen', load: () => import('./rules/panel.js') },
];

/** How many things wait in a panel, shown on its button; each part keeps its own. @type {Record<string, import('@preact/signals').Signal<number>>} */
export const waiting = Object.fromEntries(PANELS.map(entry => [entry.name, signal(0)]));

/** @type {import('@preact/signals').Signal<Record<string, any>>} */
const loaded = signal({});

/** Those that are for whoever is signed in. */
export function ownPanels() {
  const role = user.value?.role;
  return PANELS.filter(entry => !entry.roles || (role && entry.roles.includes(role)));
}

/** @param {string|null} name */
export function openPanel(name) {
  panel.value = name && ownPanels().some(entry => entry.name === name) ? name : null;
}

/** The panel whose key was pressed, opened. @param {string} key @returns {boolean} */
export function panelKey(key) {
  const found = ownPanels().find(entry => entry.key === key.toLowerCase());
  if (!found) return false;
  openPanel(panel.peek() === found.name ? null : found.name);
  return true;
}

/** @param {PanelEntry} entry */
async function fetchPanel(entry) {
  const [module] = await Promise.all([entry.load(), addTexts(entry.name)]);
  loaded.value = { ...loaded.peek(), [entry.name]: module.Panel };
}

export function PanelRail() {
  return html`<nav class="rail" aria-label=${t('panels-title')}>${ownPanels().map(entry => {
    const label = t(`panel-${entry.name}`);
    const count = waiting[entry.name].value;
    return html`<button key=${entry.name} class="tool panel-tool" aria-pressed=${panel.value === entry.name ? 'true' : 'false'} data-panel=${entry.name}
      aria-label=${count ? t('panel-waiting', { panel: label, count }) : label} title=${entry.key ? `${label} (${entry.key.toUpperCase()})` : label}
      onClick=${() => openPanel(panel.peek() === entry.name ? null : entry.name)}><${Icon} name=${entry.icon} />${count ? html`<span class="count" aria-hidden="true">${count}</span>` : null}</button>`;
  })}</nav>`;
}

export function PanelHost() {
  const entry = ownPanels().find(each => each.name === panel.value);
  const box = useRef(/** @type {HTMLElement|null} */ (null));
  const failed = useRef('');
  useEffect(() => {
    if (!entry) return;
    failed.current = '';
    if (!loaded.peek()[entry.name]) {
      fetchPanel(entry).catch(() => {
        failed.current = entry.name;
        loaded.value = { ...loaded.peek() };
      });
    }
    const back = document.activeElement;
    box.current?.focus();
    return () => {
      const at = document.activeElement;
      const isFree = !at || at === document.body || Boolean(box.current?.contains(at));
      // whoever is somewhere else by now, in the search say, stays there
      if (isFree && back instanceof HTMLElement && back.isConnected) back.focus();
    };
  }, [entry?.name]);
  if (!entry) return null;
  const close = () => openPanel(null);
  const Body = loaded.value[entry.name];
  return html`<section class=${`panel${entry.wide ? ' wide' : ''}`} ref=${box} tabindex="-1" aria-label=${t(`panel-${entry.name}`)} data-open=${entry.name}>
    <header class="pane-head"><h2>${t(`panel-${entry.name}`)}</h2><button class="tool" aria-label=${t('action-close')} title=${t('action-close')} onClick=${close}><${Icon} name="x" /></button></header>
    <div class="panel-body">${Body ? html`<${Body} close=${close} />`
      : failed.current === entry.name ? html`<p class="form-error">${t('no-answer')}<button class="link" onClick=${() => void fetchPanel(entry)}>${t('action-retry')}</button></p>`
        : html`<div class="sk-lines" aria-hidden="true"><i></i><i></i><i></i></div>`}</div>
  </section>`;
}
