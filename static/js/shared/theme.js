/** Light, dark or as the device says; kept on the device. */
import { signal } from '@preact/signals';

/** @typedef {'auto'|'light'|'dark'} Theme */

const KEPT = 'sanxian.theme';
/** @type {Theme[]} */
export const THEMES = ['auto', 'light', 'dark'];

/** @type {import('@preact/signals').Signal<Theme>} */
export const theme = signal('auto');

/** @param {Theme} wanted */
export function setTheme(wanted) {
  theme.value = wanted;
  if (wanted === 'auto') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = wanted;
  try {
    localStorage.setItem(KEPT, wanted);
  } catch {
    // the choice then holds for this page only
  }
}

/** Whether the page is dark now. */
export function isDark() {
  return theme.value === 'dark' || (theme.value === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches);
}

/** One tap: the other of light and dark. */
export function toggleTheme() {
  setTheme(isDark() ? 'light' : 'dark');
}

export function startTheme() {
  const kept = /** @type {Theme|null} */ (localStorage.getItem(KEPT));
  setTheme(kept && THEMES.includes(kept) ? kept : 'auto');
}
