import type { Draft, Question } from './draft';

/** Where a condition stands: it speaks of pages before `page`, of questions before `question` on it, and of `own`, the answer that a rule is about. */
export interface Place {
  page: number;
  question: number;
  own?: string;
}

export const nameTypes = ['number', 'text', 'choice', 'choices', 'yes', 'date'] as const;
export type NameType = (typeof nameTypes)[number];

/** Something that a condition can name. */
export interface Name {
  code: string;
  label: string;
  type: NameType;
  from: 'question' | 'value' | 'trait' | 'item';
  options: readonly { code: string; label: string }[];
}

/** A trait of contacts, as the server lists them. */
export interface Trait {
  name: string;
  label: string;
  kind: string;
}

/** After all pages: quotas and calculated values. */
export const atEnd = (d: Draft): Place => ({ page: d.pages.length, question: 0 });

const types: Partial<Record<string, NameType>> = {
  scale: 'number', slider: 'number', number: 'number', choice: 'choice', dropdown: 'choice', choices: 'choices', ranking: 'choices', consent: 'yes', date: 'date',
  text: 'text', long_text: 'text', email: 'text', file: 'text',
};
const valueType = (kind: string): NameType => (kind === 'number' || kind === 'money' ? 'number' : kind === 'bool' ? 'yes' : 'text');

/** All that a condition at a place can name: answers given before it, values, traits of the contact. */
export function namesAt(d: Draft, at: Place, traits: readonly Trait[], values = d.calculated?.length ?? 0): Name[] {
  const base = d.languages[0] ?? '';
  const asked = d.pages.flatMap((page, p) => page.questions.flatMap((q, i) => {
    const before = p < at.page || (p === at.page && i < (page.random && at.question < page.questions.length ? 0 : at.question));
    const reached = q.code === at.own || (before && (!page.loop || p === at.page));
    return reached ? ofQuestion(q, base) : [];
  }));
  const here = d.pages[at.page];
  const value = (code: string, kind: string): Name => ({ code, label: '', type: valueType(kind), from: 'value', options: [] });
  return [
    ...asked,
    ...(here?.loop ? [{ code: 'item', label: '', type: 'text' as const, from: 'item' as const, options: [] }] : []),
    ...(d.hidden ?? []).map((h) => value(h.code, h.kind)),
    ...(d.calculated ?? []).slice(0, values).map((c) => value(c.code, c.kind)),
    ...traits.map((trait): Name => ({ code: `contact.${trait.name}`, label: trait.label, type: valueType(trait.kind), from: 'trait', options: [] })),
  ];
}

function ofQuestion(q: Question, base: string): Name[] {
  const label = q.text[base] ?? '';
  const options = (q.options ?? []).map((o) => ({ code: o.code, label: o.text[base] ?? o.code }));
  if (q.kind === 'matrix') {
    return (q.rows ?? []).map((row) => ({ code: `${q.code}.${row.code}`, label: `${label} · ${row.text[base] ?? row.code}`, type: options.length > 0 ? 'choice' : 'number', from: 'question', options }));
  }
  const type = types[q.kind];
  return type ? [{ code: q.code, label, type, from: 'question', options }] : [];
}

/** What can be written at the caret, and in place of which characters. */
export interface Offer {
  from: number;
  to: number;
  /** What is written. */
  text: string;
  name: Name;
  /** The option that a name is compared with. */
  option?: string;
}

const most = 60;
const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** What fits where the caret is: names by code or words; once a name stands there, its options. */
export function offersAt(text: string, caret: number, names: readonly Name[]): Offer[] {
  const before = text.slice(0, caret);
  const beside = /([a-z][\w.]*)\s*(?:==|!=)\s*("?)(\w*)$/.exec(before);
  const name = beside && names.find((n) => n.code === beside[1]);
  if (name && name.options.length > 0) {
    const typed = (beside[2] ?? '') + (beside[3] ?? '');
    const to = typed.startsWith('"') && text[caret] === '"' ? caret + 1 : caret;
    return name.options.filter((o) => fits(beside[3] ?? '', o.code, o.label)).map((o) => ({ from: caret - typed.length, to, text: `"${o.code}"`, name, option: o.label })).slice(0, most);
  }
  if ((before.split('"').length - 1) % 2 === 1) return []; // inside a text
  const word = /[a-z][\w.]*$/i.exec(before)?.[0] ?? '';
  const from = caret - word.length;
  return names.flatMap((n): Offer[] => {
    const named = fits(word, n.code, n.label);
    const asked = n.type === 'choices' ? named : n.code === word; // of several choices one asks for each; one choice is mostly compared in full
    const options = n.options.filter((o) => asked || (word.length > 1 && fits(word, o.code, o.label)));
    const compared = options.map((o) => ({ from, to: caret, text: n.type === 'choices' ? `"${o.code}" in ${n.code}` : `${n.code} == "${o.code}"`, name: n, option: o.label }));
    return named && n.type !== 'choices' ? [{ from, to: caret, text: n.code, name: n }, ...compared] : compared;
  }).slice(0, most);
}

const fits = (word: string, code: string, label: string) => plain(code).includes(plain(word)) || plain(label).includes(plain(word));
