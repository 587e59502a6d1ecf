/** A drawing on the screen with the words over it. */
export interface Drawing {
  svg: SVGSVGElement;
  title?: string;
}

const svgSpace = 'http://www.w3.org/2000/svg';
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

/** A drawing as a file that stands by itself. */
export function svgFile(svg: SVGSVGElement): Blob {
  svg.setAttribute('xmlns', svgSpace);
  return new Blob([new XMLSerializer().serializeToString(svg)], { type: 'image/svg+xml' });
}

/** A drawing as a PNG of twice its size. Fails where the browser cannot draw it. */
export async function pngFile(svg: SVGSVGElement): Promise<Blob> {
  const address = URL.createObjectURL(svgFile(svg));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = Number(svg.getAttribute('width')) * 2;
    canvas.height = Number(svg.getAttribute('height')) * 2;
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((done, fail) => canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error('the picture is too large to draw'))), 'image/png'));
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** Hands a file to the browser to keep. */
export function keep(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // The download has begun by then; the address is only needed to begin it.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** A name for a file: letters and digits of a text, with a day. */
export const fileName = (text: string, day: string): string => `${text.normalize('NFKD').replace(/\p{M}/gu, '').replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '').slice(0, 60).toLowerCase() || 'balcony'}-${day}`;
