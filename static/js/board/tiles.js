/** Where map tiles come from, when the operator has configured any; without them the streets are drawn from the district's own map. */

/** @typedef {{url: string, attribution?: string, max_zoom?: number, datum?: 'wgs84'|'gcj02'}} Tiles */

/** @type {Tiles|null} */
let configured = null;

/** @param {Tiles|null|undefined} said */
export function setTiles(said) {
  configured = said && typeof said.url === 'string' ? said : null;
}

export function tiles() {
  return configured;
}
