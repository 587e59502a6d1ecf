import { useQuery } from '@tanstack/react-query';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import type { Wanted } from '../wire';
import { segmentNamesQuery, type Quota } from './queries';
import classes from '../Listen.module.css';
import own from './Ask.module.css';

interface QuotasProps {
  groups: readonly { quota: Quota; asked: number }[];
  /** Whether those who were held stand beside. */
  held?: boolean;
}

/** A group of those who are wanted in words: role, segment, side. */
export function useGroupName(): (w: Wanted) => string {
  const { t } = useText();
  const segments = useQuery({ ...segmentNamesQuery, retry: false });
  return (w) => [w.role, w.segment_id && (segments.data?.items.find((s) => s.id === w.segment_id)?.name ?? t('listen:askPage.goneSegment')), t(`listen:side.${w.side}`)].filter(Boolean).join(' · ');
}

/** The groups that are wanted, with how many are asked of each. */
export function Quotas({ groups, held }: QuotasProps) {
  const { t } = useText();
  const format = useFormat();
  const name = useGroupName();
  return (
    <ul className={classes.list}>
      {groups.map(({ quota, asked }, n) => (
        <li key={n}>
          <div className={classes.row}>
            <span>{name(quota)}</span>
            <span className={asked > quota.count ? classes.late : undefined}>
              <b>{t('listen:askPage.of', { n: format.number(asked), count: format.number(quota.count) })}</b>{held && ` · ${t('listen:askPage.held', { count: quota.held, n: format.number(quota.held) })}`}
            </span>
          </div>
          <div className={own.bar} aria-hidden="true"><i style={{ width: `${Math.min(100, (asked / quota.count) * 100)}%` }} /><b style={{ width: `${Math.min(100, (quota.held / quota.count) * 100)}%` }} /></div>
        </li>
      ))}
    </ul>
  );
}
