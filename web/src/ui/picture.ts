export const svgSpace = 'http://www.w3.org/2000/svg';

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
