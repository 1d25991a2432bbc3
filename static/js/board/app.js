/** The board: top bar, risk list, lanes, map and order, status bar; on a narrow screen one pane at a time. */
import { html, useEffect } from '../shared/html.js';
import { t } from '../shared/i18n.js';
import { Drawer } from './drawer/drawer.js';
import { Foot } from './foot.js';
import { handKey, hand } from './hand.js';
import { LaneMenu } from './lane_menu.js';
import { Lanes } from './lanes.js';
import { MapPane } from './map.js';
import { Notices } from './notices.js';
import { openPanel, panelKey, PanelHost, PanelRail } from './panels.js';
import { RiskList } from './risks.js';
import { risky } from './risks_model.js';
import { searchField } from './search.js';
import { mapIsLarge, pane, panel, select, selectedId } from './state.js';
import { ProposalBar } from './proposal_bar.js';
import { OfflineBar, TopBar } from './top.js';
import { redo, undo } from './deeds.js';
import { goToUrgent } from './urgent.js';

/** @typedef {import('./state.js').Pane} Pane */

/** @type {Pane[]} */
const PANES = ['risks', 'lanes', 'map', 'order'];

export function App() {
  useEffect(() => {
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
  return html`<div class="board" data-pane=${pane.value}>
    <${TopBar} />
    <div class="bars"><${OfflineBar} /><${ProposalBar} /></div>
    <${Tabs} />
    <${PanelRail} />
    <main class=${`work${hand.value ? ' in-hand-now' : ''}`}>
      <${RiskList} />
      <${Lanes} />
      <aside class=${`side${mapIsLarge.value ? ' map-large' : ''}`} aria-label=${t('side-title')}><${MapPane} /><${Drawer} /></aside>
      <${PanelHost} />
    </main>
    <${Foot} />
    <${Notices} />
    <${LaneMenu} />
  </div>`;
}

/** Only on narrow screens: which pane is shown. */
function Tabs() {
  return html`<nav class="tabs" aria-label=${t('tabs-title')}>${PANES.filter(name => name !== 'order' || selectedId.value).map(name => html`
    <button key=${name} data-tab=${name} aria-current=${pane.value === name ? 'page' : undefined} onClick=${() => {
      pane.value = name;
    }}>${t(`tab-${name}`)}${name === 'risks' && risky.value.length ? html`<span class="count">${risky.value.length}</span>` : null}</button>`)}</nav>`;
}

/** Keys that work everywhere. @param {KeyboardEvent} event */
function onKey(event) {
  if (handKey(event)) return;
  const typing = event.target instanceof HTMLElement && (event.target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName));
  if (event.defaultPrevented || typing || event.altKey) return;
  const control = event.ctrlKey || event.metaKey;
  if (event.key === '/' && !control) {
    event.preventDefault();
    searchField.focus();
  } else if (event.key.toLowerCase() === 'z' && !event.repeat) {
    event.preventDefault();
    void (event.shiftKey ? redo() : undo());
  } else if (!control && !event.repeat && event.key.toLowerCase() === 'u' && goToUrgent()) {
    event.preventDefault();
  } else if (!control && !event.repeat && panelKey(event.key)) {
    event.preventDefault();
  } else if (event.key === 'Escape' && !control) {
    if (panel.peek()) openPanel(null);
    else if (mapIsLarge.peek()) mapIsLarge.value = false;
    else if (selectedId.peek()) select(null);
  }
}
