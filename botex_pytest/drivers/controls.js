// What can be used on the page besides its questions: buttons and whatever is pressed like one, controls that the form does not
// post, text that must be scrolled to; and the controls that are not understood.

const PRESSABLE = 'button, input[type=submit], input[type=button], input[type=image], [role=button], [role=tab], a.btn, ' +
  'a[href^="#"], [data-bs-toggle], summary, [onclick]';
const NOT_UNDERSTOOD = 'canvas, video, audio[controls], iframe, object, embed, [contenteditable=""], [contenteditable=true], ' +
  '[role=slider], [role=spinbutton], [role=textbox], [role=combobox], [role=switch], [draggable=true]';

// --- Names by which a control is found again on the same page ---------------------------------------------------------------

const refs = new WeakMap();
const pressables = new Map();

function refOf(el) {
  if (!refs.has(el)) {
    refs.set(el, `b${pressables.size + 1}`);
    pressables.set(refs.get(el), el);
  }
  return refs.get(el);
}

// --- Buttons, and whatever is pressed like one ------------------------------------------------------------------------------

// Cards, pictures, shapes of a drawing: nothing but the pointer tells people that a script waits for a click there.
function pointed(el) {
  const [own, above] = [sight(el), sight(el.parentElement)];
  return own.style.cursor === 'pointer' && (!above.style || above.style.cursor !== 'pointer') && !el.closest(`${PRESSABLE}, a, label`);
}

// The page, and the frames in it that come from the same server.
function documents() {
  const inner = all('iframe, object').filter(isVisible).map((frame) => frame.contentDocument);
  return [document, ...inner.filter((page) => page && page.body)];
}

const everywhere = (selector) => documents().flatMap((page) => all(selector, page));

const SENDS = /\bsubmit\w*\s*\(/i;

// At whose press a script sends a form that has no button of its own for that. On a live page such a name may mean a message.
function sender(form) {
  if (!form || document.querySelector('script#otree-live')) return null;
  const controls = [...form.elements];
  if (controls.some((el) => el.type === 'submit' || el.type === 'image')) return null;
  const named = controls.filter((el) => el.type === 'button' && SENDS.test(el.getAttribute('onclick') || '') && isVisible(el));
  return named.length === 1 ? named[0] : null;
}

function roleOf(el, form) {
  if (el.matches('.otree-btn-back')) return 'back';
  if (el.matches('.otree-btn-next')) return el.name ? 'answer' : 'next';
  if (el === sender(form)) return 'next';
  const submits = form && el.form === form && (el.type === 'submit' || el.type === 'image');
  return submits ? (el.name ? 'answer' : 'next') : 'other';
}

function buttons(form) {
  const pressable = documents().flatMap((page) => all('*', page.body || page).filter((el) => el.matches(PRESSABLE) || pointed(el)));
  const question = (el) => el.matches(`${CONTROL}, label, form`) && !PRESSED.has(el.type);
  const frameOfOthers = (el) => !el.matches('button, input, a, summary') && el.querySelector(`${CONTROL}, button`);
  return pressable.filter((el) => !question(el) && !frameOfOthers(el) && el.type !== 'reset' && !(el.href && leadsOut(el)) &&
    !el.closest(FURNITURE) && isVisible(el));
}

function readButton(el, form) {
  const shown = el.tagName === 'INPUT' ? el.value || el.alt || el.type : withoutPictures(text(el));
  const inside = el.matches('img') ? el : el.querySelector('img[alt]');
  return {
    label: shown || el.getAttribute('aria-label') || (inside && inside.alt) || el.title || el.textContent.trim(),
    role: roleOf(el, form), ref: refOf(el), name: el.name || '', value: (el.name && el.value) || '',
    enabled: !el.matches(':disabled') && el.getAttribute('aria-disabled') !== 'true' && sight(el).style.pointerEvents !== 'none',
  };
}

// --- Controls that no form posts, and what else people use -------------------------------------------------------------------

let toolGroups = new Map();

// Controls that the form does not post: a script reads them, or a live page sends them. Known by the ref of the first one.
function readTools(form) {
  const loose = everywhere(CONTROL).filter((el) => !PRESSED.has(el.type) && !UNTYPABLE.has(el.type) && !el.closest(FURNITURE))
    .filter((el) => (!form || el.form !== form || !el.name) && usable(el) && operable(el));
  const byName = new Map();
  for (const el of loose) {
    const key = el.type === 'radio' && el.name ? `radio ${el.name}` : refOf(el);
    byName.set(key, [...(byName.get(key) || []), el]);
  }
  toolGroups = new Map([...byName.values()].map((group) => [refOf(group[0]), group]));
  return [...toolGroups].map(([ref, group]) => readField(ref, group));
}

// Hidden inputs with nothing in them yet: what people do on the page is to fill them.
function awaited(form) {
  return form ? [...form.elements].filter((el) => el.type === 'hidden' && el.name && el.value === '').map((el) => el.name) : [];
}

// The page and the boxes in it whose end has not been scrolled to.
function scrollBoxes() {
  const boxes = all('*', document.body || document).filter((el) => /auto|scroll/.test(sight(el).style.overflowY) && isVisible(el));
  return [document.scrollingElement, ...boxes].filter((el) => el && el.scrollTop + el.clientHeight < el.scrollHeight - 4);
}

// --- What is seen and not understood -----------------------------------------------------------------------------------------

function unknowns() {
  const odd = (el) => UNTYPABLE.has(el.type) && usable(el) && operable(el);
  // A frame of the same server is looked into; one of another server may hold anything.
  const strange = (el) => isVisible(el) && !el.matches(CONTROL) && !el.contentDocument;
  return [...everywhere(CONTROL).filter(odd), ...everywhere(NOT_UNDERSTOOD).filter(strange)].filter((el) => !el.closest(FURNITURE))
    .map((el) => ({description: describe(el), label: label(el.name || '', [el])}));
}

function describe(el) {
  const {width, height} = el.getBoundingClientRect();
  if (/^(CANVAS|VIDEO|IFRAME|OBJECT|EMBED)$/.test(el.tagName)) {
    const from = el.src && new URL(el.src, location.href).origin !== location.origin ? ` from ${el.src}` : '';
    return `${el.tagName.toLowerCase()} ${Math.round(width)} x ${Math.round(height)}${from}`;
  }
  const traits = ['type', 'role', 'id', 'name', 'draggable'].filter((name) => el.getAttribute(name));
  return [el.tagName.toLowerCase(), ...traits.map((name) => `${name}=${el.getAttribute(name)}`)].join(' ');
}
