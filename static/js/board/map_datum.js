/** From WGS-84, in which everything here is kept, to the datum of the tiles on show: Chinese maps are shifted by law. For display only. */
import { tiles } from './tiles.js';

const AXIS = 6378245;
const ECCENTRICITY = 0.00669342162296594323;
/** Outside this rough box the datums agree. */
const CHINA = { south: 0.8293, north: 55.8271, west: 72.004, east: 137.8347 };

/** @param {number} x @param {number} y */
function waves(x, y) {
  const common = (20 * Math.sin(6 * x * Math.PI) + 20 * Math.sin(2 * x * Math.PI)) * 2 / 3;
  const lat = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * Math.sqrt(Math.abs(x)) + common
    + (20 * Math.sin(y * Math.PI) + 40 * Math.sin(y / 3 * Math.PI)) * 2 / 3 + (160 * Math.sin(y / 12 * Math.PI) + 320 * Math.sin(y * Math.PI / 30)) * 2 / 3;
  const lon = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * Math.sqrt(Math.abs(x)) + common
    + (20 * Math.sin(x * Math.PI) + 40 * Math.sin(x / 3 * Math.PI)) * 2 / 3 + (150 * Math.sin(x / 12 * Math.PI) + 300 * Math.sin(x / 30 * Math.PI)) * 2 / 3;
  return { lat, lon };
}

/** GCJ-02, good to a metre. @param {number} lat @param {number} lon @returns {[number, number]} */
export function toGcj02(lat, lon) {
  if (lat < CHINA.south || lat > CHINA.north || lon < CHINA.west || lon > CHINA.east) return [lat, lon];
  const shift = waves(lon - 105, lat - 35);
  const radians = lat * Math.PI / 180;
  const magic = 1 - ECCENTRICITY * Math.sin(radians) ** 2;
  return [
    lat + shift.lat * 180 / (AXIS * (1 - ECCENTRICITY) / (magic * Math.sqrt(magic)) * Math.PI),
    lon + shift.lon * 180 / (AXIS / Math.sqrt(magic) * Math.cos(radians) * Math.PI),
  ];
}

/** Where a place lies on the map that is shown. @param {number} lat @param {number} lon @returns {[number, number]} */
export function onMap(lat, lon) {
  return tiles()?.datum === 'gcj02' ? toGcj02(lat, lon) : [lat, lon];
}
