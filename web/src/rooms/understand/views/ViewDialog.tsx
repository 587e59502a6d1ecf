import { Button, Checkbox, Group, Modal, Radio, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useText } from '@/i18n/useText';
import { CopyOnce } from '@/ui/CopyOnce';
import { FormProblem } from '@/ui/FormProblem';
import { useServerForm } from '@/ui/useServerForm';
import { useState } from 'react';
import { useViewChanges, type NewView, type View } from './queries';

interface ViewDialogProps {
  /** A view to change, or what a new one keeps. */
  view?: View;
  fresh?: Pick<NewView, 'program_id' | 'path' | 'params'>;
  onClose: () => void;
}

const roles = ['owner', 'lead', 'researcher', 'analyst', 'viewer'] as const;
const sharings = ['private', 'link', 'roles'] as const;

/** The address that opens a saved view. */
export const viewLink = (view: Pick<View, 'id'>) => `${location.origin}/views/${view.id}`;

/** Names a view and says who else may open it. */
export function ViewDialog({ view, fresh, onClose }: ViewDialogProps) {
  const { t } = useText();
  const { save, change } = useViewChanges();
  const [saved, setSaved] = useState<View | null>(null);
  const form = useForm({
    initialValues: { name: view?.name ?? '', shared: view?.shared ?? ('private' as const), roles: (view?.roles ?? []) as string[] },
  });
  const { problem, sending, send } = useServerForm(form);

  const submit = form.onSubmit((values) =>
    void send(async () => {
      const what = { name: values.name, shared: values.shared, roles: values.shared === 'roles' ? values.roles : [] };
      const done = view ? await change.mutateAsync({ view, change: what }) : await save.mutateAsync({ ...fresh!, ...what });
      if (done.shared === 'private') onClose();
      else setSaved(done);
    }),
  );

  return (
    <Modal opened onClose={onClose} title={t(view ? 'understand:views.changeTitle' : 'understand:views.saveTitle')} closeButtonProps={{ 'aria-label': t('ui:close') }}>
      {saved ? (
        <>
          <CopyOnce label={t('understand:views.link')} secret={viewLink(saved)} note={t('understand:views.linkNote')} />
          <Button onClick={onClose}>{t('understand:views.done')}</Button>
        </>
      ) : (
        <form onSubmit={submit}>
          <Stack gap="md">
            <TextInput label={t('understand:views.name')} required maxLength={200} data-autofocus {...form.getInputProps('name')} />
            <Radio.Group label={t('understand:views.sharing')} {...form.getInputProps('shared')}>
              <Stack gap={8} mt={6}>
                {sharings.map((s) => (
                  <Radio key={s} value={s} label={t(`understand:views.shared.${s}`)} description={t(`understand:views.sharedWhy.${s}`)} />
                ))}
              </Stack>
            </Radio.Group>
            {form.values.shared === 'roles' && (
              <Checkbox.Group label={t('understand:views.roles')} {...form.getInputProps('roles')}>
                <Group gap="md" mt={6}>
                  {roles.map((r) => <Checkbox key={r} value={r} label={t(`understand:role.${r}`)} />)}
                </Group>
              </Checkbox.Group>
            )}
            <FormProblem problem={problem} />
            <Group justify="flex-end" gap={8}>
              <Button variant="default" onClick={onClose}>{t('ui:confirm.cancel')}</Button>
              <Button type="submit" loading={sending}>{t('understand:views.keep')}</Button>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  );
}
