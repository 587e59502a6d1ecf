import { Stack } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useText } from '@/i18n/useText';
import { EmptyState } from '@/ui/EmptyState';
import { registerQuery } from '../queries';
import type { RegisterSearch } from '../search';
import type { Matrix as Register, Unlisted } from '../wire';
import { AddTouchpoint, type Draft } from './AddTouchpoint';
import { Coverage } from './Coverage';
import { Editor } from './Editor';
import { Filters } from './Filters';
import { FirstList } from './FirstList';
import { InteractionDialog } from './InteractionDialog';
import { columnsOf, leftOver, stagesOf } from './matrix';
import { Listing } from './Listing';
import { Matrix } from './Matrix';
import { Unplaced } from './Unplaced';
import classes from './Register.module.css';

interface RegisterViewProps {
  matrix: Register;
  search: RegisterSearch;
  onSearch: (change: Partial<RegisterSearch>) => void;
}

/** The register: what is covered, what is there, what to look after first. */
export function RegisterView({ matrix, search, onSearch }: RegisterViewProps) {
  const { t } = useText();
  const narrow = useMediaQuery('(max-width: 700px)', false, { getInitialValueInEffect: false });
  const whole = useQuery(registerQuery(matrix.program_id)).data ?? matrix;
  const [editing, setEditing] = useState<string>();
  const [draft, setDraft] = useState<Draft>({ name: '' });
  const [interaction, setInteraction] = useState<string>();
  const touchpoint = matrix.touchpoints.find((x) => x.id === editing);
  const owners = [...new Map(whole.touchpoints.flatMap((x) => (x.owner_id ? [[x.owner_id, { id: x.owner_id, name: x.owner_name ?? '' }] as const] : []))).values()];
  const list = (seen: Unlisted) => setDraft({ name: seen.name, channel_id: seen.channel_id, key: seen.key });
  const look = (id: string) => {
    if (!matrix.touchpoints.some((x) => x.id === id)) onSearch({ stage: undefined, channel: undefined, nature: undefined, owner: undefined, lacks: undefined, q: undefined });
    setEditing(id);
  };
  // Another version of what is edited is another editor: what somebody else wrote meanwhile is read anew.
  const editor = touchpoint && <Editor key={touchpoint.id} matrix={matrix} touchpoint={touchpoint} onClose={() => setEditing(undefined)} />;
  const rest = leftOver(matrix, stagesOf(matrix, columnsOf(matrix.channels)));
  return (
    <Stack gap={14}>
      <Coverage matrix={matrix} lacks={search.lacks} onLacks={(lacks) => onSearch({ lacks })} />
      {matrix.may_change && <AddTouchpoint key={`${draft.key ?? ''}/${draft.name}/${draft.channel_id ?? ''}/${draft.stage_id ?? ''}`} matrix={matrix} draft={draft} onAdded={(made) => setEditing(made.id)} />}
      <div className={narrow ? undefined : classes.sheet}>
        <Filters matrix={matrix} search={search} owners={owners} onSearch={onSearch} />
        {matrix.touchpoints.length === 0 && <EmptyState title={t(matrix.coverage.total ? 'journey:noneFound' : 'journey:noneListed')}>{t(matrix.coverage.total ? 'journey:noneFoundWhy' : 'journey:noneListedWhy')}</EmptyState>}
        {matrix.touchpoints.length > 0 && narrow && <Listing matrix={matrix} editing={editing} editor={editor} onEdit={setEditing} />}
        {matrix.touchpoints.length > 0 && !narrow && (
          <>
            <Matrix
              matrix={matrix} only={search.channel} editing={editing} editor={editor} onEdit={setEditing} onList={list} onInteraction={setInteraction}
              onAdd={(name, channel_id, stage_id) => setDraft({ name, channel_id, stage_id })}
            />
            <div className={classes.foot}>
              <span><kbd>←</kbd> <kbd>↑</kbd> <kbd>↓</kbd> <kbd>→</kbd> {t('journey:keys.move')} <kbd>{t('journey:keys.enter')}</kbd> {t('journey:keys.edit')} <kbd>{t('journey:keys.esc')}</kbd> {t('journey:keys.leave')} <kbd>/</kbd> {t('journey:keys.find')}</span>
              <span>{t('journey:legend')}</span>
            </div>
          </>
        )}
      </div>
      <Unplaced matrix={matrix} rest={rest} onList={list} />
      <FirstList matrix={matrix} onEdit={look} onList={list} />
      {interaction !== undefined && <InteractionDialog matrix={matrix} name={interaction} onClose={() => setInteraction(undefined)} />}
    </Stack>
  );
}
