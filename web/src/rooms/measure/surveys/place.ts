import type { Text } from '@/i18n/useText';

/** Where in a questionnaire something is, in words, from a path such as `pages[1].questions[0].scale.low`. */
export function placeName(t: Text, path: string): string {
  const steps = [...path.matchAll(/([a-z_]+)(?:\[(\d+)\])?/g)].map(([, name = '', at]) => ({ name, at }));
  const words = steps.flatMap(({ name, at }) => {
    const n = at === undefined ? undefined : Number(at) + 1;
    const known = places.find((p) => p === name);
    return known ? [n === undefined ? t(`surveys:place.${known}`, { n: '' }).trim() : t(`surveys:place.${known}`, { n })] : [];
  });
  return words.length > 0 ? words.join(' · ') : path;
}

const places = [
  'pages', 'questions', 'options', 'rows', 'scale', 'text', 'hint', 'why', 'title', 'show_if', 'limits', 'rules', 'if', 'value', 'count', 'end', 'page', 'question', 'points', 'trait', 'outcome', 'score', 'settings', 'theme', 'background', 'accent', 'logo_id', 'logo_alt', 'privacy', 'controller', 'ends',
  'quotas', 'hidden', 'calculated', 'languages', 'branches', 'code', 'measure_id', 'kind', 'look', 'labels', 'low', 'high', 'sets', 'loop', 'random', 'required', 'who', 'after', 'consent', 'random_options', 'cuts', 'classes', 'of', 'values', 'label',
] as const;
