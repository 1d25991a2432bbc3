/** The status bar: the legend is always there, and so are the last change of another and the undo of one's own. */
import { html } from '../shared/html.js';
import { t } from '../shared/i18n.js';
import { Icon, Mark } from '../shared/marks.js';
import { clockTime } from '../shared/times.js';
import { lastChange } from './changes.js';
import { done, redo, undo, undone } from './deeds.js';
import { reveal } from './lane_keys.js';
import { plan } from './state.js';

/** @type {import('../shared/types.js').Risk[]} */
const STATES = ['kept', 'track', 'risk', 'jeop', 'broken', 'paused'];

/** What a leg looks like; and whether its length comes from no road map, which a dispatcher has to know to trust it. */
function Roads() {
  const { estimated, estimated_places: count, places } = plan.value?.roads ?? {};
  if (!estimated) return html`<span class="wide"><i class="k-leg"></i>${t('legend-leg')}</span>`;
  const why = count === places ? t('roads-none') : t('roads-partly', { count: count ?? 0, places: places ?? 0 });
  return html`<span class="roads" title=${why}><i class="k-leg"></i>${t('legend-leg-estimated')}<span class="sr">${why}</span></span>`;
}

export function Foot() {
  const other = lastChange.value;
  const mine = done.value.at(-1);
  const back = undone.value.at(-1);
  return html`<footer class="foot">
    <div class="legend" aria-label=${t('legend-title')} role="group">${STATES.map(state => html`<span class=${`is-${state}`} key=${state}><${Mark} state=${state} />${t(`state-${state}`)}</span>`)}
      <span class="sep"></span><span class="wide"><i class="k-limit"></i>${t('legend-limit')}</span><${Roads} />
      <span class="wide"><i class="k-slack"></i>${t('legend-slack')}</span><span class="wide"><i class="k-overtime"></i>${t('legend-overtime')}</span>
      <span class="wide"><i class="k-over"></i>${t('legend-over')}</span><span class="wide"><i class="k-changed"></i>${t('legend-changed')}</span></div>
    <p class="last">${other ? html`<span class="muted">${t('last-line', { time: clockTime(other.at), what: other.say() })}</span>
        <button class="link" onClick=${() => reveal(other.orderId)}>${t('action-see')}</button>` : null}
      ${other && mine ? html`<span class="sep"></span>` : null}
      ${mine ? html`<span class="muted">${t('last-line', { time: clockTime(mine.at), what: mine.say() })}</span>
        <button class="link" onClick=${() => void undo()}><${Icon} name="undo" />${t('action-undo')}<kbd>Z</kbd></button>` : null}
      ${back?.redo ? html`<button class="link redo" title=${back.say()} onClick=${() => void redo()}><${Icon} name="undo" />${t('action-redo')}<kbd>⇧Z</kbd></button>` : null}</p>
  </footer>`;
}
