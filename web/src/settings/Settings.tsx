import { Link, Outlet } from '@tanstack/react-router';
import { useSession } from '@/access/session';
import { useText } from '@/i18n/useText';
import { useOpenTab } from '@/ui/useOpenTab';
import { settingsFor } from './sections';
import classes from './Settings.module.css';

/** The settings: sections as tabs over the one that is open. */
export function Settings() {
  const { t } = useText();
  const sections = settingsFor(useSession());
  const strip = useOpenTab();

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
