/** How a time is written: in seconds up to a minute and a half, else in minutes; a digit more where it is short. */
export function writtenTime(ms: number | null | undefined): { unit: 'seconds' | 'minutes'; value: number; digits: number } | undefined {
  if (ms === null || ms === undefined) return undefined;
  const seconds = ms / 1000;
  if (seconds < 90) return { unit: 'seconds', value: seconds, digits: seconds < 10 ? 1 : 0 };
  return { unit: 'minutes', value: seconds / 60, digits: seconds < 600 ? 1 : 0 };
}
