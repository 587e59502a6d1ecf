import type { Answer, ListedResponse } from '../wire';

/** Answers of a response that were written, longest first: the one that says most stands for it in a list. */
export function textsOf(response: Pick<ListedResponse, 'answers'>): (Answer & { text: string })[] {
  return response.answers
    .filter((a): a is Answer & { text: string } => !!a.text)
    .sort((a, b) => b.text.length - a.text.length);
}

/** Answers with a score, the one to `measure` first. */
export function scoresOf(response: Pick<ListedResponse, 'answers'>, measure?: string): (Answer & { score: number })[] {
  return response.answers
    .filter((a): a is Answer & { score: number } => typeof a.score === 'number')
    .sort((a, b) => Number(b.measure_id === measure) - Number(a.measure_id === measure));
}
