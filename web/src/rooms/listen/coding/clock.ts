/** A place in a recording as people read it: 18:16, 1:02:03. */
export function clock(microseconds: number): string {
  const seconds = Math.floor(microseconds / 1e6);
  const two = (n: number) => String(n).padStart(2, '0');
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}
