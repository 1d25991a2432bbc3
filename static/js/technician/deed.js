/** The one right next step of an order, named by its deed, and the quick buttons beside it. */
import { html } from '../shared/html.js';
import { t } from '../shared/i18n.js';
import { Icon } from '../shared/marks.js';
import { go, path, said, say, useDay, wayTo } from './app.js';
import { CallLink } from './parts.js';

/** @typedef {import('../shared/types.js').CardView} CardView */
/** @typedef {import('../shared/types.js').Step} Step */

/** Beside the deed: call, and find the way. @param {{order: CardView}} props */
export function Quick({ order }) {
  return html`
    <${CallLink} order=${order} class="btn btn-icon big"><${Icon} name="phone" /><span>${t('quick-call')}</span><//>
    <${Way} order=${order} />`;
}

/** @param {{order: CardView}} props */
export function Way({ order }) {
  return html`<a class="btn btn-icon big" href=${wayTo(order)} aria-label=${t('quick-way-to', { address: order.address })}><${Icon} name="nav" /><span>${t('quick-way')}</span></a>`;
}

/**
 * The filled button. Before the visit it is the step itself; at the visit it leads to the checks, which name what is missing.
 * @param {{order: CardView, fresh?: CardView[], here?: boolean}} props fresh: new orders that one tap takes together
 */
export function Deed({ order, fresh = [], here = false }) {
  const { queue } = useDay();
  const name = order.customer.name;
  /** @param {Step} step @param {string} sentence */
  const take = (step, sentence) => async () => {
    await queue.add({ order_id: order.id, step, label: name });
    say(sentence);
  };
  if (fresh.length > 0 && order.status === 'assigned') {
    const takeAll = async () => {
      for (const one of fresh) await queue.add({ order_id: one.id, step: 'take', label: one.customer.name });
      say(t('said-taken', { count: fresh.length }));
    };
    return html`<button type="button" class="btn btn-main big grow" onClick=${takeAll}>${fresh.length > 1 ? t('deed-take-all', { count: fresh.length }) : t('deed-take', { name })}</button>`;
  }
  switch (order.status) {
    case 'assigned':
      return html`<button type="button" class="btn btn-main big grow" onClick=${take('take', t('said-taken', { count: 1 }))}>${t('deed-take', { name })}</button>`;
    case 'taken':
      return html`<a class="btn btn-main big grow" href=${path('ladder', order.id)}>${t('deed-contact', { name })}</a>`;
    case 'contacted':
      return html`<button type="button" class="btn btn-main big grow" onClick=${take('set_off', t('said-set-off'))}>${t('deed-set-off', { name })}</button>`;
    case 'on_the_way':
      return html`<button type="button" class="btn btn-main big grow" onClick=${async () => {
        await queue.add({ order_id: order.id, step: 'arrive', label: name });
        said.value = '';
        go('visit', order.id);
      }}>${t('deed-arrive', { name })}</button>`;
    default:
      return here ? null : html`<a class="btn btn-main big grow" href=${path('visit', order.id)}>${t('deed-go-on', { name })}</a>`;
  }
}
