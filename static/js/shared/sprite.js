/** Every mark and icon of the product as SVG symbols: six promise shapes that differ in outline, and line icons on a 24-unit grid. */

const SYMBOLS = `
<symbol id="m-kept" viewBox="0 0 16 16"><circle class="shape" cx="8" cy="8" r="7"/><path class="glyph" d="m4.8 8.3 2.2 2.2 4.2-4.6"/></symbol>
<symbol id="m-track" viewBox="0 0 16 16"><circle class="ring" cx="8" cy="8" r="5.5"/></symbol>
<symbol id="m-risk" viewBox="0 0 16 16"><path class="shape edge" stroke-linejoin="round" stroke-width="1.5" d="M8 2.2 14.2 13H1.8Z"/><path class="glyph" d="M8 6v3.2M8 11.6v.01"/></symbol>
<symbol id="m-jeop" viewBox="0 0 16 16"><path class="shape" stroke-linejoin="round" stroke-width="1.5" d="M8 1 15 8l-7 7-7-7Z"/><path class="glyph" d="M8 4.6v4M8 11.2v.01"/></symbol>
<symbol id="m-broken" viewBox="0 0 16 16"><path class="shape" stroke-linejoin="round" stroke-width="1" d="M5 1h6l4 4v6l-4 4H5l-4-4V5Z"/><path class="glyph" d="m5.4 5.4 5.2 5.2m0-5.2-5.2 5.2"/></symbol>
<symbol id="m-paused" viewBox="0 0 16 16"><rect class="shape" x="1.5" y="1.5" width="13" height="13" rx="3"/><path class="glyph" d="M6 5.2v5.6M10 5.2v5.6"/></symbol>
<symbol id="i-install" viewBox="0 0 24 24"><rect x="3" y="13" width="18" height="7" rx="2"/><path d="M7 16.5v.01M11 16.5h6M12 13V9M8.5 6.5a5 5 0 0 1 7 0M6 4a8.5 8.5 0 0 1 12 0"/></symbol>
<symbol id="i-move" viewBox="0 0 24 24"><path d="M3 11.5 9.5 6l6.5 5.5M5 10v9h9v-9M17 15h5m-2-2 2 2-2 2"/></symbol>
<symbol id="i-repair" viewBox="0 0 24 24"><path d="M14.5 6.5a4.5 4.5 0 0 1 5.6-1.2l-3 3 1.6 1.6 3-3a4.5 4.5 0 0 1-6.2 5.6L8 20a2.1 2.1 0 0 1-3-3l7.5-7.5a4.5 4.5 0 0 1 2-3Z" transform="translate(-1 0)"/></symbol>
<symbol id="i-urgent" viewBox="0 0 24 24"><path d="M12 3v11M12 19v.01"/></symbol>
<symbol id="i-search" viewBox="0 0 24 24"><circle cx="11" cy="11" r="6.5"/><path d="m16 16 4.5 4.5"/></symbol>
<symbol id="i-phone" viewBox="0 0 24 24"><path d="M6 3.5h3l1.5 4.5-2 1.5a12 12 0 0 0 6 6l1.5-2 4.5 1.5v3a2 2 0 0 1-2.2 2A17.5 17.5 0 0 1 4 5.7 2 2 0 0 1 6 3.5Z"/></symbol>
<symbol id="i-nav" viewBox="0 0 24 24"><path d="M20.5 3.5 13 20.5l-2.5-7-7-2.5Z"/></symbol>
<symbol id="i-check" viewBox="0 0 24 24"><path d="m5 12.5 4.5 4.5L19 7.5"/></symbol>
<symbol id="i-x" viewBox="0 0 24 24"><path d="m6 6 12 12M18 6 6 18"/></symbol>
<symbol id="i-plus" viewBox="0 0 24 24"><path d="M12 5v14M5 12h14"/></symbol>
<symbol id="i-right" viewBox="0 0 24 24"><path d="m9 5 7 7-7 7"/></symbol>
<symbol id="i-left" viewBox="0 0 24 24"><path d="m15 5-7 7 7 7"/></symbol>
<symbol id="i-down" viewBox="0 0 24 24"><path d="m5 9 7 7 7-7"/></symbol>
<symbol id="i-camera" viewBox="0 0 24 24"><path d="M4 8h3.5L9 5.5h6L16.5 8H20a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V9a1 1 0 0 1 1-1Z"/><circle cx="12" cy="13.2" r="3.3"/></symbol>
<symbol id="i-scan" viewBox="0 0 24 24"><path d="M4 8V5a1 1 0 0 1 1-1h3M16 4h3a1 1 0 0 1 1 1v3M20 16v3a1 1 0 0 1-1 1h-3M8 20H5a1 1 0 0 1-1-1v-3M8 9v6M12 9v6M16 9v6"/></symbol>
<symbol id="i-pen" viewBox="0 0 24 24"><path d="M4 20h16M6 16.5 16.5 6l2.5 2.5L8.5 19 5 20Z" transform="translate(0 -3)"/></symbol>
<symbol id="i-optical" viewBox="0 0 24 24"><path d="M4 17a8 8 0 0 1 16 0M12 17l4-5M4 20h16"/></symbol>
<symbol id="i-speed" viewBox="0 0 24 24"><path d="M7 20V11M12 20V5M17 20v-6M3.5 8.5 7 5l3.5 3.5" /></symbol>
<symbol id="i-clock" viewBox="0 0 24 24"><circle cx="12" cy="12" r="8.5"/><path d="M12 7v5l3.5 2"/></symbol>
<symbol id="i-calendar" viewBox="0 0 24 24"><rect x="4" y="5.5" width="16" height="14.5" rx="2"/><path d="M4 10h16M8.5 3.5v4M15.5 3.5v4"/></symbol>
<symbol id="i-bell" viewBox="0 0 24 24"><path d="M6.5 16.5V11a5.5 5.5 0 0 1 11 0v5.5l1.5 2h-14Z"/><path d="M10 20.5h4"/></symbol>
<symbol id="i-grid" viewBox="0 0 24 24"><rect x="4" y="4" width="7" height="7" rx="1.5"/><rect x="13" y="4" width="7" height="7" rx="1.5"/><rect x="4" y="13" width="7" height="7" rx="1.5"/><rect x="13" y="13" width="7" height="7" rx="1.5"/></symbol>
<symbol id="i-offline" viewBox="0 0 24 24"><path d="M4 4l16 16M5 12.5a10 10 0 0 1 4.5-2.6M19 12.5a10 10 0 0 0-3-2.1M8.5 16a5 5 0 0 1 5-1M12 19.5v.01M2 9a14.5 14.5 0 0 1 4.5-2.9M22 9A14.5 14.5 0 0 0 11 5"/></symbol>
<symbol id="i-message" viewBox="0 0 24 24"><path d="M4 5h16v11.5H10L5.5 20v-3.5H4Z"/></symbol>
<symbol id="i-user" viewBox="0 0 24 24"><circle cx="12" cy="8" r="3.8"/><path d="M4.5 20a7.5 7.5 0 0 1 15 0"/></symbol>
<symbol id="i-badge" viewBox="0 0 24 24"><path d="M12 3.5 19 6v5.5c0 4.5-3 7.5-7 9-4-1.5-7-4.5-7-9V6Z"/><path d="m8.8 12 2.3 2.3 4.2-4.6"/></symbol>
<symbol id="i-undo" viewBox="0 0 24 24"><path d="M8.5 5 4 9.5 8.5 14M4.5 9.5H14a5.5 5.5 0 0 1 0 11h-3"/></symbol>
<symbol id="i-swap" viewBox="0 0 24 24"><path d="M8 20V5M4 9l4-4 4 4M16 4v15M12 15l4 4 4-4"/></symbol>
<symbol id="i-box" viewBox="0 0 24 24"><path d="M4 8l8-4 8 4v8.5L12 20.5 4 16.5Zm0 0 8 4 8-4M12 12v8.5"/></symbol>
<symbol id="i-list" viewBox="0 0 24 24"><path d="M9 6h11M9 12h11M9 18h11M4.5 6v.01M4.5 12v.01M4.5 18v.01"/></symbol>
<symbol id="i-globe" viewBox="0 0 24 24"><circle cx="12" cy="12" r="8.5"/><path d="M3.5 12h17M12 3.5c5 5 5 12 0 17M12 3.5c-5 5-5 12 0 17"/></symbol>
<symbol id="i-theme" viewBox="0 0 24 24"><circle cx="12" cy="12" r="8.5"/><path d="M12 3.5v17a8.5 8.5 0 0 0 0-17Z" fill="currentColor"/></symbol>
<symbol id="i-star" viewBox="0 0 24 24"><path d="m12 3.8 2.5 5.3 5.8.7-4.3 4 1.2 5.8-5.2-2.9-5.2 2.9L8 13.8l-4.3-4 5.8-.7Z"/></symbol>
<symbol id="i-pin" viewBox="0 0 24 24"><path d="M12 21c-4.5-5-6.5-8-6.5-11a6.5 6.5 0 0 1 13 0c0 3-2 6-6.5 11Z"/><circle cx="12" cy="10" r="2.3"/></symbol>
<symbol id="i-more" viewBox="0 0 24 24"><path d="M5 12v.01M12 12v.01M19 12v.01" stroke-width="2.8"/></symbol>
<symbol id="i-expand" viewBox="0 0 24 24"><path d="M14 4h6v6M20 4l-7 7M10 20H4v-6M4 20l7-7"/></symbol>
<symbol id="i-bike" viewBox="0 0 24 24"><circle cx="5.5" cy="16.5" r="3"/><circle cx="18.5" cy="16.5" r="3"/><path d="M5.5 16.5 9 9.5h5l4.5 7M9 9.5 12.5 16.5H5.5M14 9.5 13.3 6.5H16"/></symbol>
<symbol id="i-incident" viewBox="0 0 24 24"><circle cx="12" cy="5" r="2.5"/><circle cx="5" cy="19" r="2"/><circle cx="12" cy="19" r="2"/><circle cx="19" cy="19" r="2"/><path d="M12 7.5V17M12 12H5v5M12 12h7v5"/></symbol>
<symbol id="i-info" viewBox="0 0 24 24"><circle cx="12" cy="12" r="8.5"/><path d="M12 11v5M12 8v.01"/></symbol>
<symbol id="i-basin" viewBox="0 0 24 24"><path d="M4 20h16M6 20V9l6-5 6 5v11M10 20v-5h4v5"/></symbol>
`;

/** Put the symbols into the page once, so that `<use href="#i-phone">` finds them and inherits the page's paint. */
export function placeSprite() {
  if (document.getElementById('sprite')) return;
  const parsed = new DOMParser().parseFromString(
    `<svg xmlns="http://www.w3.org/2000/svg" id="sprite" class="sprite" aria-hidden="true">${SYMBOLS}</svg>`, 'image/svg+xml');
  document.body.prepend(document.importNode(parsed.documentElement, true));
}
