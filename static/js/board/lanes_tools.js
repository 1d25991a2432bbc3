/** Above the lanes: how much time they show, and by what they are grouped. */
import { html } from '../shared/html.js';
import { t } from '../shared/i18n.js';
import { hand } from './hand.js';
import { grouping, GROUPINGS, showGrouping, showZoom, zoom, ZOOMS } from './lanes_view.js';

export function ViewTools() {
  const held = hand.value !== null;
  return html`<div class="lane-tools">
    <div class="seg" role="group" aria-label=${t('zoom-title')}>${ZOOMS.map(each => html`<button key=${each} data-zoom=${each} disabled=${held} aria-pressed=${zoom.value === each ? 'true' : 'false'} onClick=${() => showZoom(each)}>${t(`zoom-${each}`)}</button>`)}</div>
    <div class="seg" role="group" aria-label=${t('group-title')}><span class="faint" aria-hidden="true">${t('group-title')}</span>${GROUPINGS.map(each => html`<button key=${each} data-group=${each} disabled=${held} aria-pressed=${grouping.value === each ? 'true' : 'false'} onClick=${() => showGrouping(each)}>${t(`group-${each}`)}</button>`)}</div>
  </div>`;
}
