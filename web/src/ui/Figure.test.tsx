import { expect, it } from 'vitest';
import { render } from '@/test/render';
import { Figure } from './Figure';

const estimate = { value: 61, low: 58, high: 64, n: 4812, method: 'Wilson' };
const write = (v: number) => String(v);

it('never shows a value without its interval and n', () => {
  const { container } = render(<Figure label="Satisfied" estimate={estimate} write={write} scale={{ min: 0, max: 100 }} />);
  expect(container.textContent).toContain('61');
  expect(container.textContent).toContain('58 to 64 · n 4,812');
  expect(container.textContent).toContain('Wilson');
});

it('shows no number where there are too few', () => {
  const { getByTestId } = render(
    <div data-testid="figure"><Figure label="Satisfied" estimate={{ ...estimate, n: 3, trouble: 'too_few' }} write={write} scale={{ min: 0, max: 100 }} /></div>,
  );
  const words = getByTestId('figure').textContent;
  expect(words).toContain('Too few to say');
  expect(words).not.toContain('61');
});
