import { closestCenter, DndContext, KeyboardSensor, PointerSensor, useSensor, useSensors, type Announcements, type DragEndEvent } from '@dnd-kit/core';
import { sortableKeyboardCoordinates } from '@dnd-kit/sortable';
import { Button, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { asProblem } from '@/api/problem';
import { useText } from '@/i18n/useText';
import { FormProblem } from '@/ui/FormProblem';
import { useToast } from '@/ui/confirm';
import { AroundContext, useLooking } from './building';
import { addPage, allQuestions, changePage, draftOf, moveQuestion, removePage, removeQuestion, type Draft, type Page } from './draft';
import { EndsCard } from './EndsCard';
import { LookCard } from './LookCard';
import { PageBlock } from './PageBlock';
import { Preview } from './Preview';
import { QuotasCard } from './QuotasCard';
import { SettingsForm } from './SettingsForm';
import { useBuilding } from './useBuilding';
import type { components } from '@/api/schema';
import { ValuesCard } from './ValuesCard';
import type { Survey } from './wire';
import classes from './Surveys.module.css';

interface BuilderProps {
  survey: Survey;
  document: components['schemas']['QuestionnaireDocument'];
  mayWrite: boolean;
  /** Takes what a colleague wrote meanwhile. */
  onReload: () => void;
}

/** The draft of a questionnaire, page by page; what is written is kept at once, every step can be taken back. */
export function Builder({ survey, document, mayWrite, onReload }: BuilderProps) {
  const { t } = useText();
  const toast = useToast();
  const building = useBuilding(survey, draftOf(document));
  const { draft, change, history, saving } = building;
  const around = useLooking(survey, building.version, draft);
  const [open, setOpen] = useState('');
  const [part, setPart] = useState<'pages' | 'logic'>('pages');
  const [looking, setLooking] = useState(false);
  const sensors = useSensors(useSensor(PointerSensor, { activationConstraint: { distance: 6 } }), useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }));
  const questions = allQuestions(draft);
  const nameOf = (code: string | number) => questions.find((q) => q.code === code)?.text[draft.languages[0] ?? ''] || draft.pages.find((p) => p.code === code)?.title?.[draft.languages[0] ?? ''] || String(code);
  const placeOf = (code?: string | number) => questions.findIndex((q) => q.code === code) + 1;
  const announcements: Announcements = {
    onDragStart: ({ active }) => t('surveys:drag.start', { name: nameOf(active.id), place: placeOf(active.id), of: questions.length }),
    onDragOver: ({ active, over }) => t('surveys:drag.over', { name: nameOf(active.id), other: over ? nameOf(over.id) : '' }),
    onDragEnd: ({ active, over }) => t('surveys:drag.end', { name: nameOf(active.id), other: over ? nameOf(over.id) : '' }),
    onDragCancel: ({ active }) => t('surveys:drag.cancel', { name: nameOf(active.id) }),
  };
  const drop = ({ active, over }: DragEndEvent) => {
    if (over && active.id !== over.id) change(moveQuestion(draft, String(active.id), String(over.id)));
  };
  const undoable = (to: Draft, message: string) => {
    change(to);
    toast({ message, undo: building.undo });
  };
  const onRemovePage = (page: Page) => undoable(removePage(draft, page.code), t('surveys:page.removed', { name: nameOf(page.code) }));
  const problem = !saving.kept && saving.problem !== undefined ? asProblem(saving.problem) : null;
  const builder = (
    <fieldset disabled={!mayWrite || survey.state === 'archived'} className={classes.whole}>
      <div className={classes.bar} role="toolbar" aria-label={t('surveys:toolbar')}>
        <SegmentedControl size="xs" aria-label={t('surveys:part.label')} value={part} onChange={setPart} data={(['pages', 'logic'] as const).map((value) => ({ value, label: t(`surveys:part.${value}`) }))} />
        <Button variant="default" size="xs" disabled={history.past.length === 0} onClick={building.undo}>{t('surveys:undo')}</Button>
        <Button variant="default" size="xs" disabled={history.future.length === 0} onClick={building.redo}>{t('surveys:redo')}</Button>
        <Button variant="default" size="xs" aria-expanded={looking} onClick={() => setLooking(!looking)}>{t('surveys:preview.title')}</Button>
        <span className={classes.kept} role="status">{t(saving.kept ? 'surveys:kept' : problem ? 'surveys:notKept' : 'surveys:keeping')}</span>
      </div>
      {problem && (
        <div className={classes.column}>
          <FormProblem problem={problem} />
          <div className={classes.checks}>
            <Button size="xs" onClick={building.retry}>{t('surveys:again')}</Button>
            {problem.code === 'conflict' && <Button size="xs" variant="default" onClick={onReload}>{t('surveys:reload')}</Button>}
          </div>
        </div>
      )}
      {part === 'logic' && (
        <div className={classes.column}>
          <EndsCard draft={draft} change={change} />
          <ValuesCard draft={draft} change={change} />
          <QuotasCard draft={draft} change={change} />
        </div>
      )}
      {part === 'pages' && <DndContext sensors={sensors} collisionDetection={closestCenter} onDragEnd={drop} accessibility={{ announcements, screenReaderInstructions: { draggable: t('surveys:drag.how') } }}>
        <div className={classes.column}>
          {draft.pages.map((page, i) => (
            <PageBlock
              key={page.code} program={survey.program_id} draft={draft} page={page} number={i + 1} open={open} onOpen={setOpen} change={change}
              onPage={(with_, about) => change(changePage(draft, page.code, with_), about && `${page.code} ${about}`)}
              onRemove={draft.pages.length > 1 ? () => onRemovePage(page) : undefined}
              onRemoveQuestion={(code) => undoable(removeQuestion(draft, code), t('surveys:question.removed', { name: nameOf(code) }))}
            />
          ))}
          <div><Button variant="default" onClick={() => change(addPage(draft))}>{t('surveys:page.add')}</Button></div>
          <SettingsForm draft={draft} change={change} />
          <LookCard survey={survey.id} draft={draft} change={change} />
        </div>
      </DndContext>}
    </fieldset>
  );
  return (
    <div className={looking ? classes.beside : undefined}>
      <AroundContext value={around}>{builder}</AroundContext>
      {looking && <div className={classes.aside}><Preview survey={survey.id} version={building.version} languages={draft.languages} /></div>}
    </div>
  );
}
