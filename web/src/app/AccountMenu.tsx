import { Button, Popover, type FloatingPosition } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useText } from '@/i18n/useText';
import { sessionQuery, useSession } from '@/access/session';
import { api, body } from '@/api/client';
import type { Language } from '@/i18n';
import { LanguageSwitch } from './LanguageSwitch';
import { ThemeSwitch } from './ThemeSwitch';
import classes from './AccountMenu.module.css';

const initials = (name: string) =>
  name.split(/\s+/).map((word) => [...word][0] ?? '').slice(0, 2).join('').toUpperCase();

/** The signed-in person: account, language, theme, sign out. */
export function AccountMenu({ position, short }: { position: FloatingPosition; short?: boolean }) {
  const { user } = useSession();
  const { t } = useText();
  const [open, { toggle, close }] = useDisclosure();
  return (
    <Popover opened={open} onChange={(o) => !o && close()} position={position} width={264} trapFocus returnFocus>
      <Popover.Target>
        <button type="button" className={classes.button} onClick={toggle} aria-label={t('shell:account.open', { name: user.name })}>
          <span className={classes.mark} aria-hidden="true">{initials(user.name)}</span>
          {!short && <span className={classes.name}>{user.name}</span>}
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <AccountPanel onMove={close} />
      </Popover.Dropdown>
    </Popover>
  );
}

/** What the account menu holds; on a phone it stands in the drawer of all rooms. */
export function AccountPanel({ onMove }: { onMove: () => void }) {
  const { user } = useSession();
  const { t } = useText();
  const cache = useQueryClient();
  const navigate = useNavigate();

  const keepLanguage = async (language: Language) => {
    const session = await body(api.PATCH('/api/session', { body: { language } }));
    cache.setQueryData(sessionQuery.queryKey, session);
  };
  const signOut = async () => {
    await api.DELETE('/api/session');
    await navigate({ to: '/sign-in', search: {} });
    cache.clear();
  };

  return (
    <div className={classes.panel}>
      <div>
        <b>{user.name}</b>
        <span className={classes.mail}>{user.email}</span>
      </div>
      <Link to="/account" onClick={onMove}>{t('shell:account.page')}</Link>
      <LanguageSwitch onChange={keepLanguage} />
      <ThemeSwitch />
      <Button variant="default" fullWidth onClick={() => void signOut()}>{t('shell:account.signOut')}</Button>
    </div>
  );
}
