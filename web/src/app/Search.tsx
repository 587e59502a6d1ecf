import { Spotlight, spotlight, type SpotlightActionData } from '@mantine/spotlight';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useText } from '@/i18n/useText';
import { useSession } from '@/access/session';
import { settingsFor } from '@/settings/sections';
import { roomsFor } from './navigation';
import { useFound } from './useFound';
import classes from './Search.module.css';

/** Opens the search; the shortcut is Ctrl K, or the slash key. */
export function SearchButton({ short }: { short?: boolean }) {
  const { t } = useText();
  return (
    <button type="button" className={classes.button} data-short={short || undefined} onClick={() => spotlight.open()}>
      <svg width="15" height="15" viewBox="0 0 15 15" aria-hidden="true" className={classes.glass}>
        <circle cx="6.3" cy="6.3" r="4.6" />
        <line x1="9.8" y1="9.8" x2="13.6" y2="13.6" />
      </svg>
      <span className={classes.word}>{t('shell:search.button')}</span>
      <kbd className={classes.keys}>{t('shell:search.keys')}</kbd>
    </button>
  );
}

/** Search over the page's screens, programs and measures. */
export function Search() {
  const { t } = useText();
  const session = useSession();
  const navigate = useNavigate();
  const [opened, setOpened] = useState(false);
  const { programs, measures } = useFound(opened);
  const pages: SpotlightActionData[] = [
    ...roomsFor(session).map((room) => ({ id: room.to, label: t(room.name), onClick: () => void navigate({ to: room.to }) })),
    ...settingsFor(session).map((s) => ({
      id: s.to, label: t(s.name), description: t('shell:room.settings'), onClick: () => void navigate({ to: s.to }),
    })),
    { id: '/account', label: t('shell:account.page'), onClick: () => void navigate({ to: '/account' }) },
  ];
  return (
    <Spotlight
      onSpotlightOpen={() => setOpened(true)}
      actions={[
        { group: t('shell:search.pages'), actions: pages },
        {
          group: t('shell:search.programs'),
          actions: programs.map((p) => ({
            id: p.id, label: p.name, description: p.why || undefined, onClick: () => void navigate({ to: '/', search: { program: p.id } }),
          })),
        },
        {
          group: t('shell:search.measures'),
          actions: measures.map((m) => ({
            id: m.id, label: m.name, description: programs.find((p) => p.id === m.program_id)?.name,
            onClick: () => void navigate({ to: '/', search: { program: m.program_id, measure: m.id } }),
          })),
        },
      ]}
      shortcut={['mod + K', '/']} highlightQuery limit={12} scrollable
      nothingFound={t('shell:search.nothing')}
      searchProps={{ placeholder: t('shell:search.placeholder'), 'aria-label': t('shell:search.placeholder') }}
      transitionProps={{ duration: 100 }}
    />
  );
}
