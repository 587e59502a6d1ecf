import { Drawer } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Link, useLocation } from '@tanstack/react-router';
import { useText } from '@/i18n/useText';
import { useSession } from '@/access/session';
import { AccountPanel } from './AccountMenu';
import { Navigation } from './Navigation';
import { isIn, roomsFor } from './navigation';
import classes from './Tabs.module.css';

/** The phone's bottom tabs: the rooms used most, and all rooms in a drawer, which is marked in a room without a tab. */
export function Tabs() {
  const { t } = useText();
  const [open, { open: show, close }] = useDisclosure();
  const here = useLocation({ select: (l) => l.pathname });
  const tabs = roomsFor(useSession()).filter((r) => r.tab).slice(0, 3);
  const elsewhere = !tabs.some((room) => isIn(here, room));
  return (
    <>
      <nav className={classes.tabs} aria-label={t('shell:tabs')}>
        {tabs.map((room) => (
          <Link
            key={room.to} to={room.to} className={classes.tab} data-on={isIn(here, room) || undefined} aria-current={isIn(here, room) ? 'page' : undefined}
            activeOptions={{ exact: true }}
          >
            {t(room.name)}
          </Link>
        ))}
        <button type="button" className={classes.tab} onClick={show} aria-haspopup="dialog" aria-expanded={open} data-on={elsewhere || undefined} aria-current={elsewhere || undefined}>
          {t('shell:allRooms')}
        </button>
      </nav>
      <Drawer
        opened={open} onClose={close} position="bottom" size="auto" title={t('shell:allRooms')}
        closeButtonProps={{ 'aria-label': t('ui:close') }}
      >
        <Navigation label={t('shell:allRooms')} onMove={close} />
        <AccountPanel onMove={close} />
      </Drawer>
    </>
  );
}
