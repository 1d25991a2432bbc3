/** What the search field finds: orders by number, customer, address, area, phone; technicians by name and badge. */

/** @typedef {import('../shared/types.js').CardView} CardView */
/** @typedef {import('../shared/types.js').TechnicianView} TechnicianView */

/** @param {string|null|undefined} text */
function plain(text) {
  return (text ?? '').toLowerCase().replaceAll(/[\s　-]/g, '');
}

/** @type {WeakMap<object, string>} */
const haystacks = new WeakMap();

/** @param {CardView} order @param {string} wanted */
export function matches(order, wanted) {
  let hay = haystacks.get(order);
  if (hay === undefined) {
    hay = [order.number, order.customer.name, order.customer.phone, order.address, order.area].map(plain).join('\n');
    haystacks.set(order, hay);
  }
  return hay.includes(plain(wanted));
}

/** @param {TechnicianView} person @param {string} wanted */
export function matchesTechnician(person, wanted) {
  let hay = haystacks.get(person);
  if (hay === undefined) {
    hay = [person.name, person.name_en, person.badge, person.team].map(plain).join('\n');
    haystacks.set(person, hay);
  }
  return hay.includes(plain(wanted));
}
