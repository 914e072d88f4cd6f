// Runs in the page's own world before any of its scripts: notes who listens to keys, and keeps new windows on this server.
(origin) => {
  const KEYS = new Set(['keydown', 'keypress', 'keyup', 'beforeinput', 'paste', 'focus', 'focusin', 'compositionend']);
  const heard = new WeakSet();
  const add = EventTarget.prototype.addEventListener;

  // oTree's own scripts and libraries listen to keys too; only what the study itself wrote counts.
  const fromStudy = () => (new Error().stack.match(/https?:[^\s)]+/g) || []).some((frame) => !/\/static\/(otree|bootstrap5)\//.test(frame));

  EventTarget.prototype.addEventListener = function addEventListener(type, ...rest) {
    const target = this || window;
    if (KEYS.has(type) && concerns(target, type) && fromStudy()) heard.add(target);
    return add.call(target, type, ...rest);
  };

  const concerns = (target, type) => target !== window || type !== 'focus';  // there it means the window came to the front
  const listens = (target) => heard.has(target) ||
    [...KEYS].some((type) => concerns(target, type) && typeof target[`on${type}`] === 'function');

  add.call(window, 'botex-wants-keys', (event) => {
    if (event.composedPath().some(listens)) event.preventDefault();
  }, true);

  // A new window's first request cannot be stopped, a navigation of this one can: let what leaves go through it.
  const leaves = (url) => {
    try {
      const to = new URL(url, document.baseURI);
      return /^https?:$/.test(to.protocol) && to.origin !== origin;
    } catch {
      return false;
    }
  };
  const open = window.open;
  window.open = function (url, ...rest) {
    if (!url || !leaves(url)) return open.call(window, url, ...rest);
    top.location.href = new URL(url, document.baseURI).href;
    return null;
  };
  const stay = (event) => {
    const el = event.type === 'submit' ? event.target : event.target.closest && event.target.closest('a[target], area[target]');
    if (el && el.target && leaves(el.action || el.href)) el.target = '_top';
  };
  add.call(window, 'click', stay, true);
  add.call(window, 'submit', stay, true);
}
