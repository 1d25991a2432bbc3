/** Search beyond the day on show: the server's orders of any day, technicians, areas; commands; what was opened lately. */
import { get } from '../shared/api.js';
import { computed, signal } from '../shared/html.js';
import { has, t } from '../shared/i18n.js';
import { eye } from './hand.js';
import { reveal } from './lane_keys.js';
import { list } from './lists/address.js';
import { goToDate, goToDistrict } from './live.js';
import { refuse } from './deeds.js';
import { nameOf } from './naming.js';
import { openPanel, ownPanels } from './panels.js';
import { date, district, orders, query, select, selectedTechnician, technicians } from './state.js';
import { matchesTechnician } from './find.js';

/** @typedef {{id: string, number: string, district_id: string, kind: string, status: string, name: string, phone: string, address: string, technician_id: string|null, date: string}} FoundOrder */
/** @typedef {{id: string, district_id: string, name: string, name_en?: string|null, badge?: string, team?: string|null}} FoundOther */
/** @typedef {{id: string, number: string}} Recent */

const AFTER_MS = 180;
const LEAST = 2;
const RECENT = 'sanxian.board.recent';
const MOST_RECENT = 6;
const AWAY = /^(?:sick|leave|away|病假|请假|請假|生病)\s*(.+)$/i;

/** @type {import('@preact/signals').Signal<{words: string, orders: FoundOrder[], technicians: FoundOther[], areas: FoundOther[]}|null>} */
export const found = signal(null);
export const looking = signal(false);
/** Number and id alone: names stay on the server. @type {import('@preact/signals').Signal<Recent[]>} */
export const recent = signal(kept());

let timer = 0;
let asked = 0;

/** @param {string} words */
export function lookEverywhere(words) {
  clearTimeout(timer);
  const mine = ++asked;
  if (words.trim().length < LEAST) {
    found.value = null;
    looking.value = false;
    return;
  }
  looking.value = true;
  timer = setTimeout(async () => {
    try {
      const answer = await get(`/search?q=${encodeURIComponent(words.trim().slice(0, 100))}`);
      if (mine === asked) found.value = { words, ...answer };
    } catch {
      if (mine === asked) found.value = null;
    } finally {
      if (mine === asked) looking.value = false;
    }
  }, AFTER_MS);
}

/** Panels by their name, and a technician who is away. @returns {{id: string, label: string, icon: string, run: () => void}[]} */
export const commands = computed(() => {
  const words = query.value.trim().toLowerCase();
  if (!words) return [];
  const away = AWAY.exec(words);
  const known = ownPanels();
  if (away && known.some(entry => entry.name === 'plan')) {
    return technicians.value.filter(person => matchesTechnician(person, away[1])).slice(0, 4).map(person => ({
      id: `away-${person.id}`, label: t('search-away', { name: nameOf(person) }), icon: 'user',
      run: () => {
        selectedTechnician.value = person.id;
        openPanel('plan');
      },
    }));
  }
  return known.flatMap(entry => {
    const id = `panel-${entry.name}`;
    const label = has(id) ? t(id) : entry.name;
    if (!entry.name.startsWith(words) && !label.toLowerCase().includes(words)) return [];
    return [{ id, label, icon: entry.icon, run: () => openPanel(entry.name) }];
  });
});

/** Open an order wherever and whenever it is. @param {string} id @param {{date: string, district_id: string, number?: string}} [place] */
export async function goToOrder(id, place) {
  try {
    let here = orders.row(id)?.peek();
    if (!here) {
      const where = place ?? await whereIs(id);
      if (where.district_id !== district.peek()?.id) await goToDistrict(where.district_id);
      if (where.date !== date.peek() && !orders.row(id)) await goToDate(where.date);
      here = orders.row(id)?.peek();
    }
    const number = here?.number ?? place?.number;
    if (number) remember({ id, number });
    if (here?.technician_id) reveal(id);
    else select(id);
  } catch (error) {
    refuse(error);
  }
}

/** @param {string} id @returns {Promise<FoundOrder>} */
async function whereIs(id) {
  const order = await get(`/orders/${encodeURIComponent(id)}`);
  const answer = await get(`/search?q=${encodeURIComponent(order.number)}`);
  return answer.orders.find((/** @type {FoundOrder} */ each) => each.id === id) ?? { ...order, date: date.peek(), district_id: district.peek()?.id };
}

/** @param {FoundOther} person */
export async function goToTechnician(person) {
  if (person.district_id && person.district_id !== district.peek()?.id) await goToDistrict(person.district_id);
  selectedTechnician.value = person.id;
  eye.show(person.id);
}

/** @param {FoundOther} area */
export async function goToArea(area) {
  if (area.district_id !== district.peek()?.id) await goToDistrict(area.district_id);
  list.value = { area: [area.id] };
  query.value = '';
  openPanel('lists');
}

/** @param {Recent} one */
function remember(one) {
  recent.value = [one, ...recent.peek().filter(each => each.id !== one.id)].slice(0, MOST_RECENT);
  try {
    localStorage.setItem(RECENT, JSON.stringify(recent.peek()));
  } catch {
    // a full or forbidden store only forgets
  }
}

/** @returns {Recent[]} */
function kept() {
  try {
    const rows = JSON.parse(localStorage.getItem(RECENT) ?? '[]');
    return Array.isArray(rows) ? rows.filter(row => typeof row?.id === 'string' && typeof row?.number === 'string').slice(0, MOST_RECENT) : [];
  } catch {
    return [];
  }
}
