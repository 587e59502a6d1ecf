import type { components } from '@/api/schema';

type Schemas = components['schemas'];

export type Question = Schemas['QuestionnaireQuestion'];
export type Option = Schemas['QuestionnaireOption'];
export type Row = Schemas['QuestionnaireRow'];
export type Scale = Schemas['QuestionnaireScale'];
export type Settings = Schemas['QuestionnaireSettings'];
export type Theme = Schemas['QuestionnaireTheme'];
export type End = Schemas['QuestionnaireEnd'];
export type Words = Record<string, string>;
export type Page = Omit<Schemas['QuestionnairePage'], 'questions'> & { questions: Question[] };

/** A questionnaire that is worked on: as the server keeps it, its lists never null. */
export type Draft = Omit<Schemas['QuestionnaireDocument'], 'pages' | 'languages' | 'ends'> & { pages: Page[]; languages: string[]; ends: End[] };

export const kinds = [
  'scale', 'choice', 'choices', 'dropdown', 'matrix', 'ranking', 'best_worst', 'slider', 'number', 'date', 'text', 'long_text', 'email', 'file', 'consent', 'block',
] as const;
export type Kind = (typeof kinds)[number];

export const isKind = (kind: string): kind is Kind => kinds.some((k) => k === kind);

/** Kinds whose answers are chosen among options. */
export const hasOptions = (kind: string) => ['choice', 'choices', 'dropdown', 'ranking', 'best_worst'].includes(kind);

export const draftOf = (d: Schemas['QuestionnaireDocument']): Draft => ({
  ...d, languages: d.languages ?? [], ends: d.ends ?? [], pages: (d.pages ?? []).map((p) => ({ ...p, questions: p.questions ?? [] })),
});

export const allQuestions = (d: Draft): Question[] => d.pages.flatMap((p) => p.questions);

/** Where a question stands: its page and its place on it, from 0. */
export function spotOf(d: Draft, code: string): { page: number; question: number } {
  const page = d.pages.findIndex((p) => p.questions.some((q) => q.code === code));
  return { page, question: d.pages[page]?.questions.findIndex((q) => q.code === code) ?? -1 };
}

/** A code that nothing of the draft has: the stem, or it with the next number. */
export function freeCode(taken: readonly string[], stem: string): string {
  for (let n = 1; ; n++) {
    const code = `${stem}_${n}`;
    if (!taken.includes(code)) return code;
  }
}

const codesOf = (d: Draft): string[] => [...allQuestions(d).map((q) => q.code), ...(d.hidden ?? []).map((h) => h.code), ...(d.calculated ?? []).map((c) => c.code)];

/** A new question of a kind, with the least that it needs. */
export function newQuestion(d: Draft, kind: Kind): Question {
  const question: Question = { code: freeCode(codesOf(d), kind === 'block' ? 'text' : 'q'), kind, text: {} };
  if (kind === 'scale' || kind === 'matrix') question.scale = { look: 'numbers', min: kind === 'matrix' ? 1 : 0, points: kind === 'matrix' ? 5 : 11 };
  if (kind === 'matrix') question.rows = [{ code: 'row_1', text: {} }];
  if (kind === 'best_worst') question.sets = { count: 3, size: 3 };
  if (hasOptions(kind)) question.options = Array.from({ length: kind === 'best_worst' ? 5 : 2 }, (_, i) => ({ code: `o_${i + 1}`, text: {} }));
  if (kind === 'slider') question.limits = { min: 0, max: 100, step: 1 };
  return question;
}

const onPage = (d: Draft, page: string, change: (questions: Question[]) => Question[]): Draft => ({
  ...d, pages: d.pages.map((p) => (p.code === page ? { ...p, questions: change(p.questions) } : p)),
});

export const addQuestion = (d: Draft, page: string, question: Question): Draft => onPage(d, page, (all) => [...all, question]);

export const changeQuestion = (d: Draft, code: string, change: Partial<Question>): Draft => ({
  ...d, pages: d.pages.map((p) => ({ ...p, questions: p.questions.map((q) => (q.code === code ? { ...q, ...change } : q)) })),
});

