/** What a tab asks the server for: when it is opened, and again whenever the order or one of its messages has changed. */
import { get, Problem } from '../../shared/api.js';
import { html, useEffect, useSignal } from '../../shared/html.js';
import { t } from '../../shared/i18n.js';
import { goToSignIn } from '../../shared/session.js';
import { told } from './told.js';

/** @typedef {{data: any, failed: boolean, retry: () => void}} Answered */

/**
 * The answer stays on show while a newer one is on its way, and when that fails.
 * @param {import('../../shared/types.js').CardView} order
 * @param {string} path below the order
 * @returns {Answered}
 */
export function useAnswer(order, path) {
  const state = useSignal(/** @type {{data: any, failed: boolean}} */ ({ data: null, failed: false }));
  const again = useSignal(0);
  const messages = told.value[order.id] ?? 0;
  useEffect(() => {
    let wanted = true;
    get(`/orders/${encodeURIComponent(order.id)}${path}`).then(data => {
      if (wanted) state.value = { data, failed: false };
    }, error => {
      if (error instanceof Problem && error.status === 401) return goToSignIn();
      if (wanted) state.value = { data: state.peek().data, failed: true };
    });
    return () => {
      wanted = false;
    };
  }, [order.id, path, order.version, messages, again.value]);
  return { ...state.value, retry: () => {
    again.value += 1;
  } };
}

/** Loading, failed, or what `draw` makes of it. @param {Answered} answer @param {(data: any) => any} draw */
export function drawn(answer, draw) {
  const failed = answer.failed ? html`<p class="form-error" role="alert">${t(answer.data ? 'tab-stale' : 'tab-failed')}<button class="link" onClick=${answer.retry}>${t('action-retry')}</button></p>` : null;
  if (!answer.data) return failed ?? html`<div class="sk-lines" aria-hidden="true"><i></i><i></i><i></i><i></i></div>`;
  return html`${failed}${draw(answer.data)}`;
}
