// One call reads the whole page. Facts only: what they mean is decided in page_reader.py.
// The selectors hold for oTree 6 and 5.11.

const MARKS = '.otree-body, .otree-wait-page, .otree-form, #otree-live';
const WRAPPER = '._formfield, .mb-3, .form-group, .form-check';
const CONTROL = 'input:not([type=hidden]), select, textarea';
const PRESSED = new Set(['submit', 'button', 'image', 'reset']);
const UNTYPABLE = new Set(['file']);
const LONGEST_LABEL = 500;

const text = (node) => (node ? readText(node).slice(0, LONGEST_LABEL) : '');
const texts = (ids) => (ids || '').split(/\s+/).map((id) => text(id && document.getElementById(id))).filter(Boolean).join(' ');
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const optional = (el) => el.type === 'radio' || el.type === 'checkbox';

function mainForm() {
  return document.querySelector('form.otree-form, form#form') ||
    [...document.forms].find((form) => form.id !== 'liveform' && all(`${CONTROL}, button`, form).some(isVisible)) || null;
}

// A radio or box may itself be hidden when its label, made up as a button or tile, is what people click.
function operable(el) {
  return isVisible(el) || (optional(el) && [...el.labels].some(isVisible));
}

const usable = (el) => !el.matches(':disabled') && !el.readOnly;

// --- Questions -----------------------------------------------------------------------------------------------------------

function controlsByName(form) {
  const groups = new Map();
  for (const el of form ? [...form.elements] : []) {
    if (!el.name || !el.matches(CONTROL) || PRESSED.has(el.type)) continue;
    if (!groups.has(el.name)) groups.set(el.name, []);
    groups.get(el.name).push(el);
  }
  return groups;
}

function readField(name, group) {
  const el = group[0];
  const wrapper = el.closest('._formfield') || el.closest(WRAPPER);
  const own = (name_) => el.getAttribute(name_) || '';
  return {
    name,
    widget: el.type === 'select-one' ? 'select' : el.type,
    alone: group.length === 1,
    inputmode: el.inputMode || '',
    label: label(name, group),
    help: [...(wrapper ? all('.form-text', wrapper) : [])].map(text).join('\n') || texts(own('aria-describedby')),
    required: group.some((one) => one.required),
    min: own('min'), max: own('max'), step: own('step'), pattern: own('pattern'),
    maxLength: el.maxLength > 0 ? el.maxLength : null,
    unit: all('.input-group-text', el.closest('.input-group') || document.createElement('p')).map(text).join(' '),
    choices: choices(group),
    value: holds(group),
    messages: [],
  };
}

// What the control holds now: a string, a list where several can be picked, null when nothing is in it.
function holds(group) {
  const el = group[0];
  if (el.type === 'select-multiple') return [...el.selectedOptions].map((option) => option.value);
  if (!optional(el)) return el.value === '' ? null : el.value;
  const picked = group.filter((one) => one.checked).map((one) => one.value);
  return el.type === 'checkbox' && group.length > 1 ? picked : picked.length ? picked[0] : null;
}

function choices(group) {
  const el = group[0];
  if (el.options) {
    return [...el.options].filter((option) => !option.disabled && !(option.value === '' && el.type === 'select-one'))
      .map((option) => ({value: option.value, label: option.label.trim()}));
  }
  if (!optional(el) || (el.type === 'checkbox' && group.length === 1)) return [];
  return group.filter((one) => operable(one) && usable(one)).map((one) => ({value: one.value, label: choiceLabel(one)}));
}

// --- Labels: what the author tied to the control, else what a person would read as its question ---------------------------

function label(name, group) {
  const el = group[0];
  const named = (node) => texts(node.getAttribute('aria-labelledby')) || node.getAttribute('aria-label') || '';
  if (!optional(el) || (el.type === 'checkbox' && group.length === 1)) {
    const tied = [...(el.labels || [])].map(text).filter(Boolean).join(' ');
    return tied || named(el) || rowHeader(el) || textBefore(el, group);
  }
  const box = el.closest('[role=radiogroup], [role=group]');
  const fieldset = el.closest('fieldset');
  const legend = fieldset && namesIn(fieldset).size === 1 ? text(fieldset.querySelector('legend')) : '';
  return text(document.querySelector(`label[for="${CSS.escape(`id_${name}`)}"]`)) || legend || (box && named(box)) ||
    rowHeader(el) || textBefore(el, group);
}

