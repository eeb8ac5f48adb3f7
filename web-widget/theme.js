/**
 * Colours: the host's theme where it is readable, ours where it is not.
 *
 * Each colour is a `--vs-*` token of ours, else an NL Design System token, else built in. At start the
 * contrast of each pair is computed; a pair below 4.5:1 is replaced by the built-in pair as a whole.
 * Dark only where the host says so (`color-scheme`), because a dark box on a light page looks broken.
 */

export const tokens = `
:host{all:initial;display:block}
:host([hidden]){display:none}
.vs{font-size:medium;
--d-bg:#fffdf9;--d-text:#2b2622;--d-heading:#17494a;--d-link:#17595a;--d-action:#1b5e5f;--d-on-action:#fff;
--soft:#5d544b;--sand:#f5eee3;--line:#ddd0bd;--edge:#85796a;--danger:#9f2418;--on-danger:#fff;--danger-bg:#fdf0ec;--good:#22663c;--bar:#2b2622;--on-bar:#fff;
--bg:var(--vs-background,var(--d-bg));--text:var(--vs-text-color,var(--nl-paragraph-color,var(--d-text)));
--heading:var(--vs-heading-color,var(--nl-heading-level-2-color,var(--nl-heading-color,var(--d-heading))));
--link:var(--vs-link-color,var(--utrecht-link-color,var(--d-link)));
--action:var(--vs-action-background,var(--utrecht-button-primary-action-background-color,var(--d-action)));
--on-action:var(--vs-action-color,var(--utrecht-button-primary-action-color,var(--d-on-action)));
--font:var(--vs-font-family,var(--nl-paragraph-font-family,system-ui,sans-serif));
--heading-font:var(--vs-heading-font-family,var(--nl-heading-level-2-font-family,var(--nl-heading-font-family,var(--font))));
--round:var(--vs-radius,.75em)}
.vs[data-dark]{color-scheme:dark;
--d-bg:#1d1a17;--d-text:#f3ece2;--d-heading:#a9dcd5;--d-link:#9ad6ce;--d-action:#8fd0c8;--d-on-action:#0f2221;
--soft:#cbbfb0;--sand:#2b2622;--line:#4b433a;--edge:#978a7a;--danger:#ffb4a6;--on-danger:#3a0d07;--danger-bg:#3a211c;--good:#96d6ac;--me:#214f4d;--on-me:#f3ece2;--bar:#f3ece2;--on-bar:#1d1a17}
.vs[data-own~=page]{--bg:var(--d-bg);--text:var(--d-text)}
.vs[data-own~=heading]{--heading:var(--d-heading)}
.vs[data-own~=link]{--link:var(--d-link)}
.vs[data-own~=action]{--action:var(--d-action);--on-action:var(--d-on-action)}
.vs[data-own~=soft]{--soft:var(--text)}
.vs[data-own~=danger]{--danger:var(--text);--on-danger:var(--bg)}
.vs[data-own~=good]{--good:var(--text)}
.vs>*{box-sizing:border-box;font:max(1em,1rem)/1.5 var(--font)}
button,.call,.away{display:inline-flex;align-items:center;gap:.5em;box-sizing:border-box;min-height:2.75em;min-width:2.75em;padding:.375em 1em;border:.125em solid transparent;border-radius:.5em;font:inherit;font-weight:600;letter-spacing:inherit;word-spacing:inherit;text-align:left;cursor:pointer}
.solid{background:var(--action);color:var(--on-action)}
.quiet,.choice,.away{border-color:var(--edge);background:var(--bg);color:var(--text);text-decoration:none}
:is(button,.call,.away):hover{text-decoration:underline;text-underline-offset:.2em}
[hidden]{display:none!important}
:focus-visible{outline:.1875em solid var(--text);outline-offset:.125em;box-shadow:0 0 0 .3125em var(--bg)}
svg{width:1.5em;height:1.5em;flex:none;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}`;

/** Pairs in order: text colour, its background, and the name that puts the built-in pair in place. */
const pairs = [
  ['--text', '--bg', 'page'],
  ['--text', '--sand', 'page'],
  ['--heading', '--bg', 'heading'],
  ['--link', '--bg', 'link'],
  ['--link', '--sand', 'link'],
  ['--on-action', '--action', 'action'],
  ['--soft', '--bg', 'soft'],
  ['--danger', '--bg', 'danger'],
  ['--good', '--bg', 'good'],
];

/** Contrast as WCAG 2 defines it; 0 when a colour is see-through or unknown. */
export function contrast(one, other) {
  const [light, dark] = [one, other].map((colour) => {
    const [red, green, blue] = (/^rgb\((.*)\)/.exec(colour)?.[1].split(',') ?? []).map((part) => +part / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05;
  }).sort((a, b) => b - a);
  return light / dark || 0;
}

/** Does the host show itself dark now? */
function isDark(host) {
  const wanted = host.getAttribute('theme');
  if (wanted === 'light' || wanted === 'dark') return wanted === 'dark';
  const meta = document.querySelector('meta[name=color-scheme]')?.getAttribute('content');
  const scheme = getComputedStyle(host.parentElement ?? host).colorScheme;
  const offered = scheme === 'normal' ? meta ?? '' : scheme;
  return offered.includes('dark') && (!offered.includes('light') || matchMedia('(prefers-color-scheme: dark)').matches);
}

/** Puts the right colours on the frame. @param {Element} host @param {HTMLElement} frame */
export function paint(host, frame) {
  frame.toggleAttribute('data-dark', isDark(host));
  frame.removeAttribute('data-own');
  const probe = frame.appendChild(document.createElement('i'));
  for (const [text, background, name] of pairs) {
    probe.style.setProperty('color', `var(${text})`);
    probe.style.setProperty('background-color', `var(${background})`);
    const seen = getComputedStyle(probe);
    if (contrast(seen.color, seen.backgroundColor) < 4.5) frame.setAttribute('data-own', `${frame.dataset.own ?? ''} ${name}`.trim());
  }
  probe.remove();
}
