// One call reads the whole page. Facts only: what they mean is decided in page_reader.py.
// The selectors hold for oTree 6 and 5.11.

const MARKS = '.otree-body, .otree-wait-page, .otree-form, #otree-live';

// --- Messages after a rejected submit ---------------------------------------------------------------------------------------

const lines = (node) => readText(node).split('\n').filter(Boolean);

// Messages of fields go to their fields; those that belong to no single field are the page's.
function readMessages(form, fields) {
  const page = all('.otree-form-errors').concat(form ? all('.alert-danger', form) : []).filter(isVisible).flatMap(lines);
  for (const box of all('.form-control-errors').filter(isVisible)) {
    const field = fields.find((one) => one.name === ownerOf(box));
    (field ? field.messages : page).push(...lines(box));
  }
  return page;
}

function ownerOf(box) {
  for (let node = box; node && node !== document.body; node = node.parentElement) {
    const names = namesIn(node);
    if (names.size) return names.size === 1 ? [...names][0] : '';
  }
  return '';
}

// --- The page --------------------------------------------------------------------------------------------------------------

// oTree tells some things only to its own inline scripts.
function inlineScripts() {
  const code = all('script:not([src])').map((script) => script.textContent).join('\n');
  const first = (pattern) => (code.match(pattern) || ['', ''])[1];
  return {
    socket: first(/["'](\/(?:wait_page|subsession_wait_page|group_by_arrival_time|wait_for_session_in_room)\b)/),
    timeLimit: first(/\bremainingTimeoutSeconds = (-?[\d.]+)/),  // when the page was made; the visible clock starts a moment later
  };
}

const OTREE_FILES = /^\/static\/(otree|bootstrap5)\//;
const ACTS_LATER = /\blocation\b|\bset(Timeout|Interval)\b|\brequestAnimationFrame\b|\blive(Send|Recv)\b|\bfetch\b|\bXMLHttpRequest\b/;

// Whether the author's scripts may still change or leave the page; without any, a page without a control stays as it is.
function mayChange() {
  const foreign = (script) => (script.src ? !OTREE_FILES.test(new URL(script.src).pathname) :
    ACTS_LATER.test(script.textContent) && !/\bremainingTimeoutSeconds\b/.test(script.textContent));
  return all('script').some(foreign) || !!document.querySelector('meta[http-equiv=refresh i], [onload]');
}

// Seconds after which a timer of the author's scripts fires for the last time, as far as their text says; 0 without one.
function actsAfter() {
  const code = all('script:not([src])').map((script) => script.textContent).filter((text) => !/\bremainingTimeoutSeconds\b/.test(text));
  const delays = [...code.join('\n').matchAll(/\bsetTimeout\s*\([\s\S]*?,\s*(\d+)\s*\)/g)].map((match) => match[1] / 1000);
  const refresh = document.querySelector('meta[http-equiv=refresh i]');
  return Math.max(0, ...delays, parseFloat(refresh ? refresh.content : '') || 0);
}

const leadsOut = (a) => /^https?:/.test(a.protocol) && a.origin !== location.origin && !a.closest(FURNITURE) && isVisible(a);

// Hidden from people, or out of their reach: what is typed there gives a script away.
const outOfReach = (groups) => groups.filter(([, group]) => !group.some(operable)).map(([name]) => name);

function status() {
  const [navigation] = performance.getEntriesByType('navigation');
  return navigation ? navigation.responseStatus : 200;
}

function timeLeft() {
  const clock = document.querySelector('.otree-timer__time-left');
  return clock ? clock.textContent.trim() : '';
}

// Told by listeners.js, which runs in the page's own world.
const listensToKeys = () => !!document.body && !fire(document.body, new Event('botex-wants-keys', {bubbles: true, cancelable: true}));

botex.snapshot = () => {
  sights = new Map();
  const form = mainForm();
  const groups = [...controlsByName(form)];
  const fields = answerable(groups).map(([name, group]) => readField(name, group));
  const hiddenText = [];
  return JSON.stringify({
    url: location.href,
    title: text(document.querySelector('#_otree-title')) || document.title,
    text: readText(document.body, hiddenText),
    hiddenText,
    status: status(),
    fields,
    hiddenFields: outOfReach(groups),
    messages: readMessages(form, fields),
    buttons: buttons(form).map((el) => readButton(el, form)),
    tools: readTools(form),
    unknown: unknowns(),
    awaits: awaited(form),
    scrolls: scrollBoxes().length > 0,
    listensToKeys: listensToKeys(),
    timer: timeLeft(),
    live: !!document.querySelector('script#otree-live'),
    mayChange: mayChange(),
    actsAfter: actsAfter(),
    waitPage: !!document.querySelector('div.otree-wait-page'),
    ...inlineScripts(),
    marks: !!document.querySelector(MARKS),
    linksOut: all('a[href]').filter(leadsOut).map((a) => a.href),
  });
};
