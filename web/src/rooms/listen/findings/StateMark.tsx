import { useText } from '@/i18n/useText';
import type { Finding } from './wire';
import classes from './Findings.module.css';

/** How a finding stands, and whether others read it. */
export function StateMark({ finding }: { finding: Finding }) {
  const { t } = useText();
  return (
    <span className={classes.state} data-state={finding.state}>
      {t(`findings:is.${finding.state}`)}
      {!finding.published_at && <small>{t('findings:unpublished')}</small>}
    </span>
  );
}
