import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';
import { render } from '@/test/render';
import { DataTable } from './DataTable';

const rows = [{ id: 'a', name: 'Ana' }, { id: 'b', name: 'Ben' }, { id: 'c', name: 'Cem' }];

it('is walked by arrows and by J and K, and opened by Enter', async () => {
  const user = userEvent.setup();
  const open = vi.fn();
  const { getByRole } = render(
    <DataTable label="People" rows={rows} rowKey={(r) => r.id} onOpen={open} columns={[{ key: 'name', header: 'Name', cell: (r) => r.name }]} />,
  );
  getByRole('button', { name: 'Ana' }).focus();
  await user.keyboard('{ArrowDown}j');
  expect(document.activeElement).toBe(getByRole('button', { name: 'Cem' }));
  await user.keyboard('k{Enter}');
  expect(open).toHaveBeenCalledExactlyOnceWith(rows[1]);
});

it('leaves the keys alone inside a row that is open', async () => {
  const user = userEvent.setup();
  const { getByRole } = render(
    <DataTable
      label="People" rows={rows} rowKey={(r) => r.id} onOpen={() => undefined} openKey="a" opened={() => <input aria-label="note" />}
      columns={[{ key: 'name', header: 'Name', cell: (r) => r.name }]}
    />,
  );
  const note = getByRole('textbox', { name: 'note' }) as HTMLInputElement;
  await user.type(note, 'jk');
  expect(note.value).toBe('jk');
  expect(getByRole('button', { name: 'Ana' }).getAttribute('aria-expanded')).toBe('true');
});
