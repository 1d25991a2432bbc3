/** Sending a step's form: once however often the answer is lost, and a refusal stands at the field that it is about. */
import { newId, NoAnswer, Problem } from '../../shared/api.js';
import { useRef, useSignal } from '../../shared/html.js';
import { t } from '../../shared/i18n.js';
import { goToSignIn } from '../../shared/session.js';
import { takeOrder } from '../live.js';

/**
 * The event id stays until what is said changes or arrives: sent again by hand it counts once too.
 * @returns {{sending: boolean, wrong: Record<string, string>, fail: (wrong: Record<string, string>) => void, touch: (name?: string) => void, send: (deed: (eventId: string) => Promise<unknown>) => Promise<boolean>}}
 */
export function useSending() {
  const sending = useSignal(false);
  const wrong = useSignal(/** @type {Record<string, string>} */ ({}));
  const id = useRef('');
  return {
    sending: sending.value,
    wrong: wrong.value,
    fail: found => void (wrong.value = found),
    touch(name) {
      id.current = '';
      const { [name ?? '']: _, form: __, ...others } = wrong.peek();
      wrong.value = others;
    },
    async send(deed) {
      if (sending.peek()) return false;
      sending.value = true;
      wrong.value = {};
      id.current ||= newId();
      try {
        const went = await deed(id.current) !== false;
        if (went) id.current = '';
        return went;
      } catch (error) {
        wrong.value = said(error);
        return false;
      } finally {
        sending.value = false;
      }
    },
  };
}

/** @param {unknown} error @returns {Record<string, string>} */
function said(error) {
  if (error instanceof NoAnswer) return { form: t('form-not-sent') };
  if (!(error instanceof Problem)) throw error;
  if (error.status === 401) goToSignIn();
  if (error.current?.id) takeOrder(error.current, true);
  if (error.errors.length) return Object.fromEntries(error.errors.map(each => [each.field, each.expected]));
  return { [error.field ?? 'form']: error.message };
}
