import { Button, Group, Stack, Switch, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { FormProblem } from '@/ui/FormProblem';
import { useServerForm } from '@/ui/useServerForm';
import { begun, isWhole } from './condition';
import { LiveSize } from './LiveSize';
import { useSegmentChanges } from './queries';
import { RuleEditor } from './RuleEditor';
import { branch, leaf, ruleOf, treeOf } from './tree';
import type { Known } from './useNames';
import type { Segment } from './wire';

interface SegmentFormProps {
  segment?: Segment;
  known: Known;
  onClose: () => void;
  onSaved: (segment: Segment) => void;
}

/** Makes or changes a segment: its name, its conditions, and who may use it. */
export function SegmentForm({ segment, known, onClose, onSaved }: SegmentFormProps) {
  const { t } = useText();
  const form = useForm({ initialValues: { name: segment?.name ?? '', shared: segment?.shared ?? true } });
  const { problem, sending, send } = useServerForm(form);
  const { create, change } = useSegmentChanges();
  const [tree, setTree] = useState(() => {
    if (segment) return treeOf(segment.rule);
    const first = known.fields.find((f) => f.key === 'answers') ?? known.fields[0];
    return branch('all', first ? [leaf(begun(first))] : []);
  });
  const rule = ruleOf(tree, (c) => isWhole(known.fields.find((f) => f.key === c.field), c));

  const submit = form.onSubmit((values) =>
    void send(async () => {
      if (!rule) return;
      const draft = { ...values, rule };
      onSaved(segment ? await change.mutateAsync({ segment, draft }) : await create.mutateAsync(draft));
    }),
  );

  return (
    <Card title={t(segment ? 'segments:form.change' : 'segments:form.new')}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <TextInput label={t('segments:form.name')} required maxLength={120} maw={460} data-autofocus {...form.getInputProps('name')} />
          <RuleEditor tree={tree} known={known} onChange={setTree} />
          <LiveSize rule={rule} known={known} />
          <Switch label={t('segments:form.shared')} description={t('segments:form.sharedHint')} {...form.getInputProps('shared', { type: 'checkbox' })} />
          <FormProblem problem={problem} />
          <Group justify="flex-end" gap={8}>
            <Button variant="default" onClick={onClose}>{t('ui:confirm.cancel')}</Button>
            <Button type="submit" loading={sending} disabled={!rule}>{t('segments:form.save')}</Button>
          </Group>
        </Stack>
      </form>
    </Card>
  );
}
