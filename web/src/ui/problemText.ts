import type { Problem, ProblemField } from '@/api/problem';
import { knownText, type Text } from '@/i18n/useText';

/** A text of the server by its stable key, or as the server gave it. */
export function keyedText(t: Text, key: string | undefined, otherwise: string): string {
  return key ? knownText(t, `problems:${key}`, otherwise) : otherwise;
}

/** What happened, in the reader's language where the server gave a key for it. */
export function problemText(t: Text, problem: Problem): string {
  const general = keyedText(t, `code.${problem.code}`, problem.message);
  const hidden = problem.code === 'internal' || problem.code === 'offline';
  return keyedText(t, problem.key, hidden ? general : problem.message || general);
}

/** What is wrong with one field; where it is the only one, the problem's key is its key. */
export function fieldText(t: Text, field: ProblemField, problem?: Problem): string {
  return keyedText(t, field.key ?? (problem?.fields.length === 1 ? problem.key : undefined), field.message);
}

/** What is safe, after this kind of problem. */
export function safeText(t: Text, problem: Problem): string {
  return keyedText(t, `safe.${problem.code}`, '');
}
