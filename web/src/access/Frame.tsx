import { useQuery } from '@tanstack/react-query';
import { useEffect, type ReactNode } from 'react';
import { useText } from '@/i18n/useText';
import { LanguageSwitch } from '@/app/LanguageSwitch';
import { ThemeSwitch } from '@/app/ThemeSwitch';
import { setupQuery } from './queries';
import classes from './Frame.module.css';

interface FrameProps {
  title: string;
  lead?: ReactNode;
  children: ReactNode;
}

/** A screen outside the sign-in: whose page it is, one question, language and theme. */
export function Frame({ title, lead, children }: FrameProps) {
  const { t } = useText();
  const { data: setup } = useQuery(setupQuery);
  const name = setup?.organisation.name ?? '';
  useEffect(() => {
    document.title = `${title} · Balcony`;
  }, [title]);
  return (
    <div className={classes.frame}>
      <main className={classes.main}>
        <p className={classes.brand}>
          {setup?.organisation.has_logo ? <img src="/api/organisation/logo" alt={name} className={classes.logo} /> : 'Balcony'}
          {name && !setup?.organisation.has_logo && <span className={classes.whose}>{name}</span>}
        </p>
        <div className={classes.sheet}>
          <h1 className={classes.title}>{title}</h1>
          {lead && <p className={classes.lead}>{lead}</p>}
          {children}
        </div>
      </main>
      <footer className={classes.foot} aria-label={t('access:frame.choices')}>
        <LanguageSwitch />
        <ThemeSwitch />
      </footer>
    </div>
  );
}
