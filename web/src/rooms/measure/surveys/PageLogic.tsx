import { ActionIcon, Button, Checkbox, NativeSelect, NumberInput } from '@mantine/core';
import { useText } from '@/i18n/useText';
import { ConditionField } from './ConditionField';
import type { Draft, Page } from './draft';
import { changedAt, loopable, orNone, targetsOf, targetValue, withEnd, withoutAt, type Branch, type Loop } from './logic';
import { Wrong } from './Wrong';
import classes from './Surveys.module.css';

interface PageLogicProps {
  draft: Draft;
  page: Page;
  /** Place of the page, from 0. */
  at: number;
  onPage: (change: Partial<Page>, about?: string) => void;
  change: (to: Draft, about?: string) => void;
}

/** How often a page is shown, and where it leads on to. */
export function PageLogic(props: PageLogicProps) {
  return (
    <>
      <LoopFields {...props} />
      <BranchFields {...props} />
    </>
  );
}

function LoopFields({ draft, page, at, onPage }: PageLogicProps) {
  const { t } = useText();
  const base = draft.languages[0] ?? '';
  const { loop } = page;
  const questions = loopable(draft, at);
  const set = (with_: Partial<Loop>, about: string) => loop && onPage({ loop: { ...loop, ...with_ } }, `loop ${about}`);
  const over = (value: string) => onPage({ loop: value === 'options' ? { over: 'options', question: questions.at(-1)?.code ?? '' } : value ? { over: value } : undefined });
  return (
    <div className={classes.column}>
      <NativeSelect
        label={t('surveys:loop.over')} description={t('surveys:loop.hint', { item: '{{item}}' })} value={loop?.over ?? ''} onChange={(e) => over(e.currentTarget.value)}
        data={[{ value: '', label: t('surveys:loop.once') }, { value: 'options', label: t('surveys:loop.options'), disabled: questions.length === 0 && loop?.over !== 'options' }, { value: 'touchpoints', label: t('surveys:loop.touchpoints') }]}
      />
      {loop && (
        <div className={classes.fields}>
          {loop.over === 'options' && (
            <NativeSelect label={t('surveys:loop.question')} value={loop.question ?? ''} onChange={(e) => set({ question: e.currentTarget.value }, 'question')}
              data={[...(questions.some((q) => q.code === loop.question) ? [] : [{ value: loop.question ?? '', label: loop.question ?? '' }]), ...questions.map((q) => ({ value: q.code, label: q.text[base] || q.code }))]}
            />
          )}
          <NumberInput label={t('surveys:loop.max')} placeholder={t('surveys:loop.all')} min={1} max={50} allowDecimal={false} value={loop.max ?? ''} onChange={(v) => set({ max: Number(v) > 0 ? Number(v) : undefined }, 'max')} />
          <Checkbox label={t('surveys:loop.random')} checked={loop.random ?? false} onChange={(e) => set({ random: e.currentTarget.checked || undefined }, 'random')} />
        </div>
      )}
      <Wrong path={`pages[${at}].loop`} />
    </div>
  );
}

function BranchFields({ draft, page, at, onPage, change }: PageLogicProps) {
  const { t } = useText();
  const base = draft.languages[0] ?? '';
  const branches = page.branches ?? [];
  const targets = targetsOf(draft, at);
  const nameOf = ({ value, page: to, end, number }: (typeof targets)[number]) => {
    const words = to ? draft.pages.find((p) => p.code === to)?.title?.[base] || t('surveys:page.number', { n: number }) : draft.ends.find((e) => e.code === end)?.title[base] || t('surveys:ends.unworded');
    return { value, label: to ? words : t('surveys:branch.end', { name: words }) };
  };
  const put = (next: Branch[], about?: string) => onPage({ branches: orNone(next) }, about);
  const lead = (i: number, value: string) => {
    const to = targets.find((x) => x.value === value);
    if (to) put(changedAt(branches, i, { page: to.page, end: to.end }));
  };
  const add = (outcome: 'complete' | 'screened') => {
    const { draft: with_, end } = withEnd(draft, outcome);
    change({ ...with_, pages: with_.pages.map((p) => (p.code === page.code ? { ...p, branches: [...branches, { if: '', end }] } : p)) });
  };
  const swap = (i: number) => put(branches.map((b, j) => (j === i ? (branches[i - 1] ?? b) : j === i - 1 ? (branches[i] ?? b) : b)));
  return (
    <fieldset className={classes.lines}>
      <legend>{t('surveys:branch.title')}</legend>
      <p className={classes.soft}>{t('surveys:branch.hint')}</p>
      {branches.map((branch, i) => {
        const path = `pages[${at}].branches[${i}]`;
        const name = t('surveys:branch.number', { n: i + 1 });
        const known = targets.some((x) => x.value === targetValue(branch));
        return (
          <div key={i} className={classes.rule}>
            <ConditionField label={t('surveys:branch.if', { n: i + 1 })} path={`${path}.if`} at={{ page: at, question: page.questions.length }} value={branch.if} onChange={(text) => put(changedAt(branches, i, { if: text ?? '' }), `branch ${i}`)} />
            <div className={classes.lineBeside}>
              <NativeSelect className={classes.grow} label={t('surveys:branch.to', { n: i + 1 })} value={targetValue(branch)} onChange={(e) => lead(i, e.currentTarget.value)} data={[...(known ? [] : [{ value: targetValue(branch), label: branch.end ?? branch.page ?? '' }]), ...targets.map(nameOf)]} />
              <ActionIcon variant="subtle" color="gray" aria-label={t('surveys:up', { name })} disabled={i === 0} onClick={() => swap(i)}>↑</ActionIcon>
              <ActionIcon variant="subtle" color="gray" aria-label={t('surveys:takeAway', { name })} onClick={() => put(withoutAt(branches, i))}>×</ActionIcon>
            </div>
            <Wrong path={path} except={`${path}.if`} />
          </div>
        );
      })}
      <div className={classes.checks}>
        <Button variant="default" size="xs" onClick={() => add('complete')}>{t('surveys:branch.add')}</Button>
        <Button variant="default" size="xs" onClick={() => add('screened')}>{t('surveys:branch.screen')}</Button>
      </div>
    </fieldset>
  );
}
