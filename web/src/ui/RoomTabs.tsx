import { Link, type LinkProps } from '@tanstack/react-router';
import { may, useSession, type Permission } from '@/access/session';
import { useOpenTab } from './useOpenTab';
import classes from './RoomTabs.module.css';

export interface RoomTab {
  to: NonNullable<LinkProps['to']>;
  /** In the reader's language. */
  name: string;
  permission: Permission;
}

/** The lists of a room over the one that is open, those that the reader may see; nothing where that is one. */
export function RoomTabs({ label, tabs }: { label: string; tabs: readonly RoomTab[] }) {
  const session = useSession();
  const strip = useOpenTab();
  const shown = tabs.filter((tab) => may(session, tab.permission));
  if (shown.length < 2) return null;
  return (
    <nav ref={strip} className={classes.tabs} aria-label={label}>
      {shown.map((tab) => (
        <Link
          key={tab.to} to={tab.to} className={classes.tab} activeOptions={{ exact: true, includeSearch: false }}
          activeProps={{ 'data-on': true, 'aria-current': 'page' } as object}
        >
          {tab.name}
        </Link>
      ))}
    </nav>
  );
}
