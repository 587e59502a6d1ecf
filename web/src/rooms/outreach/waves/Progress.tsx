import { useQuery } from '@tanstack/react-query';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { countsQuery } from '../queries';
import { hasStarted, type Wave } from '../wire';
import { answered, asked, invited } from './counts';

/** How far a wave is, in a line. */
export function Progress({ wave }: { wave: Wave }) {
  const { t } = useText();
  const format = useFormat();
  const counts = useQuery({ ...countsQuery(wave), enabled: wave.state !== 'draft' }).data;
  if (wave.state === 'draft' || !counts) return null;
  if (!hasStarted(wave)) return <>{t('outreach:progress.planned', { count: invited(counts), n: format.number(invited(counts)), of: format.number(counts.considered) })}</>;
  return <>{t('outreach:progress.answered', { count: answered(counts), n: format.number(answered(counts)), of: format.number(asked(counts)) })}</>;
}
