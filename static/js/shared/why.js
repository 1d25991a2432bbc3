/** "Why?": the story behind one promise, told by the server in the reader's words, asked for when it is unfolded. */
import { get } from './api.js';
import { html, useEffect, useState } from './html.js';
import { language, t } from './i18n.js';
import { becauseLines } from './times.js';

/** @typedef {import('./types.js').PromiseView} PromiseView */
/** @typedef {import('./types.js').Because & {part: 'basis'|'history', text: string, under?: boolean}} StoryLine */

/**
 * The lines of a promise; without signal, those that its card carries.
 * @param {{path: string, version: number, promise: PromiseView, act?: (line: StoryLine) => any}} props
 * `act` is what can be done about a line, drawn under it and under what belongs to it
 */
export function Story({ path, version, promise, act = () => null }) {
  const [lines, setLines] = useState(/** @type {StoryLine[]|null} */ (null));
  const [alone, setAlone] = useState(false);
  const spoken = language.value;
  useEffect(() => {
    let wanted = true;
    get(`${path}?promise=${promise.promise}&language=${spoken}`).then(({ promises }) => {
      const told = promises.find((/** @type {PromiseView} */ one) => one.occasion === promise.occasion);
      if (wanted && told) setLines(told.lines);
    }).catch(() => wanted && setAlone(true));
    return () => {
      wanted = false;
    };
  }, [path, version, promise.promise, promise.occasion, spoken]);
  if (!lines) return alone ? becauseLines(promise.because).map(line => html`<p key=${line}>${line}</p>`) : html`<p class="skeleton line" aria-hidden="true"></p>`;
  const basis = lines.filter(line => line.part === 'basis');
  const history = lines.filter(line => line.part === 'history');
  return html`<h4>${t('why-basis')}</h4>${withDeeds(basis, act)}
    ${history.length > 0 && html`<h4>${t('why-history')}</h4>${withDeeds(history, act)}`}`;
}

/** A line, what belongs to it, then what can be done about it. @param {StoryLine[]} lines @param {(line: StoryLine) => any} act */
function withDeeds(lines, act) {
  return lines.map((line, index) => {
    let last = index;
    while (last > 0 && lines[last].under) last -= 1;
    return html`<p key=${index} class=${line.under ? 'under' : ''}>${line.text}</p>${!lines[index + 1]?.under && act(lines[last])}`;
  });
}

/** A pause that stops the clock. @param {import('./types.js').Because} line */
export const stops = line => line.code === 'paused' || line.code === 'paused_provisionally';

/** One that has not been doubted yet. @param {import('./types.js').Because} line */
export const disputable = line => stops(line) && !line.dispute;

/** The name of a pause for a step about it: its reason and its start. @param {import('./types.js').Because} line */
export const pauseNamed = line => ({ reason: line.reason, start_at: line.at });
