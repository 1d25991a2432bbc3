/** Which step's form is open in the drawer; the forms themselves are in steps/. */
import { signal } from '../shared/html.js';
import { takeStep } from './deeds.js';
import { pickUp } from './hand.js';
import { openPanel } from './panels.js';

/** @typedef {import('../shared/types.js').CardView} CardView */
/** @typedef {import('../shared/types.js').Step} Step */

/** The open form. @type {import('@preact/signals').Signal<{step: Step, orderId: string}|null>} */
export const form = signal(null);

/** Taken in one tap; all others are asked something first. @type {Set<Step>} */
const AT_ONCE = new Set(/** @type {Step[]} */ (['confirm', 'resume', 'retract_withdrawal', 'withdraw', 'settle_urgent']));

/** Whether a step is asked something before it is taken. @param {Step} step */
export function asks(step) {
  return !AT_ONCE.has(step);
}

/** Begin a step: take it, open its form, or go to where it is done. @param {CardView} order @param {Step} step */
export function begin(order, step) {
  if (step === 'assign') pickUp(order.id, 'pick');
  else if (step === 'restore') openPanel('incidents');
  else if (asks(step)) form.value = { step, orderId: order.id };
  else void takeStep(order, step, {});
}
