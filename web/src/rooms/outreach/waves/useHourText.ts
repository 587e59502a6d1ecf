import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import type { WaveSettings } from '../wire';
import { dayNames } from './hour';

/** The hour of mails in words: at 09:00 by their own clock, Mon, Tue and Wed. */
export function useHourText() {
  const { t } = useText();
  const format = useFormat();
  return (local: NonNullable<WaveSettings['local']>) => {
    const days = local.days.length === 0 || local.days.length === 7 ? t('outreach:hour.daily') : format.list(local.days.map((day) => dayNames(format.locale, 'short')[day - 1] ?? ''));
    return t(local.zone_trait ? 'outreach:hour.theirs' : 'outreach:hour.ours', { time: local.time, days, trait: local.zone_trait });
  };
}
