import { Button, Group, Modal, Select, Stack, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { asProblem, type Problem } from '@/api/problem';
import { useText } from '@/i18n/useText';
import { ErrorState } from '@/ui/ErrorState';
import { FormProblem } from '@/ui/FormProblem';
import { Loading } from '@/ui/Loading';
import { useToast } from '@/ui/confirm';
import type { Part } from './part';
import { PartOfSentence } from './PartOfSentence';
import { hitsQuery, placesQuery, studiesQuery, useFindingChanges } from './queries';
import type { Finding, Hit, Side } from './wire';
import classes from './Findings.module.css';

/** Finds sentences in a study by their words, and puts them with the finding: for it or against it. */
export function AddExcerpt({ finding, onClose }: { finding: Finding; onClose: () => void }) {
  const { t } = useText();
  const toast = useToast();
  const { addExcerpt, removeExcerpt } = useFindingChanges();
  const [problem, setProblem] = useState<Problem | null>(null);
  const [chosen, setChosen] = useState(finding.study_id ?? '');
  const [place, setPlace] = useState(finding.touchpoint_ids.length === 1 ? finding.touchpoint_ids[0]! : '');
  const [words, setWords] = useState('');
  const [q] = useDebouncedValue(words, 250);
  const studies = useQuery(studiesQuery(finding.program_id));
  const own = (studies.data?.items ?? []).filter((s) => s.part === 'researcher');
  const study = own.some((s) => s.id === chosen) ? chosen : own[0]?.id ?? '';
  const places = useQuery(placesQuery(finding.program_id)).data ?? new Map<string, string>();
  const hits = useQuery(hitsQuery(study, q));
  const said = hits.data?.items.filter((hit) => !hit.line.interviewer) ?? []; // what was asked is nobody's word
  const put = async (hit: Hit, side: Side, part: Part) => {
    setProblem(null);
    const id = crypto.randomUUID();
    try {
      await addExcerpt.mutateAsync({
        id: finding.id,
        excerpt: { id, document_id: hit.document_id, side, touchpoint_id: place || undefined, from_n: hit.line.n, from_pos: part.from, to_n: hit.line.n, to_pos: part.to },
      });
      toast({ message: t(`findings:put.${side}`), undo: () => removeExcerpt.mutate({ id: finding.id, excerpt: id }) });
    } catch (thrown) {
      setProblem(asProblem(thrown));
    }
  };
  return (
    <Modal opened onClose={onClose} size="xl" title={t('findings:addTitle')} closeButtonProps={{ 'aria-label': t('ui:close') }}>
      <Stack gap="md">
        <FormProblem problem={problem} />
        {studies.isError && <ErrorState error={studies.error} retry={() => void studies.refetch()} />}
        {studies.isSuccess && own.length === 0 && <p className={classes.soft}>{t('findings:noStudy')}</p>}
        {own.length > 0 && (
          <>
            <Group gap={12} align="flex-end" grow preventGrowOverflow={false}>
              {own.length > 1 && <Select label={t('findings:study')} allowDeselect={false} value={study} data={own.map((s) => ({ value: s.id, label: s.name }))} onChange={(id) => setChosen(id ?? '')} />}
              <Select label={t('findings:moment')} clearable searchable value={place || null} data={[...places].map(([value, label]) => ({ value, label }))} onChange={(id) => setPlace(id ?? '')} clearButtonProps={{ 'aria-label': t('findings:clear') }} />
            </Group>
            <TextInput label={t('findings:words')} description={t('findings:wordsHint')} data-autofocus value={words} onChange={(event) => setWords(event.currentTarget.value)} />
          </>
        )}
        {hits.isLoading && <Loading />}
        {hits.isError && <ErrorState error={hits.error} retry={() => void hits.refetch()} />}
        {hits.isSuccess && said.length === 0 && <p className={classes.soft}>{t('findings:noHits')}</p>}
        <ul className={classes.hits} aria-live="polite">
          {said.map((hit) => <HitLine key={`${hit.document_id} ${hit.line.n}`} hit={hit} busy={addExcerpt.isPending} onPut={(side, part) => void put(hit, side, part)} />)}
        </ul>
      </Stack>
    </Modal>
  );
}

/** A sentence that was found, and the part of it that is quoted. */
function HitLine({ hit, busy, onPut }: { hit: Hit; busy: boolean; onPut: (side: Side, part: Part) => void }) {
  const { t } = useText();
  const [part, setPart] = useState<Part>({ from: 0, to: [...hit.line.text].length });
  return (
    <li>
      <PartOfSentence n={hit.line.n} text={hit.line.text} part={part} onChange={setPart} />
      <footer>
        <span>{[hit.pseudonym, t(`findings:at.${hit.kind}`, { number: hit.number }), t('findings:line', { n: hit.line.n })].filter(Boolean).join(', ')}</span>
        <Button size="compact-sm" variant="default" disabled={busy} onClick={() => onPut('for', part)}>{t('findings:putFor')}</Button>
        <Button size="compact-sm" variant="default" disabled={busy} onClick={() => onPut('against', part)}>{t('findings:putAgainst')}</Button>
      </footer>
    </li>
  );
}
