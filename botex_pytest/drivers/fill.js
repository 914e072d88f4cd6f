// Fills controls in and presses buttons, as far as a script does that as faithfully as fingers.

const TYPED = new Set(['text', 'number', 'email', 'search', 'tel', 'url', 'password', 'textarea']);
const NUMERIC = new Set(['number', 'range']);
const UNTICKED = new Set(['', '0', 'false', 'no', 'off']);
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

const groupOf = (name) => (toolGroups.get(name) || controlsByName(mainForm()).get(name) || []).filter((el) => usable(el) && operable(el));
const fire = (el, event) => el.dispatchEvent(event);

// The page's own world answers (listeners.js): does a script of the study listen to keys, focus or paste for this control?
const wantsKeys = (el) => TYPED.has(el.type) && !fire(el, new Event('botex-wants-keys', {cancelable: true}));

function setText(el, value) {
  el.focus();
  const proto = el.tagName === 'TEXTAREA' ? HTMLTextAreaElement.prototype : HTMLInputElement.prototype;
  Object.getOwnPropertyDescriptor(proto, 'value').set.call(el, value);
  fire(el, new InputEvent('input', {bubbles: true, inputType: 'insertText', data: value}));
  fire(el, new Event('change', {bubbles: true}));
  el.blur();
}

function setSelect(el, wanted) {
  el.focus();
  for (const option of el.options) option.selected = wanted.includes(option.value) && !option.disabled;
  fire(el, new Event('input', {bubbles: true}));
  fire(el, new Event('change', {bubbles: true}));
  el.blur();
}

function setBoxes(group, wanted) {
  for (const el of group) {
    const on = group.length > 1 || el.type === 'radio' ? wanted.includes(el.value)
      : !UNTICKED.has(wanted.join().toLowerCase());
    if (el.checked !== on && (on || el.type === 'checkbox')) el.click();
  }
}

function fillGroup(group, value) {
  const el = group[0];
  const wanted = Array.isArray(value) ? value : [value];
  if (el.options) setSelect(el, wanted);
  else if (optional(el)) setBoxes(group, wanted);
  else setText(el, wanted.join());
}

// 'yes'; 'changed': the page's own script made something else of it; 'no': the control does not take such a value.
function taken(group, value) {
  const el = group[0];
  const now = holds(group);
  const flat = (some) => [some ?? ''].flat().map(String);
  if (el.type === 'checkbox' && group.length === 1) return el.checked === !UNTICKED.has(flat(value).join().toLowerCase()) ? 'yes' : 'no';
  const [held, want] = [flat(now), flat(value)];
  if (held.slice().sort().join('\n') === want.filter((one, i) => one || !i).slice().sort().join('\n')) return 'yes';
  if (NUMERIC.has(el.type)) return held[0] !== '' && want[0].trim() !== '' && Number(held[0]) === Number(want[0]) ? 'yes' : 'no';
  if (!TYPED.has(el.type) || held[0] === '') return 'no';
  return el.type === 'textarea' && held[0] === want[0].replace(/\r\n?/g, '\n') ? 'yes' : 'changed';
}

const tooLong = (el, value) => TYPED.has(el.type) && el.maxLength > 0 && String(value).length > el.maxLength;

// Fills in what a script may; `keys` names the controls that want real keys, `typed` those that get them anyway.
function fillAll(values, typed) {
  sights = new Map();
  const keys = [];
  for (const [name, value] of Object.entries(values)) {
    const group = groupOf(name);
    if (!group.length) continue;
    if (wantsKeys(group[0]) || (typed.includes(name) && TYPED.has(group[0].type))) keys.push(name);
    else fillGroup(group, tooLong(group[0], value) ? String(value).slice(0, group[0].maxLength) : value);
    sights = new Map();  // an answer may show or hide other questions
  }
  return keys;
}

botex.check = (values) => {
  sights = new Map();
  const of = (name, value) => {
    const group = groupOf(name);
    if (!group.length) return {name, taken: 'no', holds: null, there: false};
    return {name, taken: tooLong(group[0], value) ? 'no' : taken(group, value), holds: holds(group), there: true};
  };
  return Object.entries(values).map(([name, value]) => of(name, value)).filter((one) => one.taken !== 'yes');
};

// Ready for real keys, which then replace what the control held.
botex.aim = (name) => {
  const [el] = groupOf(name);
  if (!el) return false;
  el.scrollIntoView({block: 'center', behavior: 'instant'});
  el.focus();
  el.select();
  return el.ownerDocument.activeElement === el;
};

