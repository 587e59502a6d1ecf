import { useForm } from '@mantine/form';
import { act, renderHook } from '@testing-library/react';
import { expect, it } from 'vitest';
import { Problem } from '@/api/problem';
import { useServerForm } from './useServerForm';

const hook = () =>
  renderHook(() => {
    const form = useForm({ initialValues: { name: '', organisation: { time_zone: '' }, grants: [{ role: '' }] } });
    return { form, server: useServerForm(form) };
  });
const refusing = (fields: { field: string; message: string }[], key?: string) => async () => {
  throw new Problem({ code: 'invalid', status: 422, detail: 'Not right.', fields, key });
};

it('puts errors at the fields the form has, also deep ones', async () => {
  const { result } = hook();
  await act(async () => {
    await result.current.server.send(
      refusing([{ field: 'organisation.time_zone', message: 'No such zone.' }, { field: 'grants[0].role', message: 'No such role.' }]),
    );
  });
  expect(result.current.form.errors).toEqual({ 'organisation.time_zone': 'No such zone.', 'grants.0.role': 'No such role.' });
  expect(result.current.server.problem).toBeNull();
});

it('keeps what belongs to no field for the form as a whole', async () => {
  const { result } = hook();
  await act(async () => {
    await result.current.server.send(refusing([{ field: 'elsewhere', message: 'x' }]));
  });
  expect(result.current.server.problem?.message).toBe('Not right.');
});

it("says a single field's error in the page's words where the problem has a key", async () => {
  const { result } = hook();
  await act(async () => {
    await result.current.server.send(refusing([{ field: 'name', message: 'raw' }], 'unit.name_missing'));
  });
  expect(result.current.form.errors).toEqual({ name: 'Give the unit a name.' });
});

it('takes an error away once the value it is about is another, also in a whole that is edited', async () => {
  const { result } = hook();
  const errors = () => Object.keys(result.current.form.errors).sort();
  await act(async () => {
    await result.current.server.send(
      refusing([{ field: 'name', message: 'Missing.' }, { field: 'organisation', message: 'Odd.' }, { field: 'organisation.time_zone', message: 'No such zone.' }, { field: 'grants[0].role', message: 'No such role.' }]),
    );
  });
  const all = ['grants.0.role', 'name', 'organisation', 'organisation.time_zone'];
  expect(errors()).toEqual(all);
  act(() => result.current.form.setFieldValue('organisation', { time_zone: '' })); // the same, made anew
  act(() => result.current.form.setFieldValue('grants', [{ role: '' }, { role: 'viewer' }]));
  expect(errors()).toEqual(all.filter((path) => path !== 'organisation')); // of the field itself, which was touched
  act(() => result.current.form.setFieldValue('organisation', { time_zone: 'Europe/Paris' }));
  expect(errors()).toEqual(['grants.0.role', 'name']);
  act(() => result.current.form.setFieldValue('grants', []));
  expect(errors()).toEqual(['name']);
  act(() => result.current.form.setFieldValue('name', 'Ann'));
  expect(errors()).toEqual([]);
});

it('takes no error for a value that was changed while it was on its way', async () => {
  const { result } = hook();
  await act(async () => {
    await result.current.server.send(async () => {
      result.current.form.setFieldValue('organisation', { time_zone: 'Europe/Paris' });
      await refusing([{ field: 'organisation.time_zone', message: 'No such zone.' }])();
    });
  });
  expect(result.current.form.errors).toEqual({});
});
