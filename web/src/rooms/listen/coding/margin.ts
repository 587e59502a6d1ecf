import { layBrackets } from './brackets';
import type { Margin } from './Chunk';
import type { Index } from './codes';
import type { Label } from './LineRow';
import { compare } from './passage';
import type { Coding } from './wire';

/** What stands beside the words: a bracket and a label for each coding, the label where the passage begins. */
export function marginOf(codings: readonly Coding[], index: Index, me: string, gone: string): Margin {
  const shown = [...codings].sort(compare);
  const labels = new Map<number, Label[]>();
  const colours = new Map<string, string>();
  for (const coding of shown) {
    const colour = index.colour(coding.code_id);
    colours.set(coding.id, colour);
    const by = coding.coder.id === me ? undefined : coding.coder.name || coding.coder.id;
    const list = labels.get(coding.from_n) ?? [];
    list.push({ coding, name: index.standing(coding.code_id)?.name ?? gone, colour, by });
    labels.set(coding.from_n, list);
  }
  return { brackets: layBrackets(shown), labels, colours };
}
