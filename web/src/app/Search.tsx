import { Spotlight, spotlight, type SpotlightActionData } from '@mantine/spotlight';
import { useDebouncedValue } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useText } from '@/i18n/useText';
import { may, useSession } from '@/access/session';
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

/** Search over the page's screens, programs and measures, and over customers and accounts by what the server finds. */
export function Search() {
  const { t } = useText();
  const session = useSession();
  const navigate = useNavigate();
  const [opened, setOpened] = useState(false);
  const [words, setWords] = useState('');
  const [settled] = useDebouncedValue(words, 200);
  const { programs, measures, customers, accounts } = useFound(opened, settled);
  const pages: SpotlightActionData[] = [
    ...roomsFor(session).map((room) => ({ id: room.to, label: t(room.name), onClick: () => void navigate({ to: room.to }) })),
    ...settingsFor(session).map((s) => ({
      id: s.to, label: t(s.name), description: t('shell:room.settings'), onClick: () => void navigate({ to: s.to }),
    })),
    { id: '/account', label: t('shell:account.page'), onClick: () => void navigate({ to: '/account' }) },
  ];
  return (
    <Spotlight
      onSpotlightOpen={() => setOpened(true)} query={words} onQueryChange={setWords}
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
        {
          group: t('shell:search.customers'),
          actions: customers.map((c) => ({
            id: c.id, label: c.name || c.email || c.key, description: [c.key, c.account?.name].filter(Boolean).join(' · '), keywords: settled,
            onClick: () => void navigate({ to: '/people/customers/$id', params: { id: c.id } }),
          })),
        },
        {
          group: t('shell:search.accounts'),
          actions: accounts.map((a) => ({
            id: a.id, label: a.name || a.key, description: a.key, keywords: settled, onClick: () => void navigate({ to: '/people/accounts/$id', params: { id: a.id } }),
          })),
        },
        {
          group: t('shell:search.topics'),
          actions: may(session, 'finding.read') && settled.trim().length > 1
            ? [{
                id: 'topic', label: t('shell:search.topic', { word: settled.trim() }), keywords: settled,
                onClick: () => void navigate({ to: '/listen/topics/$kind/$of', params: { kind: 'word', of: settled.trim() }, search: {} }),
              }]
            : [],
        },
      ]}
      shortcut={['mod + K', '/']} highlightQuery limit={12} scrollable
      nothingFound={t('shell:search.nothing')}
      searchProps={{ placeholder: t('shell:search.placeholder'), 'aria-label': t('shell:search.placeholder') }}
      transitionProps={{ duration: 100 }}
    />
  );
}
