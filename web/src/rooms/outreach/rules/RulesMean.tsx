import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import type { ContactRules } from '../wire';
import classes from '../Outreach.module.css';

type Meant = Pick<ContactRules, 'rest_days' | 'measure_days' | 'most' | 'most_days' | 'need_consent'>;

/** What the rules of contact mean for somebody, in sentences. */
export function RulesMean({ rules: r }: { rules: Meant }) {
  const { t } = useText();
  const format = useFormat();
  const days = (count: number) => t('outreach:rules.days', { count, n: format.number(count) });
  return (
    <ul className={classes.sentences}>
      <li>{r.rest_days > 0 ? t('outreach:rules.restOn', { days: days(r.rest_days) }) : t('outreach:rules.restOff')}</li>
      <li>{r.measure_days > 0 ? t('outreach:rules.measureOn', { days: days(r.measure_days) }) : t('outreach:rules.measureOff')}</li>
      <li>{r.most > 0 && r.most_days > 0 ? t('outreach:rules.mostOn', { count: r.most, n: format.number(r.most), days: days(r.most_days) }) : t('outreach:rules.mostOff')}</li>
      <li>{t(r.need_consent ? 'outreach:rules.consentOn' : 'outreach:rules.consentOff')}</li>
      <li>{t('outreach:rules.always')}</li>
    </ul>
  );
}