export const removeQuestion = (d: Draft, code: string): Draft => ({ ...d, pages: d.pages.map((p) => ({ ...p, questions: p.questions.filter((q) => q.code !== code) })) });

/** The same question once more, after it, with a code of its own; a measure and a list of reasons are asked once. */
export function copyQuestion(d: Draft, code: string): Draft {
  const page = d.pages.find((p) => p.questions.some((q) => q.code === code));
  const question = page?.questions.find((q) => q.code === code);
  if (!page || !question) return d;
  const copy: Question = { ...structuredClone(question), code: freeCode(codesOf(d), code.replace(/_\d+$/, '')), measure_id: undefined, reason_list_id: undefined };
  return onPage(d, page.code, (all) => all.flatMap((q) => (q.code === code ? [q, copy] : [q])));
}

/** Puts a question where another stands, or at the end of a page that is named. */
export function moveQuestion(d: Draft, code: string, over: string): Draft {
  if (code === over) return d;
  const question = allQuestions(d).find((q) => q.code === code);
  const to = d.pages.find((p) => p.code === over) ?? d.pages.find((p) => p.questions.some((q) => q.code === over));
  if (!question || !to) return d;
  const order = allQuestions(d).map((q) => q.code);
  const downwards = order.indexOf(code) < order.indexOf(over);
  const without = removeQuestion(d, code);
  return onPage(without, to.code, (all) => {
    const at = all.findIndex((q) => q.code === over);
    const samePage = d.pages.find((p) => p.code === to.code)?.questions.some((q) => q.code === code) ?? false;
    const place = at < 0 ? all.length : samePage && downwards ? at + 1 : at;
    return [...all.slice(0, place), question, ...all.slice(place)];
  });
}

export const addPage = (d: Draft): Draft => ({ ...d, pages: [...d.pages, { code: freeCode(d.pages.map((p) => p.code), 'page'), questions: [] }] });

export const changePage = (d: Draft, code: string, change: Partial<Page>): Draft => ({ ...d, pages: d.pages.map((p) => (p.code === code ? { ...p, ...change } : p)) });

export const removePage = (d: Draft, code: string): Draft => ({ ...d, pages: d.pages.filter((p) => p.code !== code) });

export function movePage(d: Draft, code: string, by: -1 | 1): Draft {
  const at = d.pages.findIndex((p) => p.code === code);
  const other = d.pages[at + by];
  const page = d.pages[at];
  if (!other || !page) return d;
  return { ...d, pages: d.pages.map((p, i) => (i === at ? other : i === at + by ? page : p)) };
}

/** Words with a language set, or without it where nothing is said. */
export function worded(words: Words | null | undefined, language: string, text: string): Words {
  const { [language]: _, ...rest } = words ?? {};
  return text === '' ? rest : { ...rest, [language]: text };
}

/** The question that asks a measure: its words and its scale. */
export function asking(question: Question, measure: Schemas['Measure']): Question {
  const { min, max, words } = measure.scale;
  const labels = measure.scale.labels ?? {};
  const points = Math.round(max - min) + 1;
  const languages = Object.keys(measure.wording);
  const base = languages[0] ?? 'en';
  const label = (score: number): Words => ({
    ...(labels[String(score)] ? { [base]: labels[String(score)] ?? '' } : {}),
    ...Object.fromEntries(Object.entries(words ?? {}).flatMap(([lang, said]) => (said[String(score)] ? [[lang, said[String(score)] ?? '']] : []))),
  });
  const all = Array.from({ length: points }, (_, i) => label(min + i));
  const full = all.every((w) => Object.keys(w).length > 0);
  return {
    ...question, kind: 'scale', measure_id: measure.id, text: { ...measure.wording },
    scale: {
      look: full && points <= 7 ? 'words' : 'numbers', min, points, na: question.scale?.na,
      low: all[0], high: all.at(-1), labels: full ? all : undefined,
    },
  };
}
