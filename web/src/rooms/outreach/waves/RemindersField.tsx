import { ActionIcon, Button, NumberInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useText } from '@/i18n/useText';
import classes from '../Outreach.module.css';

const mostReminders = 5;

interface RemindersFieldProps {
  /** Days after the invitation, '' while one is typed. */
  days: (number | '')[];
  error?: ReactNode;
  onChange: (days: (number | '')[]) => void;
}

/** When those are reminded who have not answered. */
export function RemindersField({ days: all, error, onChange }: RemindersFieldProps) {
  const { t } = useText();
  return (
    <div role="group" aria-label={t('outreach:way.reminders')} className={classes.set}>
      <p className={classes.soft}>{t('outreach:way.remindersHint')}</p>
      {all.map((days, at) => (
        <div key={at} className={classes.days}>
          <NumberInput label={t('outreach:way.reminder', { n: at + 1 })} min={1} max={90} allowDecimal={false} suffix={` ${t('outreach:way.days')}`} w={190} value={days} onChange={(n) => onChange(all.map((d, i) => (i === at ? (typeof n === 'number' ? n : '') : d)))} />
          <ActionIcon variant="subtle" size="lg" aria-label={t('outreach:way.noReminder', { n: at + 1 })} onClick={() => onChange(all.filter((_, i) => i !== at))}>×</ActionIcon>
        </div>
      ))}
      {error && <p role="alert" className={classes.problem}>{error}</p>}
      {all.length < mostReminders && <div><Button size="xs" variant="default" onClick={() => onChange([...all, (Number(all.at(-1)) || 0) + 4])}>{t('outreach:way.addReminder')}</Button></div>}
    </div>
  );
}
