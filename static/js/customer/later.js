/** A part of the page that is fetched only when it is needed, so that the first load stays small. */
import { html, useEffect, useState } from '../shared/html.js';

/** Without signal it stays what stands in for it, and the next use tries again. @param {{load: () => Promise<any>, meanwhile?: any} & Record<string, any>} props */
export function Later({ load, meanwhile = null, ...props }) {
  const [part, setPart] = useState(/** @type {any} */ (null));
  useEffect(() => {
    let wanted = true;
    load().then(found => wanted && setPart(() => found), error => console.warn(error));
    return () => {
      wanted = false;
    };
  }, [load]);
  return part ? html`<${part} ...${props} />` : meanwhile;
}
