import { Link } from '@tanstack/react-router';
import { useText } from '@/i18n/useText';
import classes from './JourneyTabs.module.css';

/** The screens of the room. */
export function JourneyTabs({ program }: { program?: string }) {
  const { t } = useText();
  const search = program ? { program } : {};
  return (
    <nav className={classes.tabs} aria-label={t('journey:tabs.label')}>
      <Link to="/journeys/touchpoints" search={search} activeOptions={{ includeSearch: false }}>{t('journey:tabs.touchpoints')}</Link>
      <Link to="/journeys/standards" search={search} activeOptions={{ includeSearch: false }}>{t('journey:tabs.standards')}</Link>
    </nav>
  );
}
