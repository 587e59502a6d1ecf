import { Link, type LinkProps } from '@tanstack/react-router';
import { may, useSession, type Permission } from '@/access/session';
import { useText } from '@/i18n/useText';
import classes from './PeopleTabs.module.css';

interface Tab {
  to: NonNullable<LinkProps['to']>;
  name: `people:tab.${'customers' | 'accounts' | 'segments' | 'duplicates' | 'rights'}`;
  permission: Permission;
}

const tabs: readonly Tab[] = [
  { to: '/people', name: 'people:tab.customers', permission: 'person.read' },
  { to: '/people/accounts', name: 'people:tab.accounts', permission: 'person.read' },
  { to: '/people/segments', name: 'people:tab.segments', permission: 'person.read' },
  { to: '/people/duplicates', name: 'people:tab.duplicates', permission: 'person.read' },
  { to: '/people/rights', name: 'people:tab.rights', permission: 'person.erase' },
];

/** The lists of the room, over the one that is open. */
export function PeopleTabs() {
  const { t } = useText();
  const session = useSession();
  return (
    <nav className={classes.tabs} aria-label={t('shell:room.people')}>
      {tabs.filter((tab) => may(session, tab.permission)).map((tab) => (
        <Link
          key={tab.to} to={tab.to} className={classes.tab} activeOptions={{ exact: true, includeSearch: false }}
          activeProps={{ 'data-on': true, 'aria-current': 'page' } as object}
        >
          {t(tab.name)}
        </Link>
      ))}
    </nav>
  );
}
