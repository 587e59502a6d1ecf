import type { ReactNode } from 'react';
import { useText } from '@/i18n/useText';
import classes from './SyntheticBanner.module.css';

/** Says that what is shown was invented; `action` offers to remove it. */
export function SyntheticBanner({ action }: { action?: ReactNode }) {
  const { t } = useText();
  return (
    <div className={classes.banner} role="note">
      <span>
        <b>{t('ui:synthetic.title')}</b> {t('ui:synthetic.text')}
      </span>
      {action}
    </div>
  );
}
