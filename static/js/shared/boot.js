/** Starts a page from what its shell handed over: clock, zone, theme, texts and the marks; then the page may draw. */
import { setCsrf } from './api.js';
import { startClock } from './clock.js';
import { startLanguage } from './i18n.js';
import { placeSprite } from './sprite.js';
import { startTheme } from './theme.js';
import { setZone } from './times.js';

/** @typedef {import('./types.js').Boot} Boot */

/** @returns {Boot} */
export function readBoot() {
  const element = document.getElementById('boot');
  return JSON.parse(element?.textContent || '{}');
}

/**
 * @param {string[]} files the page's texts, besides shared
 * @returns {Promise<Boot>}
 */
export async function boot(files) {
  const handed = readBoot();
  startTheme();
  setCsrf(handed.csrf);
  if (handed.zone) setZone(handed.zone);
  startClock(handed.clock ?? null);
  placeSprite();
  await startLanguage(handed.language ?? 'zh-Hans', ['shared', ...files]);
  return handed;
}
