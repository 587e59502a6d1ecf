import { useQuery } from '@tanstack/react-query';
import { useText } from '@/i18n/useText';
import { actionsQuery } from '../actions';
import { filterOfQuery, type Filter } from '../filter/filter';
import type { MeasureInfo } from '../wire';
import { WordsCard } from './WordsCard';

interface WordsBehindProps {
  measure: MeasureInfo;
  filter: Filter;
  weighted?: boolean;
}

/** The scores that say something is wrong: detractors, what is not good, the lower half of a scale. */
export function lowScores({ metric, scale }: Pick<MeasureInfo, 'metric' | 'scale'>): Pick<Filter, 'score_min' | 'score_max'> {
  if (metric === 'nps') return { score_min: scale.min, score_max: 6 };
  const middle = (scale.min + scale.max) / 2;
  return scale.direction === 'down' ? { score_min: Math.floor(middle) + 1, score_max: scale.max } : { score_min: scale.min, score_max: Math.ceil(middle) - 1 };
}

/** In their words: those behind what to do first, else behind the lowest scores, else the latest. */
export function WordsBehind({ measure, filter, weighted }: WordsBehindProps) {
  const { t } = useText();
  const { data } = useQuery(actionsQuery({ measure: measure.id, filter, weighted }));
  const first = data?.actions[0];
  const behind = [
    ...(first ? [{ filter: { ...filterOfQuery(first.low_answers), program: measure.program_id }, note: t('understand:words.behind', { driver: first.measure.name }) }] : []),
    { filter: { ...filter, ...lowScores(measure) }, note: t('understand:words.low') },
  ];
  return <WordsCard filter={filter} behind={behind} />;
}
