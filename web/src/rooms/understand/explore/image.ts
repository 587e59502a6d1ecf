import { svgSpace } from '@/ui/picture';

/** A drawing on the screen with the words over it. */
export interface Drawing {
  svg: SVGSVGElement;
  title?: string;
}

// What style sheets give the parts of a drawing, and a file of its own would lose.
const styled = ['fill', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-dasharray', 'stroke-linejoin', 'opacity', 'font-family', 'font-size', 'font-weight', 'text-anchor'] as const;
const margin = 24;
const titleRoom = 26;

/** Copies a drawing with the looks that the page's style sheets give it. */
function standalone(svg: SVGSVGElement): SVGSVGElement {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const [from, to] = [[svg, ...svg.querySelectorAll('*')], [copy, ...copy.querySelectorAll('*')]];
  from.forEach((element, i) => {
    const looks = getComputedStyle(element);
    const target = to[i]!;
    for (const name of styled) target.setAttribute(name, looks.getPropertyValue(name));
    for (const name of ['class', 'href', 'style', 'tabindex', 'role', 'aria-label']) target.removeAttribute(name);
  });
  return copy;
}

function words(text: string, x: number, y: number, size: number, color: string, family: string, weight = '400'): SVGTextElement {
  const element = document.createElementNS(svgSpace, 'text');
  const attributes = { x, y, fill: color, 'font-size': `${size}px`, 'font-family': family, 'font-weight': weight };
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.textContent = text;
  return element;
}

/** One picture of all drawings below each other, with its heading and what it rests on. */
export function compose(drawings: readonly Drawing[], heading: string, notes: readonly string[], paper: Element): SVGSVGElement {
  const looks = getComputedStyle(paper);
  const [ink, soft, card] = ['--ink', '--soft', '--card'].map((name) => looks.getPropertyValue(name).trim());
  const family = looks.fontFamily;
  const width = Math.max(...drawings.map((d) => d.svg.width.baseVal.value), 480) + 2 * margin;
  const out = document.createElementNS(svgSpace, 'svg');
  const ground = document.createElementNS(svgSpace, 'rect');
  out.append(ground, words(heading, margin, margin + 14, 16, ink ?? '', family, '600'));
  let top = margin + 34;
  for (const { svg, title } of drawings) {
    if (title) out.append(words(title, margin, (top += titleRoom) - 10, 13, ink ?? '', family, '600'));
    const copy = standalone(svg);
    copy.setAttribute('x', String(margin));
    copy.setAttribute('y', String(top));
    copy.setAttribute('overflow', 'visible');
    out.append(copy);
    top += svg.height.baseVal.value + 12;
  }
  notes.forEach((note) => out.append(words(note, margin, (top += 17), 11.5, soft ?? '', family)));
  const height = top + margin;
  for (const element of [out, ground]) {
    element.setAttribute('width', String(width));
    element.setAttribute('height', String(height));
  }
  ground.setAttribute('fill', card ?? 'white');
  out.setAttribute('viewBox', `0 0 ${width} ${height}`);
  return out;
}

/** A name for a file: letters and digits of a text, with a day. */
export const fileName = (text: string, day: string): string => `${text.normalize('NFKD').replace(/\p{M}/gu, '').replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '').slice(0, 60).toLowerCase() || 'balcony'}-${day}`;
