/** The drawer's tabs: "now" is always there, each other is loaded when it is first opened. */
import { html, signal, useEffect } from '../../shared/html.js';
import { addTexts, t } from '../../shared/i18n.js';
import * as now from './now.js';

/** @typedef {import('../../shared/types.js').CardView} CardView */
/** What a tab is given: the card as the board knows it, and everything once it has come. @typedef {{order: CardView, full: import('../detail.js').OrderView|null}} TabProps */
/** @typedef {{Tab: (props: TabProps) => any}} TabModule */
/** Its title is the text `tab-<name>`. @typedef {{name: string, load: () => Promise<TabModule>}} TabEntry */

/** @type {TabEntry[]} */
export const TABS = [
  { name: 'now', load: async () => now },
  { name: 'story', load: () => import('./story.js') },
  { name: 'contact', load: () => import('./contact.js') },
  { name: 'work', load: () => import('./work.js') },
  { name: 'linked', load: () => import('./linked.js') },
  { name: 'audit', load: () => import('./audit.js') },
];

const KEPT = 'sanxian.board.tab';

/** Which one is open; it stays while orders are gone through, and for the next time. @type {import('@preact/signals').Signal<string>} */
export const tab = signal(kept());

function kept() {
  try {
    const name = localStorage.getItem(KEPT);
    return TABS.find(entry => entry.name === name)?.name ?? 'now';
  } catch {
    return 'now';
  }
}

/** @type {import('@preact/signals').Signal<Record<string, TabModule|'failed'>>} */
const loaded = signal({ now });

/** @param {TabEntry} entry */
async function fetchTab(entry) {
  try {
    const [module] = await Promise.all([entry.load(), addTexts('drawer')]);
    loaded.value = { ...loaded.peek(), [entry.name]: module };
  } catch {
    loaded.value = { ...loaded.peek(), [entry.name]: 'failed' };
  }
}

/** @param {string} name */
export function openTab(name) {
  tab.value = TABS.some(entry => entry.name === name) ? name : 'now';
  try {
    localStorage.setItem(KEPT, tab.peek());
  } catch {
    // a full or forbidden store only forgets
  }
}

/** One stop for the tab key; the arrows, Home and End go through them. @param {KeyboardEvent} event */
function rove(event) {
  const at = TABS.findIndex(entry => entry.name === tab.peek());
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: TABS.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  openTab(TABS[(to + TABS.length) % TABS.length].name);
  const bar = /** @type {HTMLElement} */ (event.currentTarget);
  /** @type {HTMLElement|null} */ (bar.querySelector(`[data-tab=${tab.peek()}]`))?.focus();
}

export function TabBar() {
  return html`<div class="order-tabs" role="tablist" aria-label=${t('order-tabs-title')} onKeyDown=${rove}>${TABS.map(({ name }) => {
    const open = tab.value === name;
    return html`<button key=${name} role="tab" id=${`tab-${name}`} data-tab=${name} aria-selected=${open ? 'true' : 'false'} aria-controls="order-tab" tabindex=${open ? 0 : -1}
      onClick=${() => openTab(name)}>${t(`tab-${name}`)}</button>`;
  })}</div>`;
}

/** @param {TabProps} props */
export function TabBody({ order, full }) {
  const entry = TABS.find(each => each.name === tab.value) ?? TABS[0];
  const module = loaded.value[entry.name];
  useEffect(() => {
    if (!module) void fetchTab(entry);
  }, [entry.name]);
  if (module === 'failed') return html`<p class="form-error">${t('no-answer')}<button class="link" onClick=${() => void fetchTab(entry)}>${t('action-retry')}</button></p>`;
  if (!module) return html`<div class="sk-lines" aria-hidden="true"><i></i><i></i><i></i></div>`;
  return html`<${module.Tab} key=${`${entry.name} ${order.id}`} order=${order} full=${full} />`;
}
