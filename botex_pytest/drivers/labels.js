// Labels: what the author tied to the control, else what a person would read as its question. The rules of html_labels.py.

function label(name, group) {
  const el = group[0];
  const given = !optional(el) || isTick(group) ? tied(el) || named(el) : labelOfChoices(name, el);
  return given || rowHeader(el) || textBefore(el, group);
}

// The labels of radios and boxes name the choices; the question stands around them.
function labelOfChoices(name, el) {
  const own = el.ownerDocument.querySelector(`label[for="${CSS.escape(`id_${name}`)}"]`);
  const box = el.closest('[role=radiogroup], [role=group]');
  return text(own) || legend(el) || (box ? named(box) : '');
}

const joined = (nodes) => nodes.map(text).filter(Boolean).join(' ');
const tied = (el) => joined([...(el.labels || [])]);
const texts = (ids, page) => joined((ids || '').split(/\s+/).map((id) => id && page.getElementById(id)));
const named = (el) => texts(el.getAttribute('aria-labelledby'), el.ownerDocument) || el.getAttribute('aria-label') || '';

// Of a fieldset that holds several questions it is the title of a section.
function legend(el) {
  const fieldset = el.closest('fieldset');
  return fieldset && namesIn(fieldset).size === 1 ? text(fieldset.querySelector('legend')) : '';
}

function choiceLabel(el) {
  return tied(el) || el.getAttribute('aria-label') || texts(el.getAttribute('aria-labelledby'), el.ownerDocument) ||
    columnHeader(el) || textAfter(el) || el.value;
}

const namesIn = (node) => new Set(all(CONTROL, node).map((el) => el.name));

// Likert tables: the question heads its row, and the options head the columns once for all of them.
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

const isElement = (node) => node.nodeType === Node.ELEMENT_NODE;
const isSeenText = (node) => node.nodeType === Node.TEXT_NODE && !whyTextHidden(node);
const holdsControl = (el) => el.matches(CONTROL) || !!el.querySelector(CONTROL);
const textOf = (node) => (isElement(node) ? text(node) : isSeenText(node) ? node.data.trim() : '');

// The nearest text above or left of the control, as far as the next control.
function textBefore(el, group) {
  for (let node = el; node && node.tagName !== 'FORM' && node !== document.body; node = node.parentElement) {
    for (let before = node.previousSibling; before; before = before.previousSibling) {
      if (isElement(before) && holdsControl(before) && !group.includes(before)) return '';
      const found = textOf(before);
      if (found) return found.split('\n').pop().slice(0, LONGEST_LABEL);
    }
  }
  return '';
}

function textAfter(el) {
  const after = el.nextSibling;
  if (!after) return '';
  return after.nodeType === Node.TEXT_NODE ? after.data.trim() : textOf(after);
}

// --- What stands beside a control --------------------------------------------------------------------------------------------

function help(el) {
  const wrapper = el.closest('._formfield') || el.closest(WRAPPER);
  const lines = wrapper ? all('.form-text', wrapper).map(text).join('\n') : '';
  return lines || texts(el.getAttribute('aria-describedby'), el.ownerDocument);
}

// "points", "EUR": oTree prints it in the same box as the control.
function unit(el) {
  const box = el.closest('.input-group');
  return box ? all('.input-group-text', box).map(text).join(' ') : '';
}
