import { useMemo } from 'react';
import { useFormat } from '@/format/context';
import { dated, dayIn, type Filter } from './filter';

/** The filter with a moving period turned into days of the organisation's calendar. */
export function useDated<F extends Filter>(filter: F): F {
  const { timeZone, fiscalStart } = useFormat().place;
  const today = dayIn(timeZone, new Date());
  return useMemo(() => dated(filter, today, fiscalStart), [filter, today, fiscalStart]);
}
