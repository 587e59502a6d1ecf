import { Link, useLocation } from '@tanstack/react-router';
import { useText } from '@/i18n/useText';
import { useSession } from '@/access/session';
import { isIn, roomsFor } from './navigation';
import classes from './Navigation.module.css';

interface NavigationProps {
  label: string;
  /** In a row, for the top bar. */
  inline?: boolean;
  onMove?: () => void;
}

/** The rooms; the one that is open is marked. */
export function Navigation({ label, inline, onMove }: NavigationProps) {
  const { t } = useText();
  const session = useSession();
  const here = useLocation({ select: (l) => l.pathname });
  return (
    <nav aria-label={label} className={inline ? classes.inline : classes.column}>
      {roomsFor(session).map((room) => (
        <Link
          key={room.to} to={room.to} className={classes.room} onClick={onMove} data-on={isIn(here, room) || undefined} aria-current={isIn(here, room) ? 'page' : undefined}
          activeOptions={{ exact: true }}
        >
          {t(room.name)}
        </Link>
      ))}
    </nav>
  );
}
