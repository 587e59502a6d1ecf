import type { components } from '@/api/schema';

type Choice = components['schemas']['Choice'];

/** Choices as somebody writes them: one a line, its key, and what screens call it behind an equals sign. */
export function writeChoices(choices: readonly Choice[]): string {
  return choices.map((c) => (c.label === c.key ? c.key : `${c.key} = ${c.label}`)).join('\n');
}

/** The choices of such a text; empty lines are none. */
export function readChoices(text: string): Choice[] {
  return text
    .split('\n')
    .map((line) => {
      const at = line.indexOf('=');
      const key = (at < 0 ? line : line.slice(0, at)).trim();
      return { key, label: at < 0 ? key : line.slice(at + 1).trim() || key };
    })
    .filter((c) => c.key !== '');
}