// One call fills in and presses; it stops before the button when keys are wanted or a control did not take its value.
botex.submit = async (values, ref, seconds, typed) => {
  const keys = fillAll(values, typed);
  if (keys.length) return JSON.stringify({keys});
  return botex.press(values, ref, seconds);
};

botex.press = async (values, ref, seconds) => {
  if (document.activeElement) document.activeElement.blur();  // the page hears of a typed value now
  const untaken = botex.check(values);
  if (untaken.some((one) => one.taken === 'no')) return JSON.stringify({untaken, pressed: false});
  if (ref in GESTURES) {
    changedAt = 0;
    GESTURES[ref]();
    return JSON.stringify({untaken, pressed: true});
  }
  const until = performance.now() + seconds * 1000;
  for (;;) {
    sights = new Map();
    const el = ref ? pressables.get(ref) : nextButton();
    const obstacle = el && el.isConnected ? obstacleTo(el) : 'the page has no such button';
    if (!obstacle) return JSON.stringify({untaken, pressed: true, ...click(el)});
    if (performance.now() > until) return JSON.stringify({untaken, pressed: false, obstacle});
    await pause(50);
  }
};

// What people do on a page without pressing anything of it; see `page.NOTHING` and `page.SCROLL`.
const GESTURES = {
  nothing: () => {},
  scroll: () => scrollBoxes().forEach((box) => box.scrollTo({top: box.scrollHeight, behavior: 'instant'})),
};

function nextButton() {
  const form = mainForm();
  const found = buttons(form);
  return found.find((el) => roleOf(el, form) === 'next') ||
    [...(form ? form.elements : [])].find((el) => el.matches('.otree-btn-next') || (el.type === 'submit' && !el.name));
}

function obstacleTo(el) {
  const hidden = whyHidden(el);
  if (hidden) return `the button is hidden (${hidden})`;
  if (el.matches(':disabled')) return 'the button is disabled';
  el.scrollIntoView({block: 'center', behavior: 'instant'});
  const box = el.getBoundingClientRect();
  const hits = [[0.5, 0.5], [0.2, 0.5], [0.8, 0.5], [0.5, 0.2], [0.5, 0.8]]
    .map(([x, y]) => el.ownerDocument.elementFromPoint(box.left + box.width * x, box.top + box.height * y));
  if (hits.some((hit) => hit && el.contains(hit))) return '';
  const cover = hits.find(Boolean);
  return cover ? `the button is covered by ${outline(cover)}` : 'the button lies outside the window';
}

const outline = (el) => `<${el.tagName.toLowerCase()}${el.id ? ` id="${el.id}"` : ''}${el.className && el.className.trim ? ` class="${el.className.trim()}"` : ''}>`;

// Validation and the submit event are synchronous: when click() returns it is known what the browser made of it.
function click(el) {
  const invalid = [];
  let submit = null;
  const onInvalid = (event) => invalid.push({field: event.target.name || '', text: event.target.validationMessage});
  const onSubmit = (event) => { submit = event; };
  addEventListener('invalid', onInvalid, true);
  addEventListener('submit', onSubmit, true);
  el.focus({preventScroll: true});
  changedAt = 0;
  if (el.click) el.click();
  else fire(el, new MouseEvent('click', {bubbles: true, cancelable: true, view: window}));  // a shape of a drawing
  removeEventListener('invalid', onInvalid, true);
  removeEventListener('submit', onSubmit, true);
  return {invalid: oncePerField(invalid), submitted: !!submit && !submit.defaultPrevented};
}

const oncePerField = (invalid) => [...new Map(invalid.map((one) => [one.field, one])).values()];

let changedAt = 0;
new MutationObserver(() => { changedAt = performance.now(); })
  .observe(document, {subtree: true, childList: true, attributes: true, characterData: true});

// Resolves when nothing has been redrawn for `quiet` seconds, counted from now or, if `pressed`, from the first effect of
// the last press; after `seconds` in any case.
botex.settle = async (quiet, seconds, pressed) => {
  const start = performance.now();
  for (;;) {
    const now = performance.now();
    const since = pressed ? changedAt || Infinity : Math.max(changedAt, start);
    if (now - since >= quiet * 1000 || now - start >= seconds * 1000) return;
    await pause(20);
  }
};
