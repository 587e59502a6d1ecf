import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Saver } from './saver';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('sends the last of what is written, once', async () => {
  const sent: string[] = [];
  const saver = new Saver<string>((v) => Promise.resolve(void sent.push(v)), 500);
  for (const v of ['a', 'ab', 'abc']) saver.offer(v);
  expect(saver.saving()).toEqual({ kept: false });
  await vi.advanceTimersByTimeAsync(500);
  expect(sent).toEqual(['abc']);
  expect(saver.saving()).toEqual({ kept: true });
});

it('sends again what changed while it was sending, one after the other', async () => {
  const sent: string[] = [];
  const free: (() => void)[] = [];
  const saver = new Saver<string>((v) => new Promise((done) => { sent.push(v); free.push(done); }), 500);
  saver.offer('a');
  await vi.advanceTimersByTimeAsync(500);
  saver.offer('b');
  await vi.advanceTimersByTimeAsync(500);
  expect(sent).toEqual(['a']);
  free[0]?.();
  await vi.advanceTimersByTimeAsync(0);
  expect(sent).toEqual(['a', 'b']);
  expect(saver.saving().kept).toBe(false);
  free[1]?.();
  await vi.advanceTimersByTimeAsync(0);
  expect(saver.saving()).toEqual({ kept: true });
});

it('keeps what could not be sent, and says why', async () => {
  let fails = true;
  const sent: string[] = [];
  const saver = new Saver<string>((v) => (fails ? Promise.reject(new Error('no')) : Promise.resolve(void sent.push(v))), 500);
  const told = vi.fn();
  saver.subscribe(told);
  saver.offer('a');
  await vi.advanceTimersByTimeAsync(500);
  expect(saver.saving()).toEqual({ kept: false, problem: new Error('no') });
  fails = false;
  await saver.flush();
  expect(sent).toEqual(['a']);
  expect(told.mock.calls.length).toBeGreaterThan(1);
});
