// What a person can see of the page. Shared by all scripts here; runs in a world of its own, out of the page's reach.

// oTree's own furniture: nothing a participant reads or that says anything about the study; and its clock, whose time is a fact
// of its own and would make every text unlike the last.
const FURNITURE = '.otree-timer__time-left, .debug-info, .powered-by-otree, #_js-errors-alert, #hidden-form-errors-warning, ' +
  '#_otree-server-error, #are-you-there, #inactivity-overlay';
const NOT_TEXT = new Set(['SCRIPT', 'STYLE', 'NOSCRIPT', 'TEMPLATE', 'HEAD', 'TITLE', 'SELECT', 'TEXTAREA', 'DATALIST',
  'IFRAME', 'OBJECT', 'CANVAS', 'VIDEO', 'AUDIO']);
const BLOCK = /^(block|flex|grid|list-item|table|table-row|table-caption|flow-root)$/;
const NO_SIZE = /^(inset\((50|100)%|circle\(0|ellipse\(0|polygon\(0(px|%)? 0(px|%)?\))/;
const SMALLEST_PICTURE = 24;  // pixels across; less is an ornament
const LONGEST_PICTURE = 200;  // characters that one picture may say of itself
const NO_RECT = /^rect\((\d)px,? \1px,? \1px,? \1px\)$/;

// One snapshot's knowledge of each element: why it is hidden (''), and what it hands down to its children.
let sights = new Map();
const ROOT = {reason: '', opacity: 1, ground: 'rgb(255, 255, 255)', scrolls: false, handed: ''};

function sight(el) {
  if (!el) return ROOT;
  let seen = sights.get(el);
  if (!seen) sights.set(el, seen = judge(el, sight(el.parentElement)));
  return seen;
}

function judge(el, parent) {
  const style = getComputedStyle(el);
  const opacity = parent.opacity * style.opacity;
  const handed = parent.handed || hides(el, style, opacity);
  const lifted = style.position === 'absolute' || style.position === 'fixed';
  return {
    style, opacity, handed,
    reason: handed || (style.visibility !== 'visible' ? 'not displayed' : ''),
    scrolls: parent.scrolls || /auto|scroll/.test(style.overflowX + style.overflowY),
    ground: ground(style, lifted ? '' : parent.ground),
  };
}

function hides(el, style, opacity) {
  if (style.display === 'none' || folded(el)) return 'not displayed';
  if (opacity < 0.05) return 'transparent';
  if (style.display === 'contents') return '';
  if (NO_SIZE.test(style.clipPath) || NO_RECT.test(style.clip)) return 'clipped';
  if (style.contentVisibility === 'hidden') return 'not displayed';
  if (style.overflowX === 'visible' || style.display === 'inline') return '';
  const {width, height} = el.getBoundingClientRect();
  return width <= 1 || height <= 1 ? 'clipped' : '';
}

// Inside a <details> that is not open; its style does not tell.
const folded = (el) => el.tagName !== 'SUMMARY' && !!el.parentElement && el.parentElement.matches('details:not([open])');

const isClear = (colour) => /^rgba\(.*, 0\)$/.test(colour);

// The colour behind the text; '' when it cannot be told cheaply (pictures, half transparent or lifted boxes).
function ground(style, behind) {
  if (style.backgroundImage !== 'none') return '';
  const colour = style.backgroundColor;
  if (colour.startsWith('rgb(')) return colour;
  return isClear(colour) ? behind : '';
}

function misplaced(rect, scrolls) {
  if (rect.width <= 1 && rect.height <= 1) return 'too small';
  if (scrolls) return '';
  const width = Math.max(document.documentElement.scrollWidth, innerWidth);
  const outside = rect.right + scrollX <= 0 || rect.bottom + scrollY <= 0 || rect.left + scrollX >= width;
  return outside ? 'off-screen' : '';
}

// '' when a person sees this control or box, otherwise why not.
function whyHidden(el) {
  const seen = sight(el);
  return seen.reason || (el.checkVisibility() ? misplaced(el.getBoundingClientRect(), seen.scrolls) : 'not displayed');
}

const isVisible = (el) => !whyHidden(el);

function whyTextHidden(node) {
  const seen = sight(node.parentElement);
  if (seen.reason) return seen.reason;
  const range = document.createRange();
  range.selectNodeContents(node);
  const rect = range.getBoundingClientRect();
  if (!rect.width && !rect.height) return 'not displayed';
  const {color, fontSize, textShadow} = seen.style;
  if (parseFloat(fontSize) < 2) return 'too small';
  if (isClear(color) || (color === seen.ground && textShadow === 'none')) return 'colour of its background';
  return misplaced(rect, seen.scrolls);
}

// The text under `root` as it is read: blocks on lines of their own, cells apart by tabs. `hidden` collects what is not seen.
function readText(root, hidden = []) {
  const out = [];
  if (root) visit(root, out, hidden);  // a script may have left the document without a body
  return tidy(out.join(''));
}

function visit(node, out, hidden) {
  if (node.nodeType === Node.TEXT_NODE) return void readNode(node, out, hidden);
  if (node.nodeType !== Node.ELEMENT_NODE || NOT_TEXT.has(node.tagName) || node.matches(FURNITURE)) return;
  out.push(standsFor(node));
  const {display} = sight(node).style;
  if (display === 'none') return void keepHidden(node.textContent, hidden);
  const edge = BLOCK.test(display) ? '\n' : display === 'table-cell' ? '\t' : '';
  out.push(edge);
  node.childNodes.forEach((child) => visit(child, out, hidden));
  out.push(edge);
}

// What people read where an element has no text of its own.
function standsFor(el) {
  if (el.tagName === 'BR') return '\n';
  if (el.tagName === 'IMG' && isVisible(el) && el.width >= SMALLEST_PICTURE) return ` ${picture(el)} `;
  if (el.tagName === 'INPUT' && /^(submit|button)$/.test(el.type) && isVisible(el)) return ` ${el.value} `;
  return '';
}

// What stands in the text for a picture: the words its author gives to people who cannot see it, on one line and without brackets,
// so that none can be mistaken for the page's own text.
function picture(img) {
  const said = img.alt.replace(/\[/g, '(').replace(/\]/g, ')').replace(/\s+/g, ' ').trim();
  return said ? `[image: ${[...said].slice(0, LONGEST_PICTURE).join('')}]` : '[image]';
}

const withoutPictures = (text) => text.replace(/\[image(: [^\]]*)?\]/g, '').trim();

function readNode(node, out, hidden) {
  const pre = node.parentElement && sight(node.parentElement).style.whiteSpace.startsWith('pre');
  const text = pre ? node.data : node.data.replace(/\s+/g, ' ');
  if (!text.trim()) return void out.push(pre ? text : ' ');
  if (whyTextHidden(node)) keepHidden(text, hidden);
  else out.push(sight(node.parentElement).style.textTransform === 'uppercase' ? text.toUpperCase() : text);
}

function keepHidden(text, hidden) {
  const short = text.replace(/\s+/g, ' ').trim().slice(0, 500);
  if (short && hidden.length < 50 && !hidden.includes(short)) hidden.push(short);
}

function tidy(text) {
  return text.replace(/[ \u00a0]+/g, ' ').replace(/ ?\t[\t ]*/g, '\t').replace(/\s*\n\s*/g, '\n').trim();
}
