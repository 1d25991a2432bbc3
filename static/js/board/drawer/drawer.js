/** The open order: who it is for, its tabs, and every legal next step. */
import { html, useEffect, useRef } from '../../shared/html.js';
import { addTexts, t } from '../../shared/i18n.js';
import { Icon } from '../../shared/marks.js';
import { Acts } from '../acts.js';
import { detail, fetchDetail, followDetail } from '../detail.js';
import { phase, select, selected, selectedId } from '../state.js';
import { StepForm } from '../steps/form.js';
import { tab, TabBar, TabBody } from './tabs.js';

/** @typedef {import('../../shared/types.js').CardView} CardView */

export function Drawer() {
  const heading = useRef(/** @type {HTMLElement|null} */ (null));
  useEffect(followDetail, []);
  useEffect(() => {
    if (selectedId.value) void addTexts('steps');
  }, [selectedId.value]);
  const full = detail.value?.id === selectedId.value ? detail.value?.view ?? null : null;
  const order = selected.value ?? full;
  useEffect(() => {
    heading.current?.closest('.drawer')?.querySelector('.scroll')?.scrollTo(0, 0);
  }, [order?.id, tab.value]);
  if (!selectedId.value) return html`<section class="drawer none"><p class="muted">${t('drawer-none')}</p><p class="faint"><kbd>/</kbd>${t('drawer-key-search')}<kbd>M</kbd>${t('drawer-key-move')}<kbd>Z</kbd>${t('drawer-key-undo')}</p></section>`;
  if (!order) {
    return html`<section class="drawer none">${detail.value?.failed && phase.value === 'ready'
      ? html`<p class="muted">${t('drawer-gone')}</p><button class="btn" onClick=${() => select(null)}>${t('action-close')}</button>` : html`<div class="sk-lines" aria-hidden="true"><i></i><i></i><i></i><i></i></div>`}</section>`;
  }
  const person = full?.customer ?? order.customer;
  return html`<section class="drawer" aria-labelledby="h-order" key=${order.id}>
    <header class="order-head">
      <div><h2 id="h-order" ref=${heading}>${person.name} <span class="kind">${kindWords(order)}</span></h2>
        <p class="muted">${order.address}　<span class="faint nowrap">${order.number}</span></p>
        ${order.from_address ? html`<p class="muted">${t('order-from', { address: order.from_address })}</p>` : null}</div>
      <button class="tool" aria-label=${t('drawer-close')} title=${t('drawer-close')} onClick=${() => select(null)}><${Icon} name="x" /></button>
    </header>
    <${TabBar} />
    <div class="scroll" id="order-tab" role="tabpanel" aria-labelledby=${`tab-${tab.value}`}>
      ${detail.value?.failed && !full ? html`<p class="form-error">${t('drawer-failed')}<button class="link" onClick=${() => void fetchDetail(order.id)}>${t('action-retry')}</button></p>` : null}
      <${TabBody} order=${order} full=${full} />
    </div>
    <${StepForm} order=${order} />
    <${Acts} order=${order} />
  </section>`;
}

/** @param {CardView} order */
function kindWords(order) {
  const kind = t(`kind-${order.kind}`);
  return order.tier === 'premium' ? t('order-kind-premium', { kind }) : kind;
}

