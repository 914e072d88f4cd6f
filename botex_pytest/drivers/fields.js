// The questions of the page's form: which controls they are, what each holds, what can be chosen. The rules of html_controls.py.

const CONTROL = 'input:not([type=hidden]), select, textarea';
const PRESSED = new Set(['submit', 'button', 'image', 'reset']);
const UNTYPABLE = new Set(['file']);
const WRAPPER = '._formfield, .mb-3, .form-group, .form-check';
const LONGEST_LABEL = 500;

const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const text = (node) => (node ? readText(node).slice(0, LONGEST_LABEL) : '');

const optional = (el) => el.type === 'radio' || el.type === 'checkbox';
const isTick = (group) => group.length === 1 && group[0].type === 'checkbox';
const usable = (el) => !el.matches(':disabled') && !el.readOnly;

// A radio or box may itself be hidden when its label, made up as a button or tile, is what people click.
const operable = (el) => isVisible(el) || (optional(el) && [...el.labels].some(isVisible));

// oTree's form, or the first that people can do something with: an author may write the page without oTree's form tag.
function mainForm() {
  return document.querySelector('form.otree-form, form#form') ||
    [...document.forms].find((form) => form.id !== 'liveform' && all(`${CONTROL}, button`, form).some(isVisible)) || null;
}

// The controls that post one name are one question. Hidden and disabled ones are among them: whether a trap is one is told later.
function controlsByName(form) {
  const groups = new Map();
  for (const el of form ? [...form.elements] : []) {
    if (!el.name || !el.matches(CONTROL) || PRESSED.has(el.type)) continue;
    if (!groups.has(el.name)) groups.set(el.name, []);
    groups.get(el.name).push(el);
  }
  return groups;
}

// Questions that a person can answer: [name, controls].
function answerable(groups) {
  return groups.map(([name, group]) => [name, group.filter((el) => usable(el) && operable(el))])
    .filter(([, group]) => group.length && !UNTYPABLE.has(group[0].type));
}

function readField(name, group) {
  const el = group[0];
  const own = (attribute) => el.getAttribute(attribute) || '';
  return {
    name,
    widget: el.type === 'select-one' ? 'select' : el.type,
    alone: group.length === 1,
    inputmode: el.inputMode || '',
    label: label(name, group),
    help: help(el),
    required: group.some((one) => one.required),
    min: own('min'), max: own('max'), step: own('step'), pattern: own('pattern'),
    maxLength: el.maxLength > 0 ? el.maxLength : null,
    unit: unit(el),
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
  if (el.type === 'checkbox' && !isTick(group)) return picked;
  return picked.length ? picked[0] : null;
}

function choices(group) {
  const el = group[0];
  if (el.options) return [...el.options].filter(canBePicked).map((option) => ({value: option.value, label: option.label.trim()}));
  if (!optional(el) || isTick(group)) return [];
  return group.filter((one) => operable(one) && usable(one)).map((one) => ({value: one.value, label: choiceLabel(one)}));
}

// The first, empty option of a menu says that nothing has been chosen yet.
const canBePicked = (option) => !option.disabled && !(option.value === '' && option.closest('select').type === 'select-one');
