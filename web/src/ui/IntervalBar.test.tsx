import { expect, it } from 'vitest';
import { render } from '@/test/render';
import { IntervalBar } from './IntervalBar';

it('draws the interval on its scale and the mark at the value', () => {
  const { container, getByRole } = render(<IntervalBar value={61} low={58} high={64} min={0} max={100} label="61, 58 to 64" />);
  expect(getByRole('img', { name: '61, 58 to 64' })).toBeTruthy();
  const bar = container.querySelector('rect');
  expect(bar?.getAttribute('x')).toBe('58%');
  expect(bar?.getAttribute('width')).toBe('6%');
  const lines = container.querySelectorAll('line');
  expect(lines[lines.length - 1]?.getAttribute('x1')).toBe('61%');
});

it('stays on its scale and never vanishes', () => {
  const { container } = render(<IntervalBar value={-100} low={-130} high={-100} min={-100} max={100} label="x" />);
  expect(container.querySelector('rect')?.getAttribute('x')).toBe('0%');
  expect(container.querySelector('rect')?.getAttribute('width')).toBe('0.8%');
});
