import { Outlet, useMatches, useNavigate } from '@tanstack/react-router';
import { Suspense, useEffect, useMemo, useRef } from 'react';
import { useText } from '@/i18n/useText';
import { useSession } from '@/access/session';
import { FormatContext } from '@/format/context';
import { Format } from '@/format/format';
import { isLanguage } from '@/i18n';
import { Loading } from '@/ui/Loading';
import { AccountMenu } from './AccountMenu';
import { Navigation } from './Navigation';
import { Search, SearchButton } from './Search';
import { Tabs } from './Tabs';
import classes from './Shell.module.css';

/** The frame around every screen: rooms at the left or on top, search, account; tabs on a phone. */
export function Shell() {
  const session = useSession();
  const { t, i18n } = useText();
  const matches = useMatches();
  const working = matches.some((m) => m.staticData.working);
  const main = useFocusOnMove(matches.at(-1)?.pathname ?? '');
  const { time_zone: timeZone, currency, fiscal_year_start: fiscalStart } = session.organisation;
  const format = useMemo(
    () => new Format({ language: isLanguage(i18n.language) ? i18n.language : 'en', timeZone, currency, fiscalStart }),
    [i18n.language, timeZone, currency, fiscalStart],
  );

  return (
    <FormatContext value={format}>
      <a className={classes.skip} href="#main" onClick={(e) => { e.preventDefault(); main.current?.focus(); }}>
        {t('shell:skip')}
      </a>
      <div className={classes.app} data-working={working || undefined}>
        <div className={classes.side}>
          <Brand name={session.organisation.name} hasLogo={session.organisation.has_logo} />
          <SearchButton />
          <Navigation label={t('shell:rooms')} />
          <div className={classes.foot}>
            <AccountMenu position="top-start" />
          </div>
        </div>
        <div className={classes.bar}>
          <Brand name={session.organisation.name} hasLogo={session.organisation.has_logo} />
          <div className={classes.inline}>
            <Navigation label={t('shell:rooms')} inline />
          </div>
          <div className={classes.tools}>
            <SearchButton short />
            <AccountMenu position="bottom-end" short />
          </div>
        </div>
        <main id="main" ref={main} tabIndex={-1} className={classes.main}>
          <Suspense fallback={<Loading />}>
            <Outlet />
          </Suspense>
        </main>
        <Tabs />
      </div>
      <Search />
    </FormatContext>
  );
}

function Brand({ name, hasLogo }: { name: string; hasLogo: boolean }) {
  const navigate = useNavigate();
  return (
    <button type="button" className={classes.brand} onClick={() => void navigate({ to: '/' })}>
      {hasLogo ? <img src="/api/organisation/logo" alt={name} className={classes.logo} /> : 'Balcony'}
    </button>
  );
}

// Moving to another screen takes the focus along, so that a screen reader
// starts at its heading and not in the navigation left behind.
function useFocusOnMove(path: string) {
  const main = useRef<HTMLElement>(null);
  const before = useRef(path);
  useEffect(() => {
    if (before.current !== path) main.current?.focus({ preventScroll: true });
    before.current = path;
  }, [path]);
  return main;
}
