/**
 * Builds elements. Text goes in as text: nothing a visitor or the server writes becomes HTML.
 */

/** Attributes: a function listens; true is an empty attribute; false and null are none. @type {Build} */
export const h = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value);
    else if (value !== false && value != null) element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.filter(Boolean));
  return element;
};

export const button = (name, text, drawing = '') => h('button', { type: 'button', class: name }, drawing && icon(drawing), h('span', {}, text));

/** A line drawing of 24 by 24. */
export function icon(path) {
  const [svg, line] = ['svg', 'path'].map((tag) => document.createElementNS('http://www.w3.org/2000/svg', tag));
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  line.setAttribute('d', path);
  svg.append(line);
  return svg;
}

export const icons = {
  chat: 'M4 5h16v11H10l-5 4v-4H4z',
  leave: 'M14 5h5v14h-5M4 12h10M8 8l-4 4 4 4',
  close: 'M6 6l12 12M18 6L6 18',
  phone: 'M6 3h4l1.5 5L9 10c1 2.2 2.8 4 5 5l2-2.5 5 1.5v4c0 1.5-1 2-2 2C10.5 20 4 13.5 4 5c0-1 .5-2 2-2z',
  send: 'M4 12h15M13 6l6 6-6 6',
};

/** Words for screen readers only. */
export const unseen = (text) => h('span', { class: 'unseen' }, text);
