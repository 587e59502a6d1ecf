import type { ToAsk } from '../wire';

/** Reads people to ask, a line each: key; project; proposal. Tabs and semicolons part cells, so rows of a spreadsheet can be pasted. */
export function readAsked(text: string, of: 'customer' | 'account' | 'nobody'): ToAsk[] {
  const out: ToAsk[] = [];
  for (const line of text.split(/\r?\n/)) {
    if (!line.trim()) continue;
    const cells = line.split(/[;\t]/).map((cell) => cell.trim());
    const [first = '', second = '', third = ''] = of === 'nobody' ? ['', ...cells] : cells;
    out.push({
      ...(of === 'customer' && first ? { customer_key: first } : {}), ...(of === 'account' && first ? { account_key: first } : {}),
      ...(second ? { project: second } : {}), ...(third ? { proposal: third } : {}),
    });
  }
  return out;
}