function choiceLabel(el) {
  const tied = [...el.labels].map(text).filter(Boolean).join(' ');
  return tied || el.getAttribute('aria-label') || texts(el.getAttribute('aria-labelledby')) || columnHeader(el) ||
    textAfter(el) || el.value;
}

const namesIn = (node) => new Set(all(CONTROL, node).map((el) => el.name));

function rowHeader(el) {
  const row = el.closest('tr');
  const cells = row ? [...row.cells].filter((cell) => !cell.querySelector(CONTROL) && text(cell)) : [];
  return cells.length ? text(cells.find((cell) => cell.tagName === 'TH') || cells[0]) : '';
}

function columnHeader(el) {
  const cell = el.closest('td, th');
  const table = cell && cell.closest('table');
  const heading = table && [...table.rows].find((row) => !row.querySelector(CONTROL));
  const header = heading && cellAt(heading, columnOf(cell));
  return header ? text(header) : '';
}

const columnOf = (cell) => [...cell.parentElement.cells].slice(0, cell.cellIndex).reduce((sum, one) => sum + one.colSpan, 0);

function cellAt(row, column) {
  let at = 0;
  return [...row.cells].find((cell) => (at += cell.colSpan) > column);
}

// The nearest text above or left of the control, as far as the next control.
function textBefore(el, group) {
  for (let node = el; node && node.tagName !== 'FORM' && node !== document.body; node = node.parentElement) {
    for (let before = node.previousSibling; before; before = before.previousSibling) {
      const one = before.nodeType === Node.ELEMENT_NODE ? before : null;
      if (one && (one.matches(CONTROL) || one.querySelector(CONTROL)) && !group.includes(one)) return '';
      const found = one ? text(one) : before.nodeType === Node.TEXT_NODE && !whyTextHidden(before) ? before.data.trim() : '';
      if (found) return found.split('\n').pop().slice(0, LONGEST_LABEL);
    }
  }
  return '';
}

function textAfter(el) {
  const after = el.nextSibling;
  if (!after) return '';
  return after.nodeType === Node.TEXT_NODE ? after.data.trim() : after.nodeType === Node.ELEMENT_NODE ? text(after) : '';
}

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
    timeLimit: first(/\bremainingTimeoutSeconds = ([\d.]+)/),  // when the page was made; the visible clock starts a moment later
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

botex.snapshot = () => {
  sights = new Map();
  const form = mainForm();
  const groups = [...controlsByName(form)];
  const answerable = groups.map(([name, group]) => [name, group.filter((el) => usable(el) && operable(el))])
    .filter(([, group]) => group.length && !UNTYPABLE.has(group[0].type));
  const fields = answerable.map(([name, group]) => readField(name, group));
  const hiddenText = [];
  const navigation = performance.getEntriesByType('navigation')[0];
  return JSON.stringify({
    url: location.href,
    title: text(document.querySelector('#_otree-title')) || document.title,
    text: readText(document.body, hiddenText),
    status: navigation ? navigation.responseStatus : 200,
    fields,
    messages: readMessages(form, fields),
    buttons: buttons(form).map((el) => readButton(el, form)),
    tools: readTools(form),
    unknown: unknowns(),
    awaits: awaited(form),
    scrolls: scrollBoxes().length > 0,
    listensToKeys: !!document.body && !fire(document.body, new Event('botex-wants-keys', {bubbles: true, cancelable: true})),
    hiddenText,
    hiddenFields: groups.filter(([, group]) => !group.some(operable)).map(([name]) => name),
    timer: (document.querySelector('.otree-timer__time-left') || {textContent: ''}).textContent.trim(),
    live: !!document.querySelector('script#otree-live'),
    mayChange: mayChange(),
    actsAfter: actsAfter(),
    waitPage: !!document.querySelector('div.otree-wait-page'),
    ...inlineScripts(),
    marks: !!document.querySelector(MARKS),
    linksOut: all('a[href]').filter(leadsOut).map((a) => a.href),
  });
};
