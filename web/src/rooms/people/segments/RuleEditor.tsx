import { ActionIcon, Button, Group, SegmentedControl } from '@mantine/core';
import { useText } from '@/i18n/useText';
import { begun } from './condition';
import { ConditionEditor } from './ConditionEditor';
import { branch, isBranch, leaf, replaced, type Branch, type Node } from './tree';
import type { Known } from './useNames';
import classes from './Segments.module.css';

interface RuleEditorProps {
  tree: Branch;
  known: Known;
  onChange: (tree: Branch) => void;
}

/** The conditions of a segment as a tree of groups; each part can be turned round or taken out. */
export function RuleEditor({ tree, known, onChange }: RuleEditorProps) {
  const change = (id: string, next: ((old: Node) => Node) | undefined) =>
    onChange(id === tree.id && next ? (next(tree) as Branch) : replaced(tree, id, next));
  return <Parts node={tree} known={known} depth={0} change={change} />;
}

interface PartsProps {
  node: Branch;
  known: Known;
  depth: number;
  change: (id: string, next: ((old: Node) => Node) | undefined) => void;
}

function Parts({ node, known, depth, change }: PartsProps) {
  const { t } = useText();
  const first = known.fields.find((f) => f.key === 'answers') ?? known.fields[0];
  const add = (part: Node) => change(node.id, (old) => (isBranch(old) ? { ...old, parts: [...old.parts, part] } : old));
  return (
    <fieldset className={depth > 0 ? classes.inner : classes.outer}>
      <legend className={classes.hidden}>{t(`segments:form.${node.join}`)}</legend>
      <SegmentedControl
        size="xs" aria-label={t('segments:form.join')} value={node.join}
        data={[{ value: 'all', label: t('segments:form.all') }, { value: 'any', label: t('segments:form.any') }]}
        onChange={(join) => change(node.id, (old) => ({ ...old, join: join as Branch['join'] }) as Node)}
      />
      <ul className={classes.parts}>
        {node.parts.map((part) => (
          <li key={part.id} className={classes.part}>
            <button
              type="button" className={classes.not} aria-pressed={part.not} title={t('segments:form.notHint')}
              onClick={() => change(part.id, (old) => ({ ...old, not: !old.not }))}
            >
              {t('segments:form.not')}
            </button>
            <div className={classes.body}>
              {isBranch(part)
                ? <Parts node={part} known={known} depth={depth + 1} change={change} />
                : <ConditionEditor condition={part.condition} known={known} onChange={(condition) => change(part.id, (old) => ({ ...old, condition }) as Node)} />}
            </div>
            <ActionIcon variant="subtle" color="gray" aria-label={t('segments:form.takeOut')} title={t('segments:form.takeOut')} onClick={() => change(part.id, undefined)}>
              <span aria-hidden="true">×</span>
            </ActionIcon>
          </li>
        ))}
      </ul>
      {first && (
        <Group gap={8}>
          <Button size="xs" variant="default" onClick={() => add(leaf(begun(first)))}>{t('segments:form.addCondition')}</Button>
          {depth < 2 && (
            <Button size="xs" variant="subtle" onClick={() => add(branch(node.join === 'all' ? 'any' : 'all', [leaf(begun(first))]))}>{t('segments:form.addGroup')}</Button>
          )}
        </Group>
      )}
    </fieldset>
  );
}
