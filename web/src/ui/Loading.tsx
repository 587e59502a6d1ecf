import { useEffect, useState } from 'react';
import { useText } from '@/i18n/useText';
import classes from './Loading.module.css';

/** Shown while something is fetched; silent for the first 300 ms, so that quick pages do not flicker. */
export function Loading() {
  const { t } = useText();
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 300);
    return () => clearTimeout(timer);
  }, []);
  return (
    <p className={classes.loading} data-late={late || undefined} role="status">
      {late ? t('ui:loading') : ''}
    </p>
  );
}
