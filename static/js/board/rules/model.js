/** The form of a district's planning rules: what was typed, what of it is a change, what cannot be, what puts old values back. Pure. */

/** @typedef {number|string} Value */
/** @typedef {{name: string, group: string, kind: 'number'|'choice', unit: string, value: Value, default: Value, least: number|null, most: number|null, choices: string[]}} Setting */
/** @typedef {{name: string, old: Value|null, new: Value|null}} Changed */
/** @typedef {{id: string, at: string, by: {role: string, name: string|null}, version: number, changed: Changed[]}} RuleChange */
/** @typedef {{district_id: string, version: number, settings: Setting[], changes: RuleChange[]}} Rules */
/** What was typed, by setting; what nobody touched is not in it. @typedef {Record<string, string>} Draft */

/** The part of a text's or an element's name. @param {string} name */
export const idOf = name => name.replaceAll(/[._]/g, '-');

/** In the order that they came in. @param {Setting[]} settings @returns {{group: string, settings: Setting[]}[]} */
export function grouped(settings) {
  return [...new Set(settings.map(one => one.group))].map(group => ({ group, settings: settings.filter(one => one.group === group) }));
}

/** What was typed as the server takes it; null: it cannot be. @param {Setting} setting @param {string} typed @returns {Value|null} */
export function valueOf(setting, typed) {
  const text = typed.normalize('NFKC').trim();
  if (setting.kind === 'choice') return setting.choices.includes(text) ? text : null;
  if (!/^\d{1,9}$/.test(text)) return null;
  const number = Number(text);
  return number >= (setting.least ?? 0) && number <= (setting.most ?? Infinity) ? number : null;
}

/** @param {Setting} setting @param {Draft} draft */
export function isChanged(setting, draft) {
  return setting.name in draft && valueOf(setting, draft[setting.name]) !== setting.value;
}

/** The settings that were changed to something that cannot be. @param {Setting[]} settings @param {Draft} draft */
export function wrongOnes(settings, draft) {
  return settings.filter(one => one.name in draft && valueOf(one, draft[one.name]) === null);
}

/** What is to be sent: null puts the default back. @param {Setting[]} settings @param {Draft} draft @returns {Record<string, Value|null>} */
export function changesOf(settings, draft) {
  return Object.fromEntries(settings.filter(one => isChanged(one, draft)).map(one => {
    const value = valueOf(one, draft[one.name]);
    return [one.name, value === one.default ? null : value];
  }));
}

/** What puts the values before a change back. @param {RuleChange} change */
export function backTo(change) {
  return Object.fromEntries(change.changed.map(one => [one.name, one.old]));
}

/** The server's refusal by setting. @param {{field: string, expected: string}[]} errors @returns {Record<string, string>} */
export function refusals(errors) {
  return Object.fromEntries(errors.map(one => [one.field.replace(/^settings\./, ''), one.expected]));
}
