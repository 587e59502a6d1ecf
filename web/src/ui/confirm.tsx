import { Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import { notifications } from '@mantine/notifications';
import { useText } from '@/i18n/useText';
import { UndoToast } from './UndoToast';

interface ConfirmOptions {
  /** The question: "Remove Ana Ruiz?" */
  title: string;
  /** What goes and what stays. */
  text: string;
  /** The verb on the button: "Remove". */
  verb: string;
  onConfirm: () => void;
}

/** Asks before something that cannot be taken back. */
export function useConfirm(): (options: ConfirmOptions) => void {
  const { t } = useText();
  return ({ title, text, verb, onConfirm }) =>
    modals.openConfirmModal({
      title,
      children: <Text>{text}</Text>,
      labels: { confirm: verb, cancel: t('ui:confirm.cancel') },
      cancelProps: { variant: 'default' },
      closeButtonProps: { 'aria-label': t('ui:close') },
      onConfirm,
    });
}

interface ToastOptions {
  message: string;
  /** Takes it back, where that is possible. */
  undo?: () => void;
}

/** Says that something was done, and offers to take it back. */
export function useToast(): (options: ToastOptions) => void {
  const { t } = useText();
  return ({ message, undo }) => {
    const id = notifications.show({
      message: undo ? <UndoToast message={message} undo={() => { notifications.hide(id); undo(); }} /> : message,
      role: 'status',
      autoClose: undo ? 12_000 : 5000,
      closeButtonProps: { 'aria-label': t('ui:close') },
    });
  };
}
