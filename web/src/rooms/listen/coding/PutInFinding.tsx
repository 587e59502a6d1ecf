import { Button, Group, Modal, Radio, Select, Stack, TextInput } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { asProblem } from '@/api/problem';
import { useText } from '@/i18n/useText';
import { useToast } from '@/ui/confirm';
import { FormProblem } from '@/ui/FormProblem';
import { findingsPages, useFindingChanges } from '../findings/queries';
import type { Passage } from './passage';
import { newID } from './useDesk';
import type { Mode } from './wire';
import side from './Side.module.css';

interface PutInFindingProps {
  program: string;
  study: string;
  document: string;
  passage: Passage;
  words: string;
  mode: Mode;
  touchpoint?: string;
  onClose: () => void;
}

/** Puts the chosen words with a finding that there is, or with a new one: for it or against it. */
export function PutInFinding({ program, study, document, passage, words, mode, touchpoint, onClose }: PutInFindingProps) {
  const { t } = useText();
  const toast = useToast();
  const { create, addExcerpt, removeExcerpt } = useFindingChanges();
  const findings = useInfiniteQuery(findingsPages(program, {}));
  const known = (findings.data?.pages ?? []).flatMap((p) => p?.items ?? []).filter((f) => f.state !== 'retired');
  const [finding, setFinding] = useState<string | null>(null);
  const [claim, setClaim] = useState('');
  const [stands, setStands] = useState<'for' | 'against'>('for');
  const failed = create.error ?? addExcerpt.error;
  const put = async () => {
    const id = finding ?? (await create.mutateAsync({ program_id: program, study_id: study, claim: claim.trim(), kind: mode, touchpoint_ids: touchpoint ? [touchpoint] : [] }))?.id;
    if (!id) return;
    const excerpt = newID();
    const { from_n, from_pos, to_n, to_pos } = passage;
    await addExcerpt.mutateAsync({ id, excerpt: { id: excerpt, document_id: document, side: stands, touchpoint_id: touchpoint || undefined, from_n, from_pos, to_n, to_pos } });
    toast({ message: t(`findings:put.${stands}`), undo: () => removeExcerpt.mutate({ id, excerpt }) });
    onClose();
  };
  return (
    <Modal opened onClose={onClose} title={t('coding:finding.title')} closeButtonProps={{ 'aria-label': t('ui:close') }}>
      <Stack gap="md">
        <p className={side.quote}>{words}</p>
        <Select
          label={t('coding:finding.which')} searchable clearable value={finding} onChange={setFinding} data={known.map((f) => ({ value: f.id, label: f.claim }))}
          nothingFoundMessage={t('coding:finding.none')} clearButtonProps={{ 'aria-label': t('ui:close') }}
        />
        {findings.hasNextPage && <Button variant="subtle" size="compact-sm" loading={findings.isFetchingNextPage} onClick={() => void findings.fetchNextPage()}>{t('coding:find.more')}</Button>}
        {!finding && <TextInput label={t('coding:finding.new')} description={t('coding:finding.claim')} maxLength={400} value={claim} onChange={(e) => setClaim(e.currentTarget.value)} />}
        <Radio.Group label={t('coding:finding.side')} value={stands} onChange={(v) => setStands(v as 'for' | 'against')}>
          <Group mt={4}><Radio value="for" label={t('coding:finding.for')} /><Radio value="against" label={t('coding:finding.against')} /></Group>
        </Radio.Group>
        <FormProblem problem={failed ? asProblem(failed) : null} />
        <Button disabled={!finding && !claim.trim()} loading={create.isPending || addExcerpt.isPending} onClick={() => void put().catch(() => undefined)}>{t('coding:finding.put')}</Button>
      </Stack>
    </Modal>
  );
}
