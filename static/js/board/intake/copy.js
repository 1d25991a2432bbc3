/** Into the clipboard, and said so. */
import { t } from '../../shared/i18n.js';
import { notify } from '../notices.js';

/** @param {string} text */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    notify({ tone: 'done', text: t('intake-copied'), detail: text });
  } catch {
    notify({ tone: 'refused', text: t('intake-copy-failed', { link: text }) });
  }
}
