import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { ErrorState } from '@/ui/ErrorState';
import { sizeQuery } from './queries';
import { sentence } from './sentence';
import type { Rule } from './wire';
import type { Known } from './useNames';
import classes from './Segments.module.css';

/** What the conditions mean in words, and how many customers meet them now. */
export function LiveSize({ rule, known }: { rule: Rule | undefined; known: Known }) {
  const { t } = useText();
  const format = useFormat();
  const [asked] = useDebouncedValue(rule, 400);
  const { data, isFetching, error } = useQuery(sizeQuery(asked));
  if (!rule) return <p className={classes.live} role="status">{t('segments:form.liveOpen')}</p>;
  return (
    <div className={classes.live}>
      <p className={classes.sentence}>{sentence(t, format, rule, known)}</p>
      {error && <ErrorState error={error} />}
      <p role="status" aria-busy={isFetching} className={isFetching ? classes.stale : undefined}>
        {!error && data && (data.size === null
          ? t(data.hidden === 'nearly_all' ? 'segments:form.liveNearly' : 'segments:form.liveFew', { n: format.number(data.smallest) })
          : t('segments:form.live', { size: format.number(data.size), all: format.number(data.of ?? 0) }))}
        {!error && !data && t('segments:form.liveBusy')}
      </p>
      <p className={classes.small}>{t('segments:form.consent')}</p>
    </div>
  );
}
