import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useSession } from '@/access/session';
import { useText } from '@/i18n/useText';
import { settingsFor } from './sections';
import classes from './Settings.module.css';

/** The settings: sections as tabs over the one that is open. */
export function Settings() {
  const { t } = useText();
  const sections = settingsFor(useSession());
  const strip = useRef<HTMLElement>(null);
  const { pathname } = useLocation();

  // On a phone the strip is wider than the screen: the open one comes to its middle.
  useEffect(() => {
    const nav = strip.current;
    const open = nav?.querySelector<HTMLElement>('[aria-current="page"]');
    if (nav && open) nav.scrollLeft = open.offsetLeft - nav.offsetLeft - (nav.clientWidth - open.offsetWidth) / 2;
  }, [pathname]);

  return (
    <>
      <nav ref={strip} className={classes.tabs} aria-label={t('shell:room.settings')}>
        {sections.map((s) => (
          <Link key={s.to} to={s.to} className={classes.tab} activeProps={{ 'data-on': true, 'aria-current': 'page' } as object}>
            {t(s.name)}
          </Link>
        ))}
      </nav>
      <Outlet />
    </>
  );
}
