/** What the customer's page says about an order: which of the few states it is in, who comes, when. */
import { nowMs } from '../shared/clock.js';
import { language, t } from '../shared/i18n.js';
import { promiseOf } from '../shared/marks.js';
import { ms } from '../shared/times.js';

/** @typedef {import('../shared/types.js').TrackingView} TrackingView */

/** @typedef {'received'|'calling'|'agreed'|'on-the-way'|'late'|'here'|'working'|'done'|'confirmed'|'paused'|'failed'|'withdrawing'|'withdrawn'} State */

/** @param {TrackingView} view @returns {State} */
export function stateOf({ order, promises, eta }) {
  switch (order.status) {
    case 'visit_failed': return 'failed';
    case 'withdrawal_requested':
    case 'withdrawal_verified': return 'withdrawing';
    case 'withdrawn': return 'withdrawn';
    case 'completed': return 'done';
    case 'confirmed': return 'confirmed';
    case 'on_site': return 'here';
    case 'working':
    case 'tested': return 'working';
  }
  // a pause that was disputed and taken out stops nothing, whatever the order waits for
  if (order.status === 'on_hold' && !promiseOf(promises, 'complete')?.because?.some(line => line.dispute === 'upheld')) return 'paused';
  const arrive = promiseOf(promises, 'arrive');
  const end = order.window ? ms(order.window.to) : arrive?.due_at ? ms(arrive.due_at) : Number.MAX_SAFE_INTEGER;
  // an arrival outside what we agreed is news the moment we know it, not when the hour strikes
  if ((order.agreed_at || order.status === 'on_the_way') && (nowMs() > end || (eta?.at && ms(eta.at) > end))) return 'late';
  if (order.status === 'on_the_way') return 'on-the-way';
  if (order.agreed_at) return 'agreed';
  return promiseOf(promises, 'contact')?.due_at ? 'calling' : 'received';
}

/** 王师傅, 王師傅, Wang Zhiqiang. @param {TrackingView} view */
export function whoComes({ technician }) {
  if (!technician) return t('our-technician');
  if (language.value === 'en') return technician.name_en || technician.name;
  return /^\p{Script=Han}{2,4}$/u.test(technician.name) ? t('master', { surname: technician.name.slice(0, 1) }) : technician.name;
}

/** The whole name, as on the badge. @param {NonNullable<TrackingView['technician']>} technician */
export function fullName(technician) {
  return language.value === 'en' && technician.name_en ? technician.name_en : technician.name;
}

/** When the door is reached, as far as is known. @param {TrackingView} view @returns {string|null} */
export function arrivesAt({ eta, steps }) {
  return eta?.at ?? eta?.to ?? steps.find(step => step.step === 'on_site')?.expected_at ?? null;
}

/** 装好, 移好, 修好 @param {TrackingView} view */
export const doneWord = view => t(`done-${view.order.kind}`);

/** What a customer who disagrees says: to a wish, that it was not theirs; to what we found, that it was not so. @param {import('../shared/types.js').Because} line */
export const disputeWord = line => t(line.reason === 'customer_later' || line.reason === 'withdrawal' ? 'paused-dispute' : 'paused-dispute-fact');
