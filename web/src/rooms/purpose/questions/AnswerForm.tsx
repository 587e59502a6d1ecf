import { Button, Group, MultiSelect, Stack, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useMay } from '@/access/session';
import { useText } from '@/i18n/useText';
import { FormProblem } from '@/ui/FormProblem';
import { useServerForm } from '@/ui/useServerForm';
import { useKeyName } from '../objectives/useWhereWords';
import { findingsQuery, measuresQuery, registerQuery, traitsQuery } from '../queries';
import type { Known, Program, QuestionFigure } from '../wire';
import { useAnswer } from './queries';

const textOf = (f: QuestionFigure) => `${f.kind}:${f.key}`;
const figureOf = (text: string): QuestionFigure => ({ kind: text.slice(0, text.indexOf(':')) as QuestionFigure['kind'], key: text.slice(text.indexOf(':') + 1) });

/** Writes the answer to a question and chooses what stands beside it. */
export function AnswerForm({ known, program, onClose }: { known: Known; program: Program; onClose: () => void }) {
  const { t } = useText();
  const keyName = useKeyName();
  const answer = useAnswer(program.id);
  const measures = useQuery(measuresQuery(program.id)).data?.items ?? [];
  const traits = useQuery(traitsQuery(program.id)).data?.items ?? [];
  const findings = useQuery({ ...findingsQuery(program.id), enabled: useMay('finding.read') }).data?.items ?? [];
  const register = useQuery({ ...registerQuery(program.id), enabled: useMay('register.read') }).data;
  const on = (id: string) => register?.channels.find((c) => c.id === id)?.name ?? '';
  const places = register?.touchpoints ?? [];
  const form = useForm({ initialValues: { answer: known.answer, figures: known.figures.map(textOf) } });
  const { problem, sending, send } = useServerForm(form);
  const submit = form.onSubmit((values) =>
    void send(async () => {
      const unknown = known.state === 'unknown' && values.answer.trim() === '';
      await answer.mutateAsync({ known, said: { answer: values.answer, unknown, figures: values.figures.map(figureOf) } });
      onClose();
    }),
  );
  return (
    <form onSubmit={submit}>
      <Stack gap={12}>
        <Textarea label={t('purpose:questions.answer')} autosize minRows={3} maxLength={8000} data-autofocus autoFocus {...form.getInputProps('answer')} />
        <MultiSelect
          label={t('purpose:questions.figures')} description={t('purpose:questions.figuresHint')} searchable clearable maxValues={12}
          data={[
            { group: t('purpose:questions.findings'), items: findings.filter((f) => f.state !== 'retired').map((f) => ({ value: `finding:${f.id}`, label: f.claim })) },
            { group: t('purpose:questions.measures'), items: measures.map((m) => ({ value: `measure:${m.id}`, label: m.name })) },
            { group: t('purpose:questions.traits'), items: traits.map((x) => ({ value: `trait:${x.key}`, label: keyName(x.key, x.label) })) },
            { group: t('purpose:questions.standards'), items: places.filter((x) => x.expectation?.standard).map((x) => ({ value: `standard:${x.id}`, label: t('purpose:questions.keptAt', { name: x.name, channel: on(x.channel_id) }) })) },
            { group: t('purpose:questions.volumes'), items: places.filter((x) => x.times !== undefined).map((x) => ({ value: `volume:${x.id}`, label: t('purpose:questions.timesAt', { name: x.name, channel: on(x.channel_id) }) })) },
          ]}
          {...form.getInputProps('figures')}
        />
        <FormProblem problem={problem} />
        <Group gap={8}>
          <Button size="xs" type="submit" loading={sending}>{t('purpose:save')}</Button>
          <Button size="xs" variant="default" onClick={onClose}>{t('ui:confirm.cancel')}</Button>
        </Group>
      </Stack>
    </form>
  );
}
