import { useDroppable } from '@dnd-kit/core';
import { SortableContext, useSortable, verticalListSortingStrategy } from '@dnd-kit/sortable';
import { Button, Checkbox, Menu } from '@mantine/core';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { remarksAbout, remarksIn, useAround } from './building';
import { ConditionField } from './ConditionField';
import { addQuestion, changeQuestion, copyQuestion, isKind, kinds, movePage, newQuestion, type Draft, type Page, type Question } from './draft';
import { logicOf } from './logic';
import { PageLogic } from './PageLogic';
import { placeName } from './place';
import { QuestionForm } from './QuestionForm';
import { remarkText } from './remarkText';
import { WordsField } from './WordsField';
import classes from './Surveys.module.css';

interface PageBlockProps {
  program: string;
  draft: Draft;
  page: Page;
  number: number;
  /** Code of the question that is open. */
  open: string;
  onOpen: (code: string) => void;
  change: (to: Draft, about?: string) => void;
  onPage: (change: Partial<Page>, about?: string) => void;
  onRemove?: () => void;
  onRemoveQuestion: (code: string) => void;
}

/** A page with its questions; they are dragged, or moved by keyboard from their handles. */
export function PageBlock({ program, draft, page, number, open, onOpen, change, onPage, onRemove, onRemoveQuestion }: PageBlockProps) {
  const { t } = useText();
  const { setNodeRef } = useDroppable({ id: page.code, disabled: page.questions.length > 0 }); // questions take what is dropped on them
  const base = draft.languages[0] ?? '';
  const name = page.title?.[base] || t('surveys:page.number', { n: number });
  const add = (kind: (typeof kinds)[number]) => {
    const question = newQuestion(draft, kind);
    change(addQuestion(draft, page.code, question));
    onOpen(question.code);
  };
  return (
    <Card
      title={name}
      actions={
        <span className={classes.pageActions}>
          <Button variant="subtle" size="compact-xs" disabled={number === 1} aria-label={t('surveys:up', { name })} onClick={() => change(movePage(draft, page.code, -1))}>↑</Button>
          <Button variant="subtle" size="compact-xs" disabled={number === draft.pages.length} aria-label={t('surveys:down', { name })} onClick={() => change(movePage(draft, page.code, 1))}>↓</Button>
          {onRemove && <Button variant="subtle" size="compact-xs" aria-label={t('surveys:takeAway', { name })} onClick={onRemove}>{t('surveys:remove')}</Button>}
        </span>
      }
    >
      <div className={classes.page}>
        <SortableContext items={page.questions.map((q) => q.code)} strategy={verticalListSortingStrategy}>
          <ul ref={setNodeRef} className={classes.questions}>
            {page.questions.map((q, i) => (
              <QuestionLine key={q.code} path={`pages[${number - 1}].questions[${i}]`} question={q} base={base} open={open === q.code} onOpen={() => onOpen(open === q.code ? '' : q.code)} onHold={() => onOpen('')} onCopy={() => change(copyQuestion(draft, q.code))} onRemove={() => onRemoveQuestion(q.code)}>
                <QuestionForm program={program} draft={draft} question={q} onChange={(with_, about) => change(changeQuestion(draft, q.code, with_), `${q.code} ${about}`)} />
              </QuestionLine>
            ))}
          </ul>
        </SortableContext>
        {page.questions.length === 0 && <p className={classes.soft}>{t('surveys:page.empty')}</p>}
        <div className={`${classes.checks} ${classes.below}`}>
          <Menu position="bottom-start">
            <Menu.Target><Button variant="default" size="xs">{t('surveys:question.add')}</Button></Menu.Target>
            <Menu.Dropdown mah={360} style={{ overflowY: 'auto' }}>
              {kinds.map((kind) => <Menu.Item key={kind} onClick={() => add(kind)}>{t(`surveys:kind.${kind}`)}</Menu.Item>)}
            </Menu.Dropdown>
          </Menu>
        </div>
        <details className={classes.below}>
          <summary>{t('surveys:page.settings')}{logicOf(page) > 0 && ` (${logicOf(page)})`}</summary>
          <div className={`${classes.column} ${classes.below}`}>
            <WordsField short label={t('surveys:page.title')} languages={draft.languages} words={page.title} onChange={(title) => onPage({ title }, 'title')} />
            <ConditionField label={t('surveys:field.showIf')} path={`pages[${number - 1}].show_if`} at={{ page: number - 1, question: 0 }} value={page.show_if} onChange={(show_if) => onPage({ show_if }, 'show_if')} />
            <Checkbox label={t('surveys:page.random')} checked={page.random ?? false} onChange={(e) => onPage({ random: e.currentTarget.checked || undefined })} />
            <PageLogic draft={draft} page={page} at={number - 1} onPage={onPage} change={change} />
          </div>
        </details>
      </div>
    </Card>
  );
}

interface QuestionLineProps {
  question: Question;
  /** Where it stands in the document. */
  path: string;
  base: string;
  open: boolean;
  onOpen: () => void;
  /** The handle is taken; what is open closes, so that questions lie close together. */
  onHold: () => void;
  onCopy: () => void;
  onRemove: () => void;
  children: React.ReactNode;
}

function QuestionLine({ question: q, path, base, open, onOpen, onHold, onCopy, onRemove, children }: QuestionLineProps) {
  const { t, i18n } = useText();
  const { remarks } = useAround();
  const wrong = remarksIn(remarks, path).filter((r) => r.severity === 'refuse').length;
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, transform, transition, isDragging } = useSortable({ id: q.code });
  const name = q.text[base] || t('surveys:question.unworded');
  const style = { transform: transform ? `translate3d(0, ${transform.y}px, 0)` : undefined, transition };
  return (
    <li ref={setNodeRef} style={style} className={classes.question} data-dragging={isDragging || undefined}>
      <div className={classes.head}>
        <button ref={setActivatorNodeRef} type="button" className={classes.handle} {...attributes} {...listeners} onFocus={onHold} aria-label={t('surveys:drag.handle', { name })}>
          <svg width="12" height="16" aria-hidden="true">{[3, 8, 13].flatMap((y) => [3, 9].map((x) => <circle key={`${x} ${y}`} cx={x} cy={y} r="1.4" />))}</svg>
        </button>
        <button type="button" className={classes.open} aria-expanded={open} onClick={onOpen}>
          <span>{name}</span>
          <span className={classes.kind}>{isKind(q.kind) ? t(`surveys:kind.${q.kind}`) : q.kind} · {q.code}{q.show_if ? ` · ${t('surveys:conditional')}` : ''}{wrong > 0 && <strong> · {t('surveys:toMend', { count: wrong })}</strong>}</span>
        </button>
        <span className={classes.pageActions}>
          <Button variant="subtle" size="compact-xs" aria-label={t('surveys:copyOf', { name })} onClick={onCopy}>{t('surveys:copy')}</Button>
          <Button variant="subtle" size="compact-xs" aria-label={t('surveys:takeAway', { name })} onClick={onRemove}>{t('surveys:remove')}</Button>
        </span>
      </div>
      {remarksAbout(remarks, q.code, path).map((r) => <p key={`${r.path} ${r.key}`} className={classes.elsewhere}>{t('surveys:condition.elsewhere', { place: placeName(t, r.path), said: remarkText(t, i18n.language, r) })}</p>)}
      {open && children}
    </li>
  );
}
