import type { Text } from '@/i18n/useText';
import type { Problem, ProblemField } from '@/api/problem';

// Keys come from the server, so they cannot be typed here.
type Loose = (key: string, options?: Record<string, unknown>) => string;

function translated(t: Text, key: string | undefined, otherwise: string): string {
  if (!key) return otherwise;
  return (t as unknown as Loose)(`problems:${key}`, { defaultValue: otherwise });
}

/** What happened, in the reader's language where the server gave a key for it. */
export function problemText(t: Text, problem: Problem): string {
  const general = translated(t, `code.${problem.code}`, problem.message);
  const specific = problem.code === 'internal' || problem.code === 'offline' ? general : problem.message || general;
  return translated(t, problem.key, specific);
}

/** What is wrong with one field. */
export function fieldText(t: Text, field: ProblemField): string {
  return translated(t, field.key, field.message);
}

/** What is safe, after this kind of problem. */
export function safeText(t: Text, problem: Problem): string {
  return translated(t, `safe.${problem.code}`, '');
}
