import type { Chosen } from './chosen';
import classes from '../Listen.module.css';

/** Words without a mask that begin at a place of their line, with those marked that are chosen by the keys. */
export function PlainWords({ text, start, chosen }: { text: string; start: number; chosen?: Chosen }) {
  const letters = [...text];
  const from = (chosen?.start ?? 0) - start;
  if (!chosen || from < 0 || from >= letters.length) return <span>{text}</span>;
  const part = (a: number, b?: number) => letters.slice(a, b).join('');
  return <span>{part(0, from)}<mark className={classes.chosen}>{part(from, from + chosen.length)}</mark>{part(from + chosen.length)}</span>;
}
